"""A planned visit is made where there is no network: taken along, begun at the door, handed in and judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.portal.phone.speaking import Phone, jpeg
from tests.portal.phone.test_pack import pack_of
from tests.programs.inspections.situations import Situations
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.evidence.models import Attachment
from weian.foundation.inbox.models import Message
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection, Interview, Opening, Signature

WORD = "丹霞十夜查"


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def visit_in(viewer, one) -> dict[str, Any]:
    return next(said for said in pack_of(viewer)["visits"] if said["uid"] == str(one.pk))


def now() -> Inspection:
    with set_up():
        return Inspection.objects.select_related("unit").get()


def finding(cast, **changed: Any) -> dict[str, Any]:
    """What the page of the phone says of a thing that is wrong."""
    return {
        "uid": str(uuid4()), "text": "疏散门上锁", "place": "门诊楼", "type": "exit_locked", "method": "look",
        "severity": "general", "way": "due", "responsible": str(cast.officer.appointment.uid), "measure": "拆锁",
        "due": (clock.today() + timedelta(days=15)).isoformat(), "money": "0", "at_once": True, "photos": [],
        "found_at": clock.now().isoformat(), **changed,
    }  # fmt: skip


def landed(phone: Phone, act: dict[str, Any], *photos: bytes) -> dict[str, Any]:
    """All photos come in after the act; the outcome that the last of them brought."""
    told: dict[str, Any] = {}
    for photo, data in zip(act["photos"], photos, strict=True):
        told = phone.piece(photo, 0, data).json()
    return told["outcome"]


def test_a_visit_is_taken_along_by_its_team_alone_with_whom_a_finding_may_name(cast, play):
    one = play.planned("special", title=WORD)
    said = visit_in(cast.regulator, one)
    assert (said["name"], said["plan"], said["covered"], said["begun"]) == (cast.hospital.title, WORD, False, False)
    assert all(said["url"] != task["url"] for task in pack_of(cast.regulator)["tasks"])  # it is not told twice
    names = [name for _, name in said["fixers"]]
    assert any(cast.officer.person.name in name for name in names)
    assert not any(cast.dentist.person.name in name for name in names)
    for other in (cast.regulator_2, cast.officer, cast.county_regulator):
        assert pack_of(other)["visits"] == []


@pytest.mark.row("S4-3i")
def test_a_sealed_visit_is_covered_until_a_name_is_left_and_each_reading_without_network_leaves_one(cast, play):
    one = play.planned("secret", title=WORD)
    pack = pack_of(cast.regulator)
    assert [sorted(said) for said in pack["visits"]] == [["covered", "last", "uid"]]
    assert WORD not in str(pack) and cast.hospital.name not in str(pack["visits"])
    phone = Phone(cast.regulator)
    assert phone.outcome(phone.act("visit.open", visit=str(one.pk)))["outcome"] == "done"
    assert visit_in(cast.regulator, one)["plan"] == WORD
    read = clock.now() - timedelta(hours=3)
    act = phone.act("visit.open", visit=str(one.pk)) | {"made_at": read.isoformat()}
    assert phone.outcome(act)["outcome"] == "done"
    with set_up():
        assert next(row.opened_at for row in Opening.objects.order_by("opened_at")) == read
        assert Opening.objects.count() == 2
        assert not Event.objects.filter(chain=cast.hospital.pk, record=one.pk).exists()
    # What was taken along lives as long as the pack; then a name is left again.
    with clock.moved_by(timedelta(days=4)):
        assert visit_in(cast.regulator, one)["covered"]
    stranger = Phone(cast.regulator_2)
    told = stranger.outcome(stranger.act("visit.open", visit=str(one.pk)))
    assert told["outcome"] == "refused" and "没有这次检查" in told["reason"]


@pytest.mark.row("S4-3i")
def test_an_unannounced_visit_made_without_network_counts_from_the_moment_at_the_door(cast, play):
    one = play.planned("surprise", title=WORD)
    phone, began = Phone(cast.regulator), clock.now() - timedelta(hours=2)
    start = phone.act("visit.start", visit=str(one.pk), why="后门没有标签") | {"made_at": began.isoformat()}
    found = began + timedelta(minutes=20)
    report = phone.act(
        "visit.report", photos=[jpeg("red")], role="before", visit=str(one.pk), finish=True, word="",
        findings=[finding(cast, found_at=found.isoformat())], note="夜间只有一人值守",
    )  # fmt: skip
    report["body"]["findings"][0]["photos"] = [report["photos"][0]["uid"]]
    outcomes = phone.said(start, report)["outcomes"]
    assert [told["outcome"] for told in outcomes] == ["done", "waiting"]
    assert landed(phone, report, jpeg("red"))["outcome"] == "done"
    one = now()
    assert (one.status, one.unit_id, one.started_at, one.seq) == ("held", cast.hospital.pk, began, 1)
    with set_up():
        row = Finding.objects.get()
        assert row.found_at == found and row.unit_id == cast.city.pk
        assert Attachment.objects.get().owner_uid == row.pk
        first = Event.objects.filter(chain=cast.hospital.pk, record=one.pk).order_by("seq").first()
        assert first.verb == "inspection.started" and list(audit.faults()) == []
    assert "疏散门上锁" not in client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
    signed = phone.act("visit.report", visit=str(one.pk), finish=True, word="signed", name="甲", post="院长")
    assert phone.outcome(signed)["outcome"] == "refused"


def test_findings_talks_and_the_hand_of_the_other_side_come_in_as_one(cast, play):
    one = play.planned("special")
    phone = Phone(cast.regulator)
    with acting(cast.officer) as officer:
        kind = next(one.code for one in registry.subject_types().values() if one.kind == "point")
        point = registry.add(
            uid=uuid4(), by=officer, unit=cast.hospital, type=kind, name="大门", department=cast.ward, tags=[]
        )
        label = registry.issue(point, by=officer)
    question = pack_of(cast.regulator)["questions"][0][0]
    photos = [jpeg("red"), jpeg("green"), jpeg("white")]
    due, fixed = finding(cast), finding(
        cast, text="灭火器被挡", way="fixed", measure="搬开了", responsible=str(cast.officer.appointment.uid), due="",
    )  # fmt: skip
    start = phone.act("visit.start", visit=str(one.pk), code=label.shown)
    report = phone.act(
        "visit.report", photos=photos, visit=str(one.pk), findings=[due, fixed], finish=True, word="signed",
        name="钱守正", post="副院长", seen=[due["uid"], fixed["uid"]],
        talks=[{"uid": str(uuid4()), "answers": {question: True}}],
    )  # fmt: skip
    for photo, role in zip(report["photos"], ("before", "after", "signature"), strict=True):
        photo["role"] = role
    fixed["photos"] = [photo["uid"] for photo in report["photos"][:2]]
    assert [told["outcome"] for told in phone.said(start, report)["outcomes"]] == ["done", "waiting"]
    assert landed(phone, report, *photos)["outcome"] == "done"
    one = now()
    assert (one.status, one.scanned) == ("signed", True)
    with set_up():
        hand = Signature.objects.get(side="unit")
        assert (hand.name, hand.post, hand.word, hand.person) == ("钱守正", "副院长", "signed", cast.regulator.person)
        assert {row.text: bool(row.fixed) for row in Finding.objects.all()} == {"疏散门上锁": False, "灭火器被挡": True}
        assert Interview.objects.get().knew == 1
        assert Attachment.objects.get(role="signature").owner_uid == one.pk
        assert Message.objects.filter(kind="inspection.signed_here", title__contains="钱守正").exists()
    page = client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
    assert f"副院长 钱守正，在{cast.regulator.person.name}的手机上手写" in page
    with acting(cast.regulator_2) as by:
        api.close(Inspection.objects.select_related("plan", "target", "office", "unit").get(pk=one.pk), by=by)
    with set_up():
        assert Hazard.objects.count() == 2


def test_who_will_not_sign_is_written_down_and_without_a_hand_nothing_is_signed(cast, play):
    one = play.planned("special")
    phone = Phone(cast.regulator)
    phone.said(phone.act("visit.start", visit=str(one.pk), why="没有标签"))
    act = phone.act(
        "visit.report", visit=str(one.pk), finish=True, word="signed", name="钱守正", post="副院长", seen=[]
    )
    told = phone.outcome(act)
    assert told["outcome"] == "refused" and "手写的签名" in told["reason"]
    assert now().status == "started"  # nothing of what was refused stands
    again = phone.act("visit.report", visit=str(one.pk), finish=True, word="refused", text="说等领导回来，门卫在场")
    assert phone.outcome(again | {"instead_of": act["uid"]})["outcome"] == "done"
    assert now().status == "refused"


def objected(phone: Phone, one: Inspection, findings: list[dict[str, Any]], **reasons: str) -> dict[str, Any]:
    """The visit is over, and somebody of the unit objects on the inspector's phone, under their own hand."""
    act = phone.act(
        "visit.report", photos=[jpeg("white")], role="signature", visit=str(one.pk), findings=findings, finish=True,
        word="objected", name="钱守正", post="副院长", seen=[said["uid"] for said in findings],
        objections=[{"finding": said["uid"], "text": reasons.get(said["text"], "")} for said in findings],
    )  # fmt: skip
    phone.said(act)
    return landed(phone, act, jpeg("white"))


