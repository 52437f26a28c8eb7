"""Search finds what `contains` finds, for everybody and in order, through the one function behind row security."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import connection
from django.db.models import Case, Q, Value, When

from tests.conftest import acting
from weian.foundation.audit import api as audit
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Status
from weian.kernel import scope

LETTERS = "消防栓通道堆放火消消防防 aA1，%_\\'é９"
ROLES = ["county_regulator", "officer", "keeper", "pharmacist", "other_regulator", "outsider", "regulator"]


def plainly(viewer, words):
    """The same question as PostgreSQL answers it without any index of words."""
    named = Q(no__icontains=words) | Q(title__contains=words) | Q(text__contains=words) | Q(place__contains=words)
    closed_last = Case(When(status=Status.CLOSED, then=Value(1)), default=Value(0))
    found = Hazard.objects.visible_to(viewer).filter(named).order_by(closed_last, "due_key", "uid")
    return list(found.values_list("uid", flat=True)[:10])


def some_text(chance, longest):
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, longest)))


def scattered(cast, play, chance, count=300):
    """Hazards with texts of few letters, at four places, with and without an end."""
    made = play.reported()
    with audit.acting_as_system("拟定"):
        model = Hazard.objects.values().get(pk=made.pk)
        del model["uid"]
        places = [(cast.hospital, cast.pharmacy), (cast.hospital, None), (cast.clinic, None), (cast.neighbour, None)]
        rows = []
        for number in range(count):
            unit, department = chance.choice(places)
            day = date(2026, 1, 1) + timedelta(days=chance.randint(0, 400))
            rows.append(Hazard(**{
                **model, "unit_id": unit.pk, "department_id": department and department.pk,
                "org_pos": (department or unit).pos, "no": f"Yh{number}", "due_key": day,
                "title": some_text(chance, 12), "text": some_text(chance, 30), "place": some_text(chance, 6),
                "found_by_id": chance.choice([cast.keeper, cast.officer]).person.pk,
            }))  # fmt: skip
        Hazard.objects.bulk_create(rows)
    return rows


def test_words_find_exactly_what_contains_them_and_everybody_only_their_own(cast, play):
    chance = random.Random(2026)
    rows = scattered(cast, play, chance)
    asked = ["消", "a", "A", "%", "_", "消防", " ", "Yh1", "yH2", "药库通道", "没有这句话" * 12]
    for _ in range(60):
        text = getattr(chance.choice(rows), chance.choice(["title", "text", "place", "no"]))
        start = chance.randrange(len(text))
        asked.append(text[start : start + chance.randint(1, 5)])
        asked.append(some_text(chance, 3))
    answered = 0
    for role in ROLES:
        viewer = getattr(cast, role)
        with acting(viewer):
            for words in asked:
                found = [one.pk for one in hazards.search(viewer, words, limit=10)]
                assert found == plainly(viewer, words), (role, words)
                answered += bool(found)
    assert answered > 100


def test_a_line_of_the_answer_needs_no_further_question(cast, play, django_assert_num_queries):
    play.assigned()
    with acting(cast.county_regulator), django_assert_num_queries(2):
        for one in hazards.search(cast.county_regulator, "药库", limit=10):
            assert one.unit.title and one.place and hazards.whose(one)


def test_without_a_place_the_function_finds_nothing(cast, play):
    play.reported()
    ask = "SELECT weian_find_hazards('药库', 10, NULL, NULL, NULL, NULL)"
    for sight, rows in ((cast.officer.scope, 1), (scope.NOBODY, 0), (cast.outsider_officer.scope, 0)):
        with scope.applied(sight), connection.cursor() as cursor:
            cursor.execute(ask)
            assert len(cursor.fetchall()) == rows
