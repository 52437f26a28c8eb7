"""A phone sends what was done without network: each act is decided once, and what is missing is proved."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up, together
from tests.ground.hazards.situations import Situations
from tests.portal.phone.speaking import Phone, jpeg
from weian.foundation.audit.models import Event
from weian.foundation.evidence.models import Attachment
from weian.foundation.people import api as people
from weian.foundation.people.actions import securing
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.portal.phone import jobs, storage
from weian.portal.phone.acts.hazards import round_of
from weian.portal.phone.models import Arrival, Awaited, Line


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def test_a_hazard_reported_without_network_is_there_once_however_often_it_is_sent(cast, play):
    phone = Phone(cast.keeper)
    act = phone.act("hazard.report", text="疏散通道堆放纸箱", place="地下一层")
    first, again = phone.outcome(act), phone.outcome(act)
    assert first["outcome"] == again["outcome"] == "done" and again["repeated"]
    assert first["no"] == again["no"] and first["url"] == f"/hazards/{act['uid']}/"
    assert "phone.arrived" not in phone.client.get(first["url"]).content.decode()
    with set_up():
        hazard = Hazard.objects.get(pk=act["uid"])
        assert hazard.reported_by == cast.keeper.person.uid and hazard.department == cast.ward
        assert Hazard.objects.count() == 1


def test_the_same_number_with_other_words_is_refused_and_the_first_stands(cast, play):
    phone = Phone(cast.keeper)
    act = phone.act("hazard.report", text="灯不亮")
    phone.said(act)
    other = phone.outcome(act | {"body": {"text": "灯亮了"}})
    assert other["outcome"] == "refused" and "以先到的为准" in other["reason"]
    with set_up():
        assert Hazard.objects.get(pk=act["uid"]).text == "灯不亮"


def test_one_refused_act_does_not_take_the_others_with_it(cast, play):
    phone = Phone(cast.keeper)
    good, bad, unknown = phone.act("hazard.report", text="甲"), phone.act("hazard.report"), phone.act("drill.begin")
    last = phone.act("hazard.report", text="乙")
    found = {one["seq"]: one for one in phone.said(good, bad, unknown, last, pending=[[1, 4]])["outcomes"]}
    assert [found[n]["outcome"] for n in (1, 2, 3, 4)] == ["done", "refused", "later", "done"]
    assert "请拍一张照片、写一句话或选一个类别" in found[2]["reason"]
    assert phone.outcome(bad)["outcome"] == "refused"


def test_a_missing_number_is_proved_kept_and_filled_when_it_comes(cast, play):
    phone = Phone(cast.keeper)
    acts = [phone.act("hazard.report", text=f"第{n}条") for n in range(1, 7)]
    assert phone.said(acts[0], pending=[[1, 6]])["gaps"] == []
    assert phone.said(acts[4], pending=[[5, 6]])["gaps"] == [[2, 4]]
    with set_up():
        assert Line.objects.get().gaps == [[2, 4]]
        assert Event.objects.filter(verb="phone.gap").count() == 1
    for viewer, sees in ((cast.keeper, True), (cast.officer, True), (cast.head, False), (cast.outsider_officer, False)):
        client = client_of(viewer)
        assert ("第 2～4 条" in client.get("/m/mine/").content.decode()) is sees
        assert ("丢了第 2～4 条记录" in client.get("/m/messages/").content.decode()) is sees
    assert phone.said(acts[2], pending=[[6, 6]])["gaps"] == [[2, 2], [4, 4]]
    assert phone.said(acts[1], acts[3], acts[5], pending=[])["gaps"] == []
    # The tail is provable too: the phone once said that it had given number 9.
    phone.head = 9
    assert phone.said(pending=[[7, 9]])["gaps"] == []
    assert phone.said(pending=[])["gaps"] == [[7, 9]]


def test_what_a_person_throws_away_is_not_a_gap(cast, play):
    phone = Phone(cast.keeper)
    phone.act("hazard.report", text="写错了")
    thrown = phone.acts[0] | {"kind": "phone.discard", "body": {}}
    assert phone.outcome(thrown)["outcome"] == "done"
    with set_up():
        assert (Line.objects.get().gaps, Hazard.objects.count()) == ([], 0)


def test_the_same_acts_in_two_requests_at_once_are_decided_once_in_both(apart, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with set_up():
        phone = Phone(Cast().keeper)
    acts = [phone.act("hazard.report", text=f"第{n}条") for n in range(4)]
    answers = together(*[lambda: phone.said(*acts, pending=[[1, 4]])] * 2)
    assert [[one["outcome"] for one in answer["outcomes"]] for answer in answers] == [["done"] * 4] * 2
    with set_up():
        assert (Hazard.objects.count(), Arrival.objects.count()) == (4, 4)


def test_another_person_cannot_send_from_this_outbox(cast, play):
    phone, thief = Phone(cast.keeper), Phone(cast.head)
    act = phone.act("hazard.report", text="甲")
    phone.said(act)
    thief.line = phone.line
    assert thief.send(act).status_code == 422
    thief.line = str(uuid4())
    assert thief.outcome(act)["outcome"] == "refused"


def test_a_photo_comes_in_pieces_after_its_record_and_goes_on_where_it_broke_off(cast, play):
    data = jpeg("red", 600)
    phone = Phone(cast.keeper)
    act = phone.act("hazard.report", photos=[data])
    assert phone.outcome(act)["outcome"] == "done"
    photo = act["photos"][0]
    assert phone.piece(photo, 0, data[:500]).json() == {"at": 500}
    lost = phone.piece(photo, 0, data[:500])
    assert (lost.status_code, lost.json()["at"]) == (409, 500)
    assert phone.piece(photo, 500, data[500:]).json()["landed"] is True
    assert phone.piece(photo, 0, data).json()["landed"] is True  # the answer was lost: nothing is kept twice
    with set_up():
        kept = Attachment.objects.get()
        assert (str(kept.uid), kept.sent_sha256, kept.source) == (photo["uid"], photo["sha256"], "camera")
        assert str(kept.owner_uid) == act["uid"]


def test_a_photo_that_broke_off_long_ago_is_removed_here_and_begins_again(cast, play):
    data, phone = jpeg("red", 600), Phone(cast.keeper)
    act, other = (phone.act("hazard.report", photos=[data]) for _ in range(2))
    phone.said(act, other)
    (photo,), (fresh,) = act["photos"], other["photos"]
    for one in (photo, fresh):
        phone.piece(one, 0, data[:500])
    with set_up():
        kept = people.limit("half_sent").span
    long_ago = time.time() - kept.total_seconds() - 3600
    os.utime(storage.part_of(UUID(photo["uid"])), (long_ago, long_ago))
    assert jobs.sweep_pieces(0) == 1 and jobs.sweep_pieces(0) == 0
    told = phone.piece(photo, 500, data[500:])
    assert (told.status_code, told.json()["at"]) == (409, 0)
    assert phone.piece(photo, 0, data).json()["landed"]
    assert phone.piece(fresh, 500, data[500:]).json()["landed"]


def test_bytes_that_are_not_those_announced_are_sent_again_and_what_is_no_photo_says_so(cast, play):
    phone, data = Phone(cast.keeper), jpeg()
    act = phone.act("hazard.report", text="甲", photos=[data, b"no photo at all \x00"])
    phone.said(act)
    good, bad = act["photos"]
    assert phone.piece(good, 0, b"x" * len(data)).json() == {"at": 0}
    assert phone.piece(good, 0, data).json()["landed"]
    assert "认不出" in phone.piece(bad, 0, b"no photo at all \x00").json()["reason"]
    assert phone.piece(bad | {"uid": str(uuid4())}, 0, b"x").status_code == 404
    assert Phone(cast.head).piece(good, 0, data).status_code == 404
    with set_up():
        assert Hazard.objects.get().text == "甲" and Attachment.objects.count() == 1


def test_an_application_is_judged_when_its_proof_has_landed(cast, play):
    hazard, data = play.assigned(), jpeg("green")
    phone = Phone(cast.pharmacist)
    act = phone.act("hazard.apply", photos=[data], role="after", hazard=str(hazard.pk), note="已清理")
    assert phone.outcome(act)["outcome"] == "waiting"
    with set_up():
        assert Hazard.objects.get(pk=hazard.pk).status == "assigned"
    told = phone.piece(act["photos"][0], 0, data).json()
    assert told["outcome"]["outcome"] == "done"
    assert phone.outcome(act)["repeated"]
    with set_up():
        assert Hazard.objects.get(pk=hazard.pk).status == "applied"
        assert not Arrival.objects.exclude(body=None).exists()
        assert Awaited.objects.filter(landed_at=None).count() == 0


def test_a_judgement_comes_back_with_its_reason(cast, play):
    hazard = play.applied()
    phone = Phone(cast.pharmacist)
    own = phone.outcome(phone.act("hazard.verify", hazard=str(hazard.pk), note="好了"))
    assert own["outcome"] == "refused" and own["reason"]
    officer = Phone(cast.officer_2)
    with acting(cast.officer_2):
        seen = round_of(Hazard.objects.get(pk=hazard.pk))
    stale = officer.outcome(officer.act("hazard.verify", hazard=str(hazard.pk), round="2020-01-01T00:00:00+08:00"))
    assert stale["outcome"] == "refused" and "又有了新的整改" in stale["reason"]
    assert officer.outcome(officer.act("hazard.verify", hazard=str(hazard.pk), round=seen))["outcome"] == "done"
    absent = officer.outcome(officer.act("hazard.verify", hazard=str(uuid4())))
    assert absent["outcome"] == "refused" and "没有这条隐患" in absent["reason"]


def test_two_who_saw_the_same_are_asked(cast, play):
    one, other = Phone(cast.keeper), Phone(cast.head)
    first = one.act("hazard.report", text="配电箱门坏了", place="内科三病区走廊", type=next(iter(hazards.types())))
    assert one.outcome(first)["outcome"] == "done"
    second = other.act("hazard.report", text="电箱的门关不上", place="内科三病区走廊")
    told = other.outcome(second)
    assert told["outcome"] == "pair" and [pair["uid"] for pair in told["pairs"]] == [first["uid"]]
    with set_up():
        assert Hazard.objects.count() == 2


@pytest.mark.parametrize(("wrong", "believed"), [(0, True), (-72, True), (400_000, True)])
def test_a_clock_that_goes_wrong_steadily_is_set_right_by_its_offset(cast, play, wrong, believed):
    """The phone's clock is wrong by so many hours, and the phone knows it from its last contact."""
    phone, made = Phone(cast.keeper), clock.now() - timedelta(days=1)
    act = phone.act("hazard.report", text="甲")
    act |= {"made_at": (made + timedelta(hours=wrong)).isoformat(), "offset": -wrong * 3_600_000}
    told = phone.outcome(act, device_now=clock.now() + timedelta(hours=wrong))
    assert told["outcome"] == "done" and ("doubtful" not in told) is believed
    with set_up():
        assert Hazard.objects.get(pk=act["uid"]).found_on == made.date()


