"""重要时间节点: the days of a year, and before each of them a check of every unit and every leader."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import picture
from tests.programs.campaigns.situations import PROVINCE, Situations
from weian.foundation.ladder import api as ladder
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import api, jobs
from weian.programs.campaigns.models import NodeCheck

SPRING = {"first_spring_festival": "2027-02-06", "last_spring_festival": "2027-02-12"}


def entered(by: Viewer, day: str = "2026-12-01T09:00", **days: str):  # type: ignore[no-untyped-def]
    with clock.moved_to(day):
        return client_of(by).post("/notices/nodes/days/", {"request_id": str(uuid4()), "year": "2027", **days})


def asked(viewer: Viewer, day: str) -> list[str]:
    """Titles of the checks before nodes that lie on somebody's desk that day."""
    with clock.moved_to(f"{day}T06:00"):
        jobs.open_node_checks(0)
    with clock.moved_to(f"{day}T09:00"), acting(viewer):
        doors = [door.title for door in duties.doors_of(viewer)]
        return [
            title for title in (*doors, *(one.obligation.title for one in duties.owed_by(viewer))) if "节前" in title
        ]


@pytest.mark.row("S0-3.1d")
def test_seven_days_before_the_spring_festival_each_leader_and_each_unit_has_a_check(cast: Cast) -> None:
    assert entered(cast.regulator, **SPRING).status_code == 302
    leaders = (cast.director, cast.city_director, cast.commission_leader)
    units = (
        cast.officer_2,
        cast.center_officer,
        cast.dentist,
        cast.city_officer,
        cast.county_regulator,
        cast.regulator_2,
    )
    for who in (*leaders, *units):
        assert asked(who, "2027-01-29") == [], who.person.name
    for who in leaders:
        assert asked(who, "2027-01-30") == ["2027年春节节前带队检查"], who.person.name
    for who in units:
        assert asked(who, "2027-01-30") == ["2027年春节节前安全检查"], who.person.name
    assert asked(cast.other_regulator, "2027-01-30") == [], "another city has days of its own"
    with clock.moved_to("2027-01-31T09:00"):
        client = client_of(cast.director)
        with acting(cast.director):
            (check,) = NodeCheck.objects.filter(post=cast.director.post)
        assert f"/notices/nodes/checks/{check.pk}/" in client.get("/").content.decode()
        told = {
            "happened_on": "2027-01-31",
            "places": "氧气站、食堂",
            "found": "1",
            "fixed": "1",
            "text": "走廊杂物已清",
        }
        refused = client.post(f"/notices/nodes/checks/{check.pk}/", told)
        assert refused.status_code == 422 and "现场照片" in refused.content.decode()
        key = {"request_id": str(uuid4())}
        for _ in range(2):  # sent twice it is one record
            sent = client.post(f"/notices/nodes/checks/{check.pk}/", told | key | {"photos": picture()})
            assert sent.status_code == 302
        with acting(cast.director):
            check.refresh_from_db()
            record = duties.Record.objects.get(pk=check.record)
            assert record.by == cast.director.person and record.facts["places"] == "氧气站、食堂"
            assert duties.doors_of(cast.director) == []
        shown = client_of(cast.regulator).get("/notices/nodes/?year=2027").content.decode()
        assert "1/3" in shown and "0/8" in shown
    with clock.moved_to("2027-02-16T08:00"):  # ten days on, working days or not: those who did not look are late
        ladder.climb()
        with set_up():
            late = set(ladder.Rung.objects.standing().filter(kind="node_check").values_list("unit__name", flat=True))
        assert late == {cast.city_hospital.name, cast.city.name}


@pytest.mark.row("S0-3.1d")
def test_days_that_nobody_knows_are_open_and_the_nearest_commission_says_them(cast: Cast) -> None:
    entered(cast.province_regulator, **SPRING)
    with clock.moved_to("2026-12-02"):
        client = client_of(cast.officer)
        shown = client.get("/notices/nodes/?year=2027").content.decode()
        assert client.get("/notices/nodes/days/?year=2027").status_code == 404, "a hospital enters nothing"
    assert "待定" in shown and "2027-02-06" in shown and "云岭省" in shown
    # The city's own days hold for it and all below, and only they.
    entered(cast.regulator, first_spring_festival="2027-02-05", last_spring_festival="2027-02-14")
    assert asked(cast.officer_2, "2027-01-29") == ["2027年春节节前安全检查"]
    assert asked(cast.director, "2027-01-30") == ["2027年春节节前带队检查"]
    assert asked(cast.other_regulator, "2027-01-29") == []
    refused = entered(cast.regulator, "2027-02-01T09:00", first_spring_festival="2027-02-08")
    assert refused.status_code == 422 and "已经开始" in refused.content.decode()
    refused = entered(cast.regulator, last_lantern="2027-02-20")
    assert refused.status_code == 422 and "开始日期" in refused.content.decode()


def test_entering_the_end_of_the_sessions_ends_the_stage_that_waits_for_it(cast: Cast, play: Situations) -> None:
    campaign = play.confirmed(PROVINCE, by=cast.province_regulator)
    with play.acting(cast.province_regulator) as by:
        api.set_addressees(campaign, groups=["level.city"], named=[], by=by)
        api.publish(campaign, by=by)
        assert campaign.stages.last().to_event == "全国“两会”结束"
    entered(cast.province_regulator, first_national_sessions="2027-03-04", last_national_sessions="2027-03-12")
    assert str(campaign.stages.last().to_date) == "2027-03-12"


def test_the_days_by_which_terms_are_counted_are_shown_and_unpublished_years_say_so(cast):
    client = client_of(cast.officer)
    known = client.get("/notices/nodes/workdays/?year=2026").content.decode()
    assert (
        "2026-10-01 至 2026-10-07" in known and "2026-09-20、2026-10-10" in known and "国办发明电〔2025〕7号" in known
    )
    guessed = client.get("/notices/nodes/workdays/?year=2031").content.decode()
    assert "待国务院通知" in guessed and "2031-10-01 至 2031-10-03" in guessed and "文号待核" not in guessed


@pytest.mark.row("S0-3.1d")
def test_new_year_needs_nobody_to_enter_it_and_a_commission_may_still_say_otherwise(cast: Cast) -> None:
    with clock.moved_to("2026-10-20T09:00"):
        page = client_of(cast.officer).get("/notices/nodes/?year=2027").content.decode()
    assert "2027-01-01 至 2027-01-03" in page and "每年固定" in page and "2026-12-25" in page
    assert asked(cast.officer_2, "2026-12-24") == []
    assert asked(cast.officer_2, "2026-12-25") == ["2027年元旦节前安全检查"]
    assert asked(cast.director, "2026-12-25") == ["2027年元旦节前带队检查"]
    assert asked(cast.other_regulator, "2026-12-26") == ["2027年元旦节前安全检查"], "of the whole province"
    assert asked(cast.officer_2, "2026-12-27") == ["2027年元旦节前安全检查"], "each morning finds it there"


def test_what_a_commission_left_open_is_not_filled_in_for_it(cast: Cast) -> None:
    assert entered(cast.province_regulator, "2026-11-10T09:00", **SPRING).status_code == 302
    assert asked(cast.officer_2, "2026-12-28") == []