def test_the_inspected_side_objects_to_one_finding_on_the_spot_and_is_asked_again_when_it_is_answered(cast, play):
    one = play.planned("special", team=[cast.regulator.person, cast.regulator_2.person])
    phone = Phone(cast.regulator)
    phone.said(phone.act("visit.start", visit=str(one.pk), why="没有标签"))
    door, box = finding(cast), finding(cast, text="配电箱没锁")
    told = objected(phone, one, [door, box])
    assert told["outcome"] == "refused" and "对哪一条有异议" in told["reason"]
    assert objected(phone, one, [door, box], 疏散门上锁="那是应急门，有专人值守")["outcome"] == "done"
    assert now().status == "objected"
    with set_up():
        rows = {row.text: row.objection for row in Finding.objects.all()}
        assert rows == {"疏散门上锁": "那是应急门，有专人值守", "配电箱没锁": ""}
        hand = Signature.objects.get(side="unit")
        assert (hand.name, hand.post, hand.word) == ("钱守正", "副院长", "objected")
        assert Attachment.objects.get(role="signature").owner_uid == one.pk
        assert Message.objects.filter(kind="inspection.signed_here", title__contains="钱守正提出异议").exists()
        row = Finding.objects.select_related("inspection__office", "inspection__target").get(text="疏散门上锁")
    page = client_of(cast.officer).get(f"/inspections/{one.pk}/").content.decode()
    assert "那是应急门，有专人值守" in page and "钱守正" in page
    with acting(cast.regulator_2) as by:
        api.answer(row, "当时没有人值守，照片可见", by=by, drop=False)
        api.show_again(row.inspection, by=by)
    assert now().status == "shown"
    # Whoever comes with an objection when the visit is over is told so, and nothing of it is kept.
    late = Phone(cast.regulator_2)
    told = objected(late, one, [finding(cast, text="灭火器被挡")], 灭火器被挡="已经搬开")
    assert told["outcome"] == "refused" and "待被检查方确认" in told["reason"]
    assert now().status == "shown"