@pytest.mark.parametrize(
    ("made_at", "offset", "moved"),
    [
        ("", 0, 0), ("yesterday", 0, 0), ("0001-01-01T00:00:00Z", 0, 0), ("2026-11-20T10:00:00", 0, 0),
        ("2031-01-01T00:00:00+08:00", 0, 0), ("2021-01-01T00:00:00+08:00", 0, 0), ("now", None, 0), ("now", 0, 5),
        ("now", 10**13, 0),
    ],
)  # fmt: skip
def test_a_lying_clock_costs_only_the_claim(cast, play, made_at, offset, moved):
    phone = Phone(cast.keeper)
    act = phone.act("hazard.report", text="甲")
    act |= {"made_at": act["made_at"] if made_at == "now" else made_at, "offset": offset}
    told = phone.outcome(act, device_now=clock.now() + timedelta(hours=moved))
    assert told["outcome"] == "done" and told["doubtful"]
    with set_up():
        assert Hazard.objects.get(pk=act["uid"]).found_on == clock.today()


def test_in_a_post_that_was_lost_nothing_is_done_and_nobody_else_is_asked_for_it(cast, play):
    phone = Phone(cast.keeper)
    act = phone.act("hazard.report", text="甲") | {"post": str(cast.head.appointment.uid)}
    told = phone.outcome(act)
    assert told["outcome"] == "refused" and "岗位" in told["reason"]


