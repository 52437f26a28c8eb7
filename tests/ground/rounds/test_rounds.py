"""What is due where, by which source, and that a missed round never turns green."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.registry.situations import Places
from weian.foundation.people.api import Refused, Viewer
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.ground.rounds import api as rounds
from weian.ground.rounds.api import Round, State, Visit
from weian.ground.rounds.book import Book
from weian.ground.rounds.queries import standings
from weian.kernel import clock

MONDAY = date(2026, 11, 23)
REGISTERED = "2026-11-20 08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def look(
    subject: Subject, by: Viewer, moment: str, *, scanned: bool = True, received: str = "", doer: str = ""
) -> Visit:
    with clock.moved_to(received or moment), acting(by):
        return rounds.note_visit(uid=uuid4(), subject=subject, at=at(moment), by=by, scanned=scanned, doer=doer)


def of(subject: Subject, found: Iterable[Round]) -> list[Round]:
    return [one for one in found if one.subject == subject]


def states(subject: Subject, day: date, now: str) -> list[tuple[str, State]]:
    with clock.moved_to(now), set_up():
        return [(one.due.window.every, one.judged.state) for one in of(subject, rounds.rounds_of(subject.unit, day))]


@pytest.fixture
def kitchen(place: Places) -> Subject:
    with clock.moved_to(REGISTERED):
        return place.kitchen()


def test_the_strictest_source_is_asked_for_and_all_sources_are_named(kitchen: Subject, cast: Cast) -> None:
    with acting(cast.officer) as by:
        found = rounds.due_at(kitchen, MONDAY)
        assert [one.window.every for one in found] == ["day"]
        assert [one.source for one in found[0].kept.sources] == ["三年行动方案", "默认"]
        with clock.moved_to("2026-11-23 09:00"):
            rounds.ask_for(
                uid=uuid4(), by=by, unit=cast.hospital, mark="kitchen", every="shift", basis="院发〔2026〕9 号"
            )
            tomorrow = rounds.due_at(kitchen, MONDAY + timedelta(days=1))
    assert [one.window.every for one in tomorrow] == ["shift"] * 3
    assert tomorrow[0].kept.claim.source == "白鹭县人民医院规定"
    assert {"三年行动方案", "默认"} <= {one.source for one in tomorrow[0].kept.others}


def test_a_unit_may_ask_for_more_but_never_for_less(kitchen: Subject, cast: Cast) -> None:
    with clock.moved_to("2026-11-23 09:00"), acting(cast.officer) as by:
        rule = rounds.ask_for(uid=uuid4(), by=by, unit=cast.hospital, mark="kitchen", every="month")
        assert [one.window.every for one in rounds.due_at(kitchen, MONDAY + timedelta(days=1))] == ["day"]
        rounds.stop_asking(rule, by=by)
        with pytest.raises(Refused, match="过去"):
            rounds.ask_for(uid=uuid4(), by=by, unit=cast.hospital, mark="kitchen", every="day", since=date(2026, 11, 1))
    with acting(cast.officer) as by, pytest.raises(Refused):
        rounds.ask_for(uid=uuid4(), by=by, unit=cast.county, mark="kitchen", every="day")


def test_what_a_commission_asks_for_holds_below_it_and_nowhere_else(
    kitchen: Subject, place: Places, cast: Cast
) -> None:
    with clock.moved_to(REGISTERED):
        other = place("kitchen", "厨房", fields={"fuel": "电"}, by=cast.outsider_officer, unit=cast.neighbour_hospital)
    with clock.moved_to("2026-11-22 09:00"), acting(cast.county_regulator) as by:
        rounds.ask_for(uid=uuid4(), by=by, unit=cast.county, mark="kitchen", every="night", times=2)
    with clock.moved_to("2026-11-23 09:00"):
        with acting(cast.officer):
            assert {one.window.every for one in rounds.due_at(kitchen, MONDAY)} == {"day", "night"}
        with acting(cast.outsider_officer):
            assert {one.window.every for one in rounds.due_at(other, MONDAY)} == {"day"}


def test_heating_places_are_looked_at_daily_in_the_season_only(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-10-01 08:00"):
        heater = place("room", "取暖间", tags=["heating"])
    with set_up(), clock.moved_to("2027-04-10 08:00"):
        assert rounds.due_at(heater, date(2026, 10, 31)) == []
        assert len(rounds.due_at(heater, date(2026, 11, 1))) == 1
        assert len(rounds.due_at(heater, date(2027, 1, 5))) == 1
        assert rounds.due_at(heater, date(2027, 4, 1)) == []


@pytest.mark.row("S3-2.4c")
def test_a_day_without_a_scan_is_missed_for_good_and_late_typing_is_told_apart(kitchen: Subject, cast: Cast) -> None:
    assert states(kitchen, MONDAY, "2026-11-23 23:59") == [("day", State.DUE)]
    assert states(kitchen, MONDAY, "2026-11-24 00:00") == [("day", State.MISSED)]
    look(kitchen, cast.officer, "2026-11-23 20:00", scanned=False, received="2026-11-24 08:00")
    assert states(kitchen, MONDAY, "2026-11-24 09:00") == [("day", State.LATE)]
    with clock.moved_to("2026-11-24 09:00"), acting(cast.officer):
        assert [one.subject for one in rounds.missed_of(cast.hospital, MONDAY)] == [kitchen]
    assert states(kitchen, MONDAY, "2027-11-24 09:00") == [("day", State.LATE)]


def test_only_a_scan_on_the_spot_makes_a_patrol_and_one_without_network_counts_for_a_day(
    kitchen: Subject, cast: Cast
) -> None:
    look(kitchen, cast.officer, "2026-11-23 10:00", scanned=False)
    assert states(kitchen, MONDAY, "2026-11-23 11:00") == [("day", State.DUE)]
    look(kitchen, cast.officer, "2026-11-23 23:40", received="2026-11-24 06:00")
    assert states(kitchen, MONDAY, "2026-11-24 07:00") == [("day", State.DONE)]
    tuesday = MONDAY + timedelta(days=1)
    look(kitchen, cast.officer, "2026-11-24 10:00", received="2026-11-26 06:00")
    assert states(kitchen, tuesday, "2026-11-26 07:00") == [("day", State.LATE)]


def test_a_clock_that_runs_ahead_counts_as_now(kitchen: Subject, cast: Cast) -> None:
    visit = look(kitchen, cast.officer, "2026-11-29 10:00", received="2026-11-23 10:00")
    assert visit.seen_at == at("2026-11-23 10:00")


def test_the_same_visit_sent_twice_is_one_and_another_under_its_number_is_refused(
    kitchen: Subject, place: Places, cast: Cast
) -> None:
    uid = uuid4()
    room = place("room", "302 室")
    with acting(cast.officer) as by:
        for _ in range(2):
            rounds.note_visit(uid=uid, subject=kitchen, at=clock.now(), by=by, scanned=True)
        assert Visit.objects.count() == 1
        with pytest.raises(Refused, match="别的到场"):
            rounds.note_visit(uid=uid, subject=room, at=clock.now(), by=by, scanned=True)
    with acting(cast.outsider) as other, pytest.raises(Refused, match="范围"):
        rounds.note_visit(uid=uuid4(), subject=kitchen, at=clock.now(), by=other)


def test_a_place_registered_today_owes_nothing_for_what_began_before(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-11-23 16:30"):
        kitchen = place.kitchen()
    with clock.moved_to("2026-11-23 17:00"), acting(cast.officer):
        assert [one.judged.state for one in rounds.rounds_of(cast.hospital, MONDAY)] == [State.DUE]
    with clock.moved_to("2026-11-24 00:00"), acting(cast.officer):
        assert rounds.missed_of(cast.hospital, MONDAY) == []
    assert states(kitchen, MONDAY + timedelta(days=1), "2026-11-25 00:00") == [("day", State.MISSED)]


def test_taking_a_place_off_its_list_or_out_of_use_does_not_undo_what_was_missed(kitchen: Subject, cast: Cast) -> None:
    with clock.moved_to("2026-11-23 23:50"), acting(cast.officer) as by:
        registry.change(kitchen, by=by, tags=[])
        registry.retire(kitchen, by=by, why="停业")
    with clock.moved_to("2026-11-24 08:00"), acting(cast.officer):
        assert [one.subject for one in rounds.missed_of(cast.hospital, MONDAY)] == [kitchen]
        assert rounds.rounds_of(cast.hospital, MONDAY + timedelta(days=1)) == []


@pytest.mark.row("S0-2.3f")
def test_a_gas_place_without_a_check_in_its_month_is_overdue_for_unit_and_supplier(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-10-20 08:00"):
        gas = place("gas_point", "营养食堂灶间", tags=["gas"], fields={"gas": "管道天然气"})
    with clock.moved_to("2026-11-30 23:00"), acting(cast.officer):
        assert rounds.missed_of(cast.hospital, date(2026, 11, 30)) == []
    look(gas, cast.officer, "2026-11-30 23:30", scanned=False, doer="maintainer")
    with clock.moved_to("2026-12-01 00:00"), acting(cast.officer):
        missed = rounds.missed_of(cast.hospital, date(2026, 11, 30))
        assert [(one.due.kept.claim.doer, one.judged.state) for one in missed] == [("own", State.MISSED)]
        assert missed[0].due.kept.claim.clause == "燃气定期巡查检查"


@pytest.mark.row("S0-2.1d")
def test_a_site_is_overdue_eight_days_after_the_last_territorial_check(place: Places, cast: Cast) -> None:
    with clock.moved_to("2026-11-01 08:00"):
        site = place("cabin_hospital", "体育馆方舱")
    look(site, cast.county_regulator, "2026-11-10 10:00", scanned=False)
    look(site, cast.officer, "2026-11-16 10:00", scanned=False)

    def overdue(now: str) -> dict[str, int]:
        with clock.moved_to(now), acting(cast.county_regulator):
            found = standings(Book([cast.hospital]), [site])
            return {one.doer: one.overdue_days for one in found}

    assert overdue("2026-11-17 23:00") == {"own": 0, "upper": 0}
    assert overdue("2026-11-18 08:00") == {"own": 0, "upper": 1}


@pytest.mark.row("S3-2.2k")
def test_a_route_with_one_point_missed_is_incomplete_and_points_reached_too_fast_are_flagged(
    place: Places, cast: Cast
) -> None:
    with clock.moved_to(REGISTERED):
        guards = place("contractor", "平安保安公司", fields={"service": "保安"})
        route = place.route(12, contractor=guards)
        points = [Subject(pk=uid) for uid in route.stops]
    with set_up():
        points = list(Subject.objects.filter(pk__in=route.stops).order_by("name"))
    for number, point in enumerate(points[:11]):
        look(point, cast.officer, f"2026-11-23 01:{number:02d}:00")
    night = of(route, _rounds(cast, MONDAY, "2026-11-23 08:00"))[0]
    assert (night.judged.word, night.judged.made, night.judged.wanted) == ("不完整", 11, 12)
    assert night.is_missed
    assert night.judged.fast == ()
    for number, point in enumerate(points):
        look(point, cast.officer, f"2026-11-23 09:00:{5 * number % 60:02d}")
    day = of(route, _rounds(cast, MONDAY, "2026-11-23 10:00"))[1]
    assert day.judged.state == State.DONE
    assert set(day.judged.fast) == {one.pk for one in points[1:]}


def _rounds(cast: Cast, day: date, now: str) -> list[Round]:
    with clock.moved_to(now), acting(cast.officer):
        return rounds.rounds_of(cast.hospital, day)


def test_a_keeper_sees_what_is_open_at_the_own_points_and_nothing_of_others(place: Places, cast: Cast) -> None:
    with clock.moved_to(REGISTERED):
        store = place.chemical()
        place.kitchen()
    with clock.moved_to("2026-11-23 09:00"), acting(cast.pharmacist) as me:
        assert [one.subject for one in rounds.rounds_for(me)] == [store]
    look(store, cast.pharmacist, "2026-11-23 10:00")
    with clock.moved_to("2026-11-23 11:00"), acting(cast.pharmacist) as me:
        assert [one.judged.state for one in rounds.rounds_for(me)] == [State.DONE]


def test_a_hundred_points_cost_as_many_questions_as_two(
    place: Places, cast: Cast, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with clock.moved_to(REGISTERED):
        for number in range(60):
            place("fire_pump", f"泵房 {number}")
    with clock.moved_to("2026-11-24 09:00"), acting(cast.officer):
        rounds.rounds_of(cast.hospital, MONDAY)
        with django_assert_max_num_queries(8):
            assert len(rounds.missed_of(cast.hospital, MONDAY)) == 60
