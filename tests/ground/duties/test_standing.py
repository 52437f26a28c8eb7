"""What stands for all units of a type: asked once, owed by whom it applies to, counted, and open until it is done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.test_entry import photo
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock

FEBRUARY = "2026-02-10T09:00"


def asked(viewer: Viewer, *packs: str) -> None:
    """The viewer's commission asks these packs of the units below it."""
    for pack in packs:
        assert client_of(viewer).post(reverse("standing-adoption", args=[pack])).status_code == 302


def standing(unit: Unit) -> set[str]:
    """The packs of which the unit owes something."""
    with set_up():
        return {one.obligation.pack_item.split(".")[0] for one in duties.owed([unit])} - {""}


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.row("S3-1c")
def test_a_nursery_gets_its_own_pack_when_its_type_is_set_and_no_medical_gas(cast: Cast) -> None:
    asked(cast.regulator, "nursery", "medical_gas", "regular_meeting", "small")
    client = client_of(cast.county_regulator)
    added = client.post(reverse("unit-add"), {"at": str(cast.county.pk), "name": "小星星托育园", "type": "clinic"})
    assert added.status_code == 302
    unit = Unit.objects.get(name="小星星托育园")
    assert standing(unit) == {"small", "regular_meeting"}
    set_ = client.post(reverse("unit-type", args=[unit.pk]), {"type": "nursery", "grade": ""})
    assert set_.status_code == 302
    unit.refresh_from_db()
    assert unit.light and standing(unit) == {"nursery", "regular_meeting"}
    page = words(client.get(reverse("standing-unit", args=[unit.pk])))
    assert "托育机构 轻量模式" in page and "婴幼儿接送和门卫制度" in page and "供氧站" not in page
    assert standing(cast.hospital) == {"medical_gas", "regular_meeting"} and standing(cast.city_hospital) >= {
        "medical_gas"
    }
    assert standing(cast.clinic) == {"small", "regular_meeting"} and standing(cast.other_city) == set()
    assert client_of(cast.outsider).post(reverse("unit-type", args=[unit.pk]), {"type": "clinic"}).status_code == 404
    bad = client.post(reverse("unit-type", args=[unit.pk]), {"type": "castle"})
    assert bad.status_code == 422


@pytest.mark.row("S3-1c")
def test_grade_and_size_choose_among_the_items(cast: Cast) -> None:
    asked(cast.regulator, "medical_gas", "regular_meeting")
    with set_up():
        items = {one.obligation.pack_item for one in duties.owed([cast.hospital, cast.clinic])}
    assert items == {"medical_gas.station", "regular_meeting.meeting", "regular_meeting.meeting_light"}
    with acting(cast.county_regulator) as by:
        org.classify(cast.hospital, type="general_hospital", grade="二级甲等", by=by)
    with set_up():
        light = [one.obligation.pack_item for one in duties.owed([cast.clinic])]
        graded = {one.obligation.pack_item for one in duties.owed([cast.hospital])}
    assert light == ["regular_meeting.meeting_light"]
    assert graded == {"medical_gas.station", "medical_gas.alarm", "regular_meeting.meeting"}


def test_two_commissions_that_ask_the_same_make_one_task_and_nothing_is_written_for_units(cast: Cast) -> None:
    asked(cast.regulator, "communication", "communication")
    asked(cast.county_regulator, "communication")
    with set_up():
        found = duties.owed([cast.hospital, cast.city_hospital])
        assert not duties.Task.objects.exists()
    assert {(one.unit.pk, one.obligation.issuer.pk) for one in found} == {
        (cast.city_hospital.pk, cast.city.pk), (cast.hospital.pk, cast.county.pk),
    }  # fmt: skip
    page = words(client_of(cast.county_regulator).get(reverse("standing")))
    assert f"已由{cast.city.title}、{cast.county.title}提出" in page
    refused = client_of(cast.officer).post(reverse("standing-adoption", args=["communication"]))
    assert refused.status_code == 404
    task = client_of(cast.officer).get(duties.url_of(next(one for one in found if one.unit == cast.hospital)))
    assert "辽宁省卫生健康系统安全生产集中整治实施方案" in task.content.decode()
    document = next(one.obligation.document for one in found if one.unit == cast.hospital)
    assert document.issuer_name == cast.county.name, "who asks it issued it; where it is from is its basis"


def finished(cast: Cast, item: str, **record: Any) -> None:
    """The officer hands in what an item asks, another officer accepts."""
    with acting(cast.officer) as officer:
        (one,) = [one for one in duties.owed([cast.hospital]) if one.obligation.pack_item == item]
        task = duties.start(one, by=officer)
        spec = duties.RecordSpec(
            kind=one.obligation.kind, title=one.obligation.title, happened_on=clock.today(), **record
        )
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
    with acting(cast.officer_2) as other:
        duties.accept(task, by=other)


