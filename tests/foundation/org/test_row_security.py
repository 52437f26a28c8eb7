"""The second line: what PostgreSQL itself shows, whatever the code above forgets."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.org import api as org
from weian.foundation.org.models import Positioned, Unit
from weian.foundation.tally import api as tally
from weian.foundation.tally.models import Delta
from weian.kernel import clock, scope


def counted_everywhere() -> None:
    with set_up():
        for unit in Unit.objects.exclude(kind="root"):
            tally.count("thing", unit.place, {"of": unit.name}, 1)


def seen() -> set[str]:
    return set(Delta.objects.filter(kind="thing").values_list("dims__of", flat=True))


def test_without_a_scope_nothing_is_seen_and_nothing_is_said(cast: Cast) -> None:
    counted_everywhere()
    assert seen() == set()


def test_each_sees_the_own_unit_and_all_below_and_nothing_else(cast: Cast) -> None:
    counted_everywhere()
    with acting(cast.officer):
        assert seen() == {"白鹭县人民医院", "保卫科", "内科三病区", "药剂科"}
    with acting(cast.county_regulator):
        assert "松坪县中医院" not in seen() and "云泽市第一人民医院" not in seen() and "康宁口腔诊所" in seen()
    with acting(cast.regulator):
        assert "松坪县中医院" in seen() and "临海市卫生健康委员会" not in seen()
    with acting(cast.system_admin):
        assert seen() == set()


def test_a_row_cannot_be_written_into_somebody_elses_place(cast: Cast) -> None:
    with acting(cast.officer), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        tally.count("thing", cast.neighbour_hospital.place, {}, 1)


def test_a_scope_of_several_ranges_sees_their_union_and_not_the_gap(cast: Cast) -> None:
    counted_everywhere()
    with scope.applied(scope.Scope(ranges=(cast.hospital.span, cast.neighbour_hospital.span))):
        assert {"白鹭县人民医院", "松坪县中医院"} <= seen()
        assert not {"康宁口腔诊所", "白鹭县卫生健康局", "松坪县卫生健康局"} & seen()


def test_the_outer_scope_is_back_after_an_inner_one_even_after_an_error(cast: Cast) -> None:
    counted_everywhere()
    with acting(cast.officer):
        before = seen()
        with acting(cast.regulator):
            assert len(seen()) > len(before)
        assert seen() == before
        with pytest.raises(ValueError), acting(cast.regulator):
            raise ValueError
        assert seen() == before


def test_a_read_only_scope_refuses_every_write_and_the_next_one_may_write_again(cast: Cast) -> None:
    refused = pytest.raises(DatabaseError, match="read-only")
    with scope.applied(cast.officer.scope, read_only=True), refused, transaction.atomic():
        tally.count("thing", cast.hospital.place, {}, 1)
    with acting(cast.officer):
        tally.count("thing", cast.hospital.place, {}, 1)


def test_random_scopes_never_see_a_row_outside(cast: Cast) -> None:
    counted_everywhere()
    with set_up():
        units = list(Unit.objects.exclude(kind="root"))
    dice = random.Random(7)
    for _ in range(60):
        chosen = dice.sample(units, dice.randint(1, 4))
        allowed = {u.name for u in units if any(c.pos <= u.pos < c.end for c in chosen)}
        with scope.applied(scope.Scope(ranges=tuple(c.span for c in chosen))):
            assert seen() == allowed


def test_every_table_with_a_position_is_fenced_and_registered(cast: Cast) -> None:
    fenced = _fenced_tables()
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "org_pos" not in names:
            continue
        assert model._meta.db_table in fenced, f"{model.__name__} has no row security"
        if issubclass(model, Positioned):
            assert model in org.positioned_models(), f"{model.__name__} is not registered with org.api.positioned"


def test_the_product_connects_as_a_role_without_rights(cast: Cast) -> None:
    with connection.cursor() as cursor:
        rights = "SELECT session_user, rolbypassrls, rolsuper, rolinherit FROM pg_roles WHERE rolname = session_user"
        cursor.execute(rights)
        assert cursor.fetchone() == ("weian_login", False, False, False)
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("weian_app",)


def test_a_moved_clock_is_what_is_written(cast: Cast) -> None:
    with acting(cast.officer), clock.moved_to(date(2031, 5, 6)):
        tally.count("thing", cast.hospital.place, {}, 1)
        assert Delta.objects.get(kind="thing").day == date(2031, 5, 6)


def _fenced_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        return {row[0] for row in cursor.fetchall()}
