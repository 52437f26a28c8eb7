"""A question compiled once answers with the values of each time it is asked, never with those of the first."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.conftest import acting
from weian.foundation.org.models import Unit
from weian.foundation.people.api import count_for, rows_for
from weian.foundation.people.models import Appointment
from weian.ground.hazards.models import Hazard
from weian.kernel import compiled


def test_every_viewer_gets_their_own_rows_from_the_same_question(cast):
    built = []

    def build(me):
        built.append(me)
        return Unit.objects.within(me.ranges).order_by("pos")

    for role in ("regulator", "county_regulator", "regulator_2", "officer", "keeper", "outsider_officer"):
        viewer = getattr(cast, role)
        with acting(viewer):
            wanted = list(Unit.objects.within(viewer.ranges).order_by("pos"))
            assert rows_for(viewer, "test.units", build) == wanted != []
            assert count_for(viewer, "test.count", build) == len(wanted)
    assert len(built) < 12  # two questions for six people


def test_what_can_have_no_answer_is_known_without_asking(cast, django_assert_num_queries):
    with acting(cast.officer), django_assert_num_queries(0):
        assert rows_for(cast.officer, "test.none", lambda me: Unit.objects.none()) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 9])
def test_a_list_of_any_length_stands_for_itself(cast, count):
    wanted = [unit.pk for unit in Unit.objects.order_by("pos")[:count]]
    some = compiled.several(10, wanted)
    assert set(some.values()) == set(wanted) and len(some) in {0, 1, 2, 4, 8, 16}
    with acting(cast.officer):
        found = compiled.rows(("test.several", len(some)), some, lambda: Unit.objects.filter(pk__in=some))
    assert {unit.pk for unit in found} == set(wanted)


def test_relations_days_and_numbers_come_with_the_values_of_now(cast):
    def build():
        held = Appointment.objects.filter(person=compiled.uid(1), valid_from__lte=compiled.day(1))
        return held.select_related("post__reach").order_by("uid")

    for viewer in (cast.officer, cast.keeper):
        values = {compiled.uid(1): viewer.person.pk, compiled.day(1): date(2100, 1, 1)}
        found = compiled.rows("test.appointments", values, build)
        assert [one.pk for one in found] == [viewer.appointment.pk]
        assert found[0].post.reach.name == viewer.reach.name
        assert compiled.rows("test.appointments", values | {compiled.day(1): date(1900, 1, 1)}, build) == []


@pytest.mark.parametrize("planned", [True, False])
def test_words_mean_themselves_also_inside_a_pattern(cast, planned):
    cast.ward.name = r"内_科\一%区$1"
    cast.ward.save()
    word = compiled.text(1)
    for name, build in {
        "is": lambda: Unit.objects.filter(name=word),
        "has": lambda: Unit.objects.filter(name__contains=word),
        "begins": lambda: Unit.objects.filter(name__istartswith=word),
    }.items():
        for words in (cast.ward.name, r"内_科\一", "内X科", "%", "内科"):
            wanted = {"is": str.__eq__, "has": str.__contains__, "begins": str.startswith}[name]
            found = compiled.rows(("test.words", name, planned), {word: words}, build, planned=planned)
            there = {one.pk for one in Unit.objects.all() if wanted(one.name, words)}
            assert {one.pk for one in found} == there


def test_no_stand_in_is_ever_a_real_uid():
    assert all(compiled.uid(number).version is None for number in range(-3, 1_500))
    assert UUID("00000000-0000-4000-8000-000000000000").version == 4
    assert Hazard().uid.version == 4