@pytest.mark.row("S1-6a")
@pytest.mark.row("S1-15a")
@pytest.mark.parametrize(
    ("pack", "item", "others"),
    [
        ("risk_rules", "risk_grading", ["事故隐患排查治理制度", "生产安全事故应急预案"]),
        ("process_rules", "use", ["设备物资采购验收安全制度", "维修保养和停用安全制度", "报废和危险物品处置制度"]),
    ],
)
def test_a_missing_rule_is_listed_and_an_open_task_until_it_is_approved_and_each_year_again(
    cast: Cast, pack: str, item: str, others: list[str]
) -> None:
    with clock.moved_to(FEBRUARY):
        asked(cast.county_regulator, pack)
        with acting(cast.officer):
            found = {one.obligation.pack_item: one for one in duties.owed([cast.hospital])}
        assert all(one.is_open and not one.is_ahead and one.due == date(2026, 12, 31) for one in found.values())
        mine = client_of(cast.officer).get(reverse("tasks"), {"view": "unit"}).content.decode()
        title = found[f"{pack}.{item}"].obligation.title
        assert all(name in mine for name in (title, *others))
        upload = duties.File(photo("制度.jpg"))
        facts = {"version": "2026年第1版", "approver": "罗建平", "approved_on": "2026-02-09"}
        finished(cast, f"{pack}.{item}", facts=facts, files=[upload])
        page = words(client_of(cast.officer).get(reverse("standing")))
        row = page[page.index(title) :][:200]
        assert "2026年第1版" in row and "罗建平 2026-02-09" in row and f"缺 {len(found) - 1} 项" in page
        assert [page.index(f"{name} 缺") < page.index(title) for name in others] == [True] * len(others)
        county = words(client_of(cast.county_regulator).get(reverse("standing-pack", args=[pack])))
        assert f"1/{len(found)}" in county and others[0] in county
    with clock.moved_to("2027-01-08T09:00"):
        page = words(client_of(cast.officer).get(reverse("standing")))
        assert f"{title} 待复核" in page
        with acting(cast.officer):
            (again,) = [
                one
                for one in duties.owed([cast.hospital])
                if one.obligation.pack_item == f"{pack}.{item}" and one.is_open
            ]
        assert again.due == date(2027, 12, 31)


def activity(day: str, **changed: Any) -> dict[str, Any]:
    return {
        "request_id": str(uuid4()), "title": "门诊健康讲座", "happened_on": day, "type": "健康教育",
        "place": "门诊大厅", "people": "40", "photos": [photo()], "photos_origin": ["taken"],
    } | changed  # fmt: skip


@pytest.mark.row("S2-2.4e")
def test_a_quarter_without_an_activity_with_a_photo_shows_nought_and_stays_open(cast: Cast) -> None:
    with clock.moved_to(FEBRUARY):
        asked(cast.county_regulator, "communication")
        bare = activity("2026-02-10", photos=[])
        assert client_of(cast.officer).post(reverse("activity-new"), bare).status_code == 302
    with clock.moved_to("2026-04-02T09:00"):
        for number in "甲乙":
            sent = activity("2026-04-02", title=f"讲座{number}")
            for _ in range(2):
                again = sent | {"photos": [photo()]}
                assert client_of(cast.officer).post(reverse("activity-new"), again).status_code == 302
        page = client_of(cast.county_regulator).get(reverse("activities"))
        cells = {
            row["unit"]: [(cell["count"], bool(cell["url"])) for cell in row["cells"]] for row in page.context["rows"]
        }
        assert cells[cast.hospital] == [(0, True), (2, False)]
        assert cells[cast.center] == [(0, True), (0, True)] and cast.clinic not in cells
        assert "讲座乙" in page.content.decode() and "门诊大厅" in page.content.decode()
        with acting(cast.officer):
            first = [one for one in duties.owed([cast.hospital]) if one.is_open]
        assert [(one.period_start, one.overdue) for one in first] == [(date(2026, 1, 1), True)]
        assert client_of(cast.officer).get(page.context["rows"][0]["cells"][0]["url"]).status_code == 200
        empty = client_of(cast.officer).post(reverse("activity-new"), activity("2026-04-02", place=""))
        assert empty.status_code == 422 and 'value="门诊健康讲座"' in empty.content.decode()


@pytest.mark.row("S1-3c")
def test_the_cadence_of_meetings_is_content_and_each_month_has_its_own(cast: Cast) -> None:
    with clock.moved_to(FEBRUARY):
        asked(cast.county_regulator, "regular_meeting")
        with set_up():
            found = duties.owed([cast.hospital, cast.county])
        assert {one.unit.pk: one.due for one in found} == {
            cast.hospital.pk: date(2026, 2, 28), cast.county.pk: date(2026, 2, 28),
        }  # fmt: skip
        page = words(client_of(cast.county_regulator).get(reverse("standing")))
        assert "召开安全生产工作例会" in page and "每月" in page and "默认" in page