def test_nonsense_is_refused_whole_and_leaves_nothing(cast, play):
    phone = Phone(cast.keeper)
    for body in (b"", b"{", b"[]", b'{"v":1}', b'{"v":1,"line":"x","head":1}', b"[" * 5000, b"\xff"):
        answer = phone.client.post("/m/sync/", body, content_type="application/json")
        assert answer.status_code == 422 and "看不懂" in answer.json()["error"]
    act = phone.act("hazard.report", text="甲\x00乙\ud800")
    assert phone.outcome(json.loads(json.dumps(act)))["outcome"] == "done"
    with set_up():
        assert Hazard.objects.get(pk=act["uid"]).text == "甲乙"
    assert phone.client.post("/m/photos/?uid=x&at=0").status_code == 422
    assert phone.client.get("/m/sync/").status_code == 405


def test_whoever_is_not_signed_in_learns_only_the_time_and_sends_nothing(cast, client, play):
    said = client.get("/m/hello/").json()
    assert said["person"] is None and set(said) == {"now", "build", "person"}
    assert client.post("/m/sync/", "{}", content_type="application/json").status_code == 302
    mine, theirs = (Phone(one).client.get("/m/hello/").json() for one in (cast.keeper, cast.head))
    assert mine["person"] == str(cast.keeper.person.uid) and mine["keys"][0]["key"] != theirs["keys"][0]["key"]


def test_a_phone_forgets_when_somebody_ended_its_sessions_and_not_when_one_ran_out(cast):
    greeted = Phone(cast.keeper).client.get("/m/hello/").json()
    was = f"{greeted['person']} {greeted['keys'][0]['id']} {greeted['now']}"

    def forgets(said=was):
        return Client(headers={"X-Phone-Was": said}).get("/m/hello/").json().get("forget", False)

    assert not forgets()
    with acting(cast.security_admin) as by, clock.moved_by(timedelta(minutes=1)):
        securing.end_sessions(cast.keeper.person, by=by)
    assert forgets()
    for stranger in ("", "x", f"{cast.keeper.person.uid}", was.replace(greeted["keys"][0]["id"], "0" * 12)):
        assert not forgets(stranger)
    with clock.moved_by(timedelta(hours=1)):
        again = Phone(cast.keeper).client.get("/m/hello/").json()
    assert not forgets(f"{again['person']} {again['keys'][0]['id']} {again['now']}")
    with acting(cast.security_admin) as by:
        securing.stop_account(cast.keeper.person, by=by, why="手机丢了")
    assert forgets(f"{again['person']} {again['keys'][0]['id']} {again['now']}")
