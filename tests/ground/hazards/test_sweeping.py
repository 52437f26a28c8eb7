"""A round of checks: new, come back and carried over are three counts; what must come to zero says so."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Sweep
from weian.ground.hazards.sweeping.figures import figures, node_of, of_kind
from weian.kernel import clock


def swept(viewer, starts, ends, **more):
    with clock.moved_to(starts), acting(viewer) as by:
        title = more.pop("title", "冬季大排查")
        return hazards.set_sweep(uid=uuid4(), title=title, starts=starts, ends=ends, by=by, **more)


def counts(sweep, viewer, on):
    with clock.moved_to(on), acting(viewer):
        return figures(sweep, node_of(sweep, viewer)).counts


@pytest.mark.row("S4-6e")
def test_in_the_second_round_new_recurring_and_carried_are_counted_apart(play, cast):
    first_day = play.day
    before = play.closed(type="wiring")  # closed in the first round
    play.assigned(type="aged_wiring")  # open when the second begins
    second_day = play.day
    again = play.reported(type="wiring")
    with play.step(cast.officer) as by:
        hazards.answer_pair(again, same=True, by=by)
    new = [play.reported(type="gas_alarm"), play.reported(type="ebike")]
    first = swept(cast.county_regulator, first_day, second_day - timedelta(days=1))
    second = swept(cast.county_regulator, second_day, play.day, title="第二轮", follows=first)
    for role in (cast.county_regulator, cast.officer, cast.regulator):
        assert counts(second, role, play.day) == {"new": 2, "recurring": 1, "carried": 1}
    assert counts(first, cast.county_regulator, play.day) == {"new": 2, "recurring": 0, "carried": 0}
    assert counts(second, cast.center_officer, play.day) == {"new": 0, "recurring": 0, "carried": 0}
    with clock.moved_to(play.day):
        page = client_of(cast.officer).get(f"{second.get_absolute_url()}?kind=new").content.decode()
        assert all(str(one.pk) in page for one in new) and str(before.pk) not in page
        page = client_of(cast.officer).get(f"{second.get_absolute_url()}?kind=recurring").content.decode()
        assert str(again.pk) in page and "第二轮" in client_of(cast.officer).get("/hazards/sweeps/").content.decode()
        assert client_of(cast.other_regulator).get(second.get_absolute_url()).status_code == 404


@pytest.mark.row("S1-0.4")
def test_what_the_one_year_action_left_open_is_carried_into_the_three_year_one_with_its_first_day(play, cast):
    found_on = date(2020, 6, 1)
    with clock.moved_to(found_on), acting(cast.officer) as by:
        left = [hazards.report(uid=uuid4(), by=by, unit=cast.hospital, text=f"第 {n} 处隐患") for n in range(7)]
    small = swept(cast.county_regulator, date(2020, 4, 1), date(2020, 12, 31), title="一年小灶")
    start = date(2021, 1, 1)
    big = swept(cast.county_regulator, start, date(2023, 12, 31), title="三年大灶", follows=small)
    assert counts(big, cast.county_regulator, start) == {"new": 0, "recurring": 0, "carried": 7}
    with clock.moved_to(start):
        page = client_of(cast.county_regulator).get(f"{big.get_absolute_url()}?kind=carried").content.decode()
        assert all(str(one.pk) in page for one in left)
        assert page.count("2020-06-01") >= 7 and "一年小灶" in page
    with clock.moved_to(start), acting(cast.county_regulator):
        assert of_kind(big, cast.county, "carried").count() == 7


@pytest.mark.row("S1-4e")
def test_two_chemical_hazards_open_at_the_end_fail_the_item_and_ages_and_rate_are_shown(play, cast):
    starts = play.day
    play.closed(type="chemical_store")
    for place in ("甲柜", "乙柜"):
        play.assigned(type="alcohol_store", place=place)
    play.reported(type="wiring")  # of another domain
    ends = play.day
    sweep = swept(cast.county_regulator, starts, ends, title="危化清零", domains=["hazmat"], to_zero=True)
    with clock.moved_to(ends):
        running = client_of(cast.county_regulator).get(sweep.get_absolute_url()).content.decode()
        assert "没有清零" not in running and "33.3 %" in running.replace("\u00a0", " ")
    with clock.moved_to(ends + timedelta(days=40)):
        page = client_of(cast.county_regulator).get(sweep.get_absolute_url()).content.decode().replace("\u00a0", " ")
        assert "没有清零" in page and "到期时还有 2 条没有销号" in page
        with acting(cast.county_regulator):
            found = figures(sweep, cast.county)
        assert (found.left_at_end, found.closed, dict(found.ages)["31–90 天"]) == (2, 1, 2)


def test_a_round_needs_a_right_a_name_and_days_in_order(play, cast):
    with clock.moved_to(play.day), acting(cast.keeper) as by, pytest.raises(Refused, match="没有“安排检查”的职责"):
        hazards.set_sweep(uid=uuid4(), title="轮次", starts=play.day, ends=play.day, by=by)
    with clock.moved_to(play.day):
        client = client_of(cast.officer)
        sent = {"uid": str(uuid4()), "title": "院内排查", "starts": "2026-12-31", "ends": "2026-12-01"}
        refused = client.post("/hazards/sweeps/new/", sent)
        assert refused.status_code == 422 and "结束日不能早于开始日" in refused.content.decode()
        assert client.post("/hazards/sweeps/new/", {**sent, "ends": "2027-01-31"}).status_code == 302
    with set_up():
        assert Sweep.objects.get().unit == cast.hospital