def test_what_the_server_does_not_accept_comes_back_with_its_reason(cast, play):
    one = play.cancelled()
    phone = Phone(cast.regulator)
    told = phone.outcome(phone.act("visit.start", visit=str(one.pk), why="没有标签"))
    assert told["outcome"] == "refused" and "已取消" in told["reason"]
    other = play.planned("special", title="另一次")
    wrong = phone.outcome(phone.act("visit.start", visit=str(other.pk), code="2345-6789-ABCD"))
    assert wrong["outcome"] == "refused" and f"不是{cast.hospital.name}的标签" in wrong["reason"]
    early = phone.outcome(phone.act("visit.report", visit=str(other.pk), findings=[finding(cast)]))
    assert early["outcome"] == "refused" and "检查开始以后" in early["reason"]
    assert phone.outcome(phone.act("visit.start", visit=str(other.pk), why="没有标签"))["outcome"] == "done"
    for changed, said in (
        ({"responsible": str(cast.dentist.appointment.uid)}, "不是白鹭县人民医院的人"),
        ({"money": "很多", "due": "x"}, "资金"),
        ({"text": " "}, "请写一句"),
        ({"uid": "x"}, "没有编号"),
        ({"way": "fixed"}, "还缺整改前、整改后照片"),
    ):
        told = phone.outcome(phone.act("visit.report", visit=str(other.pk), findings=[finding(cast, **changed)]))
        assert told["outcome"] == "refused" and said in told["reason"], told
    with set_up():
        assert not Finding.objects.exists()


def test_of_two_at_the_door_one_has_begun_and_a_hand_counts_only_for_what_lay_before_it(cast, play):
    one = play.planned("special", team=[cast.regulator.person, cast.regulator_2.person])
    first, second = Phone(cast.regulator), Phone(cast.regulator_2)
    for phone, note in ((first, None), (second, "组里的人已经开始了")):
        told = phone.outcome(phone.act("visit.start", visit=str(one.pk), why="没有标签"))
        assert told["outcome"] == "done" and (note is None or note in told["told"]["note"])
    assert second.outcome(second.act("visit.report", visit=str(one.pk), findings=[finding(cast)]))["outcome"] == "done"
    assert len(visit_in(cast.regulator, one)["found"]) == 1
    mine = finding(cast, text="配电箱没锁")
    act = first.act(
        "visit.report", photos=[jpeg()], role="signature", visit=str(one.pk), findings=[mine], finish=True,
        word="signed", name="钱守正", post="副院长", seen=[mine["uid"]],
    )  # fmt: skip
    first.said(act)
    told = landed(first, act, jpeg())
    assert told["outcome"] == "done" and "这次签字没有算" in told["told"]["note"]
    assert now().status == "shown"


def test_an_expert_from_elsewhere_makes_the_visit_too(cast, play):
    expert = cast.dentist
    one = play.planned("special", team=[cast.regulator.person, expert.person], experts=[expert.person])
    assert visit_in(expert, one)["name"] == cast.hospital.title
    phone = Phone(expert)
    start = phone.act("visit.start", visit=str(one.pk), why="没有标签")
    report = phone.act("visit.report", visit=str(one.pk), findings=[finding(cast)])
    assert [told["outcome"] for told in phone.said(start, report)["outcomes"]] == ["done", "done"]
    assert datetime.fromisoformat(visit_in(expert, one)["started_at"]) == now().started_at
