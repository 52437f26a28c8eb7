"""举一反三: the records answer first; only units of which nobody knows are asked, by one small task."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.duties.models import Door
from weian.ground.hazards import api as hazards
from weian.ground.hazards import jobs
from weian.ground.hazards.likening import asking
from weian.ground.hazards.likening.finding import find, units_of
from weian.ground.hazards.models import Alike, AlikeAnswer
from weian.kernel import clock


def test_matches_are_listed_and_only_the_unknown_are_asked(play, cast):
    with clock.moved_to(play.day):
        Places(cast)("gas_point", "食堂燃气间", fields={"gas": "管道天然气"})
    with acting(cast.center_officer) as by, clock.moved_to(play.day):
        hazards.report(uid=uuid4(), by=by, unit=cast.center, type="gas_alarm")
    play.day += timedelta(days=1)
    with clock.moved_to(play.day):
        desk = client_of(cast.county_regulator)
        sent = {
            "uid": str(uuid4()), "title": "某县医院食堂燃气爆燃", "lesson": "查燃气报警和切断", "tags": ["gas"],
            "types": ["gas_alarm"], "due": (play.day + timedelta(days=5)).isoformat(),
        }  # fmt: skip
        assert client_of(cast.keeper).get("/hazards/alikes/new/").status_code == 404
        refused = desk.post("/hazards/alikes/new/", {**sent, "tags": [], "types": []})
        assert refused.status_code == 422 and "至少选一个" in refused.content.decode()
        assert desk.post("/hazards/alikes/new/", sent).status_code == 302
        with set_up():
            asked = Alike.objects.get()
            assert [one.unit for one in asked.answers.select_related("unit")] == [cast.clinic]
        with acting(cast.county_regulator):
            found = find(asked, list(units_of(cast.county)))
            assert ({*found.places}, {*found.hazards}) == ({cast.hospital}, {cast.center})
        with acting(cast.dentist) as by:
            (door,) = duties.doors_of(by)
            assert door.title == "举一反三：某县医院食堂燃气爆燃"
        at, dentist = asked.get_absolute_url(), client_of(cast.dentist)
        assert "本单位的情况" in dentist.get(at).content.decode()
        assert dentist.post(f"{at}answer/", {"has": "yes", "text": " "}).status_code == 422
        assert dentist.post(f"{at}answer/", {"has": "no", "text": ""}).status_code == 302
        with acting(cast.dentist) as by:
            assert not duties.doors_of(by)
        page = desk.get(at).content.decode()
        assert "食堂燃气间" in page and "登记里没有" not in page and "不清楚、正在问" not in page
        assert "食堂燃气间" not in dentist.get(at).content.decode()  # a unit sees its own part
        with acting(cast.officer) as by, pytest.raises(Refused, match="没有问到本单位"):
            hazards.answer_alike(asked, has=False, text="", by=by)


def test_it_comes_filled_in_from_a_hazard_and_from_an_accident_card(play, cast):
    hazard = play.reported(type="gas_alarm", text="报警器不响")
    with clock.moved_to(play.day):
        page = client_of(cast.officer).get(f"/hazards/alikes/new/?hazard={hazard.pk}").content.decode()
        assert "报警器不响" in page and f'value="hazard:{hazard.pk}"' in page
        assert (
            "报警器不响"
            not in client_of(cast.outsider).get(f"/hazards/alikes/new/?hazard={hazard.pk}").content.decode()
        )
        spec = duties.AccidentSpec(
            uid=uuid4(), title="外省医院火灾", happened_on=clock.today(), place="外省", kind="火灾", cause="动火",
            lesson="查动火审批",
        )  # fmt: skip
        with acting(cast.county_regulator) as by:
            card = duties.tell_accident(spec, by=by)
        page = client_of(cast.county_regulator).get(f"/hazards/alikes/new/?accident={card.pk}").content.decode()
        assert "查动火审批" in page
    with set_up():
        assert not AlikeAnswer.objects.exists()


def test_a_province_asks_batch_by_batch_and_what_was_broken_off_goes_on(play, cast, monkeypatch):
    monkeypatch.setattr(asking, "BATCH", 2)
    with set_up():
        whole = units_of(cast.province).count()
    assert whole > 4
    with clock.moved_to(play.day):
        sent = {
            "uid": str(uuid4()), "title": "某地医院配电室漏水", "lesson": "查配电室防水",
            "place_types": ["power_room"], "due": (play.day + timedelta(days=5)).isoformat(),
        }  # fmt: skip
        desk = client_of(cast.province_regulator)
        answer = desk.post("/hazards/alikes/new/", sent, follow=True)
        page = answer.content.decode()
        assert "其余机构正在逐批查" in page and "正在逐批查" in page
        with set_up():
            made = Alike.objects.get()
            assert (made.looked, made.done_at, AlikeAnswer.objects.count()) == (2, None, 2)
            (job,) = ProcrastinateJob.objects.filter(task_name=asking.JOB, status="todo")
        assert jobs.take_up_alikes(0) == 0  # a batch was done a moment ago
    with clock.moved_to(play.day + timedelta(days=1)):
        assert jobs.take_up_alikes(0) == 1
        with set_up():
            assert ProcrastinateJob.objects.filter(task_name=asking.JOB, status="todo").count() == 1  # waits already
        # The first two were asked with the act; a batch that is not full is the last one.
        assert jobs.ask_alike(**job.args) == (whole - 2) // 2 + 1
        with set_up():
            made.refresh_from_db()
            assert (made.looked, AlikeAnswer.objects.count()) == (whole, whole) and made.done_at
            doors = Door.objects.filter(kind=asking.ASK).count()
            staffed = {one.unit_id for one in AlikeAnswer.objects.all() if people.posts_of(one.unit)}
            assert doors == len(staffed) > 0
        assert jobs.ask_alike(**job.args) == 1  # again is nothing more
        with set_up():
            assert AlikeAnswer.objects.count() == whole
        monkeypatch.setattr("weian.ground.hazards.views.alikes.PAGE", 3)
        desk = client_of(cast.province_regulator)
        at, pages, seen = made.get_absolute_url(), 0, 0
        while at:
            page = desk.get(at).content.decode()
            seen += page.count('class="wa-wait"')
            follows = re.search(r'rel="next" href="(\?after=\d+)"', page)
            at, pages = made.get_absolute_url() + follows[1] if follows else "", pages + 1
        assert (seen, pages) == (whole, -(-whole // 3))


def test_where_only_places_are_asked_for_their_open_hazards_are_found_by_key(play, cast):
    with clock.moved_to(play.day):
        power = Places(cast)("power_room", "地下配电室", post=cast.officer.post)
        with acting(cast.officer) as by:
            wet = hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="顶棚渗水", subject=power)
            hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text="走廊灯不亮")
        page = client_of(cast.county_regulator).get(f"/hazards/alikes/new/?hazard={wet.pk}").content.decode()
        assert re.search(r'value="power_room"[^>]* checked', page)
        with acting(cast.county_regulator) as by:
            asked = hazards.ask_alike(
                uid=uuid4(), title="配电室漏水", lesson="查", due=play.day, place_types=["power_room"], by=by
            )
            found = find(asked, list(units_of(cast.county)))
    assert {unit: [one.pk for one in rows] for unit, rows in found.hazards.items()} == {cast.hospital: [wet.pk]}
    assert found.places == {cast.hospital: ["地下配电室"]}


def test_a_field_decides_an_empty_one_is_unknown_and_none_is_only_what_was_declared_complete(play, cast):
    """A register that has other places says nothing; a unit that cannot have such a place is not asked."""
    places, due = Places(cast), play.day + timedelta(days=5)
    with clock.moved_to(play.day):
        places("gas_boiler", "东锅炉房", fields={"alarm": "否"})
        places("gas_boiler", "西锅炉房", fields={"alarm": "是"})
        places("gas_boiler", "卫生院锅炉房", by=cast.center_officer, unit=cast.center)
        page = client_of(cast.center_officer).get("/places/").content.decode()
        assert "登记齐了哪些" in page
        for who, types in ((cast.center_officer, ["gas_boiler"]), (cast.dentist, ["gas_boiler", "kitchen"])):
            assert client_of(who).post("/places/complete/", {"types": types}).status_code == 302
        assert client_of(cast.keeper).get("/places/complete/").status_code == 404
        refused = client_of(cast.dentist).post("/places/complete/", {"types": ["hyperbaric"]})
        assert refused.status_code == 422, "a dentist has none"
        desk = client_of(cast.county_regulator)
        sent = {
            "uid": str(uuid4()), "title": "锅炉房爆燃", "lesson": "查报警器", "due": due.isoformat(),
            "conditions": ["gas_boiler:alarm:no"],
        }  # fmt: skip
        assert desk.post("/hazards/alikes/new/", {**sent, "conditions": ["gas_boiler:alarm:oops"]}).status_code == 422
        page = desk.post("/hazards/alikes/new/", sent, follow=True).content.decode()
        assert "燃气锅炉房：可燃气体报警器 否" in page and "东锅炉房" in page and "西锅炉房" not in page
        with set_up():
            boilers = Alike.objects.get()
            assert [one.unit for one in boilers.answers.select_related("unit")] == [cast.center]  # left its field empty
        with acting(cast.county_regulator) as by:
            assert find(boilers, list(units_of(cast.county))).without == [cast.clinic]
            chambers = hazards.ask_alike(
                uid=uuid4(), title="氧舱起火", lesson="查", due=due, conditions=["hyperbaric:next_test:past"], by=by
            )
            found = find(chambers, list(units_of(cast.county)))
            assert {one.unit_id for one in chambers.answers.all()} == {cast.hospital.pk}  # whatever else it registered
        assert (found.without, set(found.beside)) == ([], {cast.center, cast.clinic})
        over = {"next_test": (play.day - timedelta(days=1)).isoformat()}
        places("hyperbaric", "一号舱", post=cast.officer.post, fields=over)
        places("hyperbaric", "二号舱", post=cast.officer.post, fields={"next_test": due.isoformat()})
        with acting(cast.county_regulator):
            assert find(chambers, list(units_of(cast.county))).places == {cast.hospital: ["一号舱"]}
