"""A unit is carried to another place with all that counts there; room never runs out; nothing else moves a record."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import Situations
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.actions import placing
from weian.foundation.org.models import Place, Positioned, Unit
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.kernel.actor import System
from weian.oversight.reports.cube import count_on, fold

BY = System("试验")


def again(viewer: Viewer) -> Viewer:
    """The same person in the same post, as the next request reads them."""
    fresh = viewer_for(viewer.person, viewer.appointment.uid)
    assert fresh is not None
    return fresh


def carry(unit: Unit, above: Unit) -> org.Carried:
    with set_up(), transaction.atomic():
        return org.carry(Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=above.pk), by=BY)


def sound() -> None:
    """Children lie inside, sisters apart, and nothing stands where something stood."""
    with set_up():
        units = list(Unit.objects.order_by("pos"))
        by_id = {unit.pk: unit for unit in units}
        sisters: dict[object, list[Unit]] = {}
        for unit in units:
            above = by_id.get(unit.parent_id)
            assert above is None or above.pos < unit.pos < unit.end <= above.end, unit
            sisters.setdefault(unit.parent_id, []).append(unit)
        for row in sisters.values():
            assert all(left.end <= right.pos for left, right in pairwise(row))
        assert not {unit.pos for unit in units} & set(Place.objects.values_list("pos", flat=True))


def test_records_people_and_counts_go_with_a_hospital_to_another_county(cast: Cast) -> None:
    hazard = Situations(cast).assigned()
    with set_up():
        fold("hazard")
    carried = carry(cast.hospital, cast.neighbour)
    assert carried.rows["org_unit"] == 4 and carried.rows["hazards_hazard"] == 1 and carried.rows["duties_door"] == 1
    sound()
    for viewer, seen in ((cast.county_regulator, 0), (cast.outsider, 1), (cast.regulator, 1), (cast.officer, 1)):
        now = again(viewer)
        with acting(now):
            assert Hazard.objects.visible_to(now).count() == Hazard.objects.count() == seen, viewer.person
    for regulator, n in ((cast.county_regulator, 0), (cast.outsider, 1), (cast.regulator, 1)):
        now = again(regulator)
        with acting(now):
            assert count_on("hazard", now.unit, clock.today() + timedelta(days=400)) == n
    with set_up():
        fold("hazard")
        assert [
            count_on("hazard", Unit.objects.get(pk=one.pk), clock.today())
            for one in (cast.county, cast.neighbour, cast.city)
        ] == [0, 1, 1]
        hazard = Hazard.objects.get(pk=hazard.pk)
    with Situations(cast).step(again(cast.pharmacist)) as pharmacist:
        hazards.rectify(hazard, by=pharmacist, note="继续整改")


def test_days_before_a_move_are_told_as_they_were_also_where_they_were_folded_later(cast: Cast) -> None:
    Situations(cast).assigned()
    before, after = clock.today() - timedelta(days=1), clock.today()
    with clock.moved_to(before), acting(cast.center_officer) as officer:
        hazards.report(uid=uuid4(), by=officer, unit=cast.center, text="灭火器过期", place="大厅")
    carry(cast.county, cast.other_city)
    for _ in range(2):  # before folding and after it
        with set_up():
            cities = [Unit.objects.get(pk=one.pk) for one in (cast.city, cast.other_city)]
            county = Unit.objects.get(pk=cast.county.pk)
            assert [count_on("hazard", one, before) for one in (*cities, county)] == [2, 0, 2]
            assert [count_on("hazard", one, after) for one in (*cities, county)] == [0, 2, 2]
            fold("hazard")
    with acting(again(cast.county_regulator)) as own:
        assert count_on("hazard", own.unit, before) == 2
    sound()


def test_a_unit_is_added_though_its_parent_is_full(cast: Cast) -> None:
    hazard = Situations(cast).reported()
    with acting(cast.officer):
        inner = [
            org.add_unit(by=cast.officer, parent=Unit.objects.get(pk=cast.ward.pk), kind="department", name=f"第{n}组")
            for n in range(20)
        ]  # fmt: skip
    sound()
    with set_up():
        ward = Unit.objects.get(pk=cast.ward.pk)
        assert all(ward.pos < Unit.objects.get(pk=one.pk).pos < ward.end for one in inner)
        assert Hazard.objects.get(pk=hazard.pk).org_pos == Unit.objects.get(pk=cast.pharmacy.pk).pos
        assert any(event.verb == "unit.widened" for event in audit.history(ward.pk))


def test_widening_a_full_county_takes_all_along_and_grows_its_own_superior_too(cast: Cast) -> None:
    hazard = Situations(cast).reported()
    with set_up(), transaction.atomic():
        city, county = Unit.objects.get(pk=cast.city.pk), Unit.objects.get(pk=cast.county.pk)
        wide = city.end - city.pos
        org.widen(county, to=wide, by=BY)
    sound()
    with acting(again(cast.officer)):
        assert Hazard.objects.filter(pk=hazard.pk).exists()
    with set_up():
        assert Unit.objects.get(pk=cast.county.pk).end - Unit.objects.get(pk=cast.county.pk).pos >= wide


def test_a_tight_unit_is_found(cast: Cast) -> None:
    with acting(cast.officer):
        org.add_unit(by=cast.officer, parent=Unit.objects.get(pk=cast.ward.pk), kind="department", name="一组")
        ward = Unit.objects.get(pk=cast.ward.pk)
        for n in range((ward.end - ward.pos) // 8 - 1):
            org.add_unit(by=cast.officer, parent=ward, kind="department", name=f"第{n}组")
    with set_up():
        assert cast.ward.pk in {unit.pk for unit in org.tight_units()}
        assert cast.county.pk not in {unit.pk for unit in org.tight_units()}


def test_nothing_but_a_move_changes_where_a_record_counts_and_none_lands_where_nobody_stands(cast: Cast) -> None:
    hazard = Situations(cast).reported()
    with acting(cast.regulator), pytest.raises(DatabaseError, match="only a move"), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(org_pos=cast.clinic.pos)
    with set_up(), pytest.raises(DatabaseError, match="only a move"), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(org_pos=cast.clinic.pos)
    stale = cast.center_officer, Unit.objects.get(pk=cast.center.pk)
    carry(cast.center, cast.neighbour)
    with acting(stale[0]) as officer, pytest.raises(DatabaseError, match="the tree has moved"), transaction.atomic():
        hazards.report(uid=uuid4(), by=officer, unit=stale[1], text="灭火器过期", place="大厅")


@pytest.mark.parametrize("wrong", ["into itself", "used before", "too narrow", "outside"])
def test_the_database_itself_refuses_a_place_that_is_none(cast: Cast, wrong: str) -> None:
    city, county = cast.city, cast.county
    lo = placing.used_until(city)
    wide = county.end - county.pos
    above, start, stop = {
        "into itself": (cast.hospital.uid, placing.used_until(cast.hospital), placing.used_until(cast.hospital) + 8),
        "used before": (city.uid, county.pos, county.end),
        "too narrow": (city.uid, lo, lo + 8),
        "outside": (city.uid, city.end, city.end + wide),
    }[wrong]
    with acting(cast.regulator), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT weian_relocate(%s, %s, %s, %s, %s, %s)",
            [county.uid, above, start, stop, clock.today(), clock.now()],
        )
    sound()


def test_every_table_with_positions_is_registered_guarded_and_carried(cast: Cast) -> None:
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Positioned)}
    assert tables == {model._meta.db_table for model in org.positioned_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgfoid = 'weian_guard_place'::regproc"
        )
        guarded = cursor.fetchall()
    assert {table for table, _ in guarded} == tables and len(guarded) == 2 * len(tables)
    assert set(carry(cast.hospital, cast.neighbour).rows) == {*tables, "org_unit"}
