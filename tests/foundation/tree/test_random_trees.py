"""Random moves, merges, splits and closings while two others write: parent = Σ children, sight is what it should be.

The expected is computed from the links to the unit above, which the moves do not use; what is tested are positions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import PEOPLE, Cast
from tests.conftest import client_of, set_up, together
from tests.foundation.tree.test_carrying import again, sound
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, viewer_for
from weian.foundation.people.models import Account, Person
from weian.foundation.people.viewer import Viewer
from weian.foundation.tree import api as tree
from weian.ground.hazards.models import Hazard
from weian.kernel import clock, scope
from weian.kernel.actor import System
from weian.oversight.reports.cube import count_on, fold
from weian.oversight.reports.jobs import recount
from weian.oversight.reports.models import HazardStanding

BY = System("试验")
LATER = date(2090, 1, 1)
WRITERS = ("officer", "center_officer", "dentist", "outsider_officer", "city_officer")


def grow(dice: random.Random) -> Unit:
    """A county more, with an institution of some departments in it."""
    with set_up():
        above = dice.choice(list(Unit.objects.current().filter(kind="commission", level="city")))
        county = org.add_unit(by=BY, parent=above, kind="commission", level="county", name=f"{uuid4().hex[:6]}县卫健局")
        clinic = org.add_unit(by=BY, parent=county, kind="institution", name=f"{uuid4().hex[:6]}医院")
        for n in range(dice.randint(0, 3)):
            org.add_unit(by=BY, parent=clinic, kind="department", name=f"科室{n}")
    return county


def writing(dice: random.Random, clients: list[Client], answers: Counter[int]) -> Callable[[], None]:
    """Hazards reported and graded through the pages, as fast as they go."""

    def write() -> None:
        for _ in range(4):
            client, key = dice.choice(clients), str(uuid4())
            form = {"uid": key, "text": f"通道堆物{key[:4]}", "place": "东侧"}
            answer = client.post("/hazards/new/", form)
            answers[answer.status_code] += 1
            if answer.status_code == 302 and dice.random() < 0.6:
                answers[client.post(f"/hazards/{key}/grading/", {"grade": "general"}).status_code] += 1

    return write


def moving(dice: random.Random, first: tuple[UUID, UUID], told: list[str]) -> Callable[[], None]:
    """One move that must succeed, then whatever the dice say; refusals are part of it."""

    def act(by: Viewer, code: str, unit: Unit, **given: Any) -> None:
        with transaction.atomic(), scope.applied(by.scope):
            change = tree.ask(code, unit, uid=uuid4(), by=by, on=clock.today(), why="试验", **given)
        told.append(f"{change.act} {change.status}")

    def choose() -> tuple[str, Unit, dict[str, Any]]:
        units = list(Unit.objects.current().filter(kind__in=["commission", "institution"]).order_by("pos"))
        inner = [one for one in units if one.level not in ("nation", "province")]
        unit, other = dice.choice(inner), dice.choice(units)
        code = dice.choice(["move", "move", "merge", "split", "close", "rename"])
        if code == "split":
            return code, unit, {"name": uuid4().hex[:8], "parts": org.children_of(unit)[:1]}
        return code, unit, {"name": uuid4().hex[:8]} if code == "rename" else {"other": other}

    def move() -> None:
        for turn in range(6):
            by = viewer_for(Person.objects.get(account__username="province_regulator"))
            assert by is not None
            try:
                if turn == 0:
                    unit, above = (Unit.objects.get(pk=one) for one in first)
                    act(by, "move", unit, other=above)
                else:
                    code, unit, given = choose()
                    act(by, code, unit, **given)
            except Refused as refusal:
                told.append(f"refused: {refusal}")

    return move


def summing() -> None:
    """The sums taken anew again and again, whatever the others are about."""
    for _ in range(8):
        recount(0)


def seen_by(viewer: Viewer) -> set[UUID]:
    with scope.applied(viewer.scope):
        return set(Hazard.objects.values_list("pk", flat=True))


def holds() -> None:
    """Everything that must be true after any history."""
    sound()
    with set_up():
        assert list(audit.faults()) == []
        by_id = {unit.pk: unit for unit in Unit.objects.all()}
        at = {unit.pos: unit for unit in by_id.values()}
        for model in org.positioned_models():
            assert set(model.objects.values_list("org_pos", flat=True)) <= set(at), model  # type: ignore[attr-defined]
        above: dict[UUID, set[UUID]] = {}
        for hazard in Hazard.objects.all():
            unit: Unit | None = at[hazard.org_pos]
            chain = set()
            while unit is not None:
                chain.add(unit.pk)
                unit = by_id.get(unit.parent_id)  # type: ignore[arg-type]
            above[hazard.pk] = chain
            assert hazard.unit_id in chain or by_id[hazard.unit_id].ended, hazard
        statuses = {hazard.pk: hazard.status for hazard in Hazard.objects.all()}
        for node in by_id.values():
            under = [uid for uid, chain in above.items() if node.pk in chain]
            assert Hazard.objects.under(node).count() == len(under), node
            if node.kind in ("commission", "root"):
                for status, n in Counter(statuses[uid] for uid in under).items():
                    assert count_on("hazard", node, LATER, {"status": status}) == n, (node, status)
                assert count_on("hazard", node, LATER) == len(under), node
                standing = HazardStanding.objects.under(node).values_list("status").annotate(sum=Sum("n"))
                assert {status: n for status, n in standing if n} == Counter(statuses[uid] for uid in under), node
    for who in PEOPLE:
        with set_up():
            viewer = viewer_for(Account.objects.select_related("person").get(username=who).person)
        if viewer is not None:
            within = {uid for uid, chain in above.items() if viewer.unit.pk in chain}
            assert seen_by(viewer) == (within if viewer.scope.ranges else set()), who


@settings(max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_moves_while_others_write_counts_sight_and_chains_hold(apart: str, seed: int) -> None:
    dice, cast = random.Random(seed), Cast()
    grown = grow(dice)
    with set_up():
        institutions = list(Unit.objects.current().institutions().exclude(parent=grown))
        unit = dice.choice(institutions)
        here = [viewer_for(Account.objects.get(username=who).person) for who in WRITERS]
    clients = [client_of(viewer) for viewer in here if viewer is not None]
    assert again(cast.province_regulator)
    answers, told = Counter[int](), list[str]()
    acts = [writing(random.Random(seed + n), clients, answers) for n in (1, 2)] if clients else []
    failed = [one for one in together(*acts, summing, moving(dice, (unit.pk, grown.pk), told)) if one is not None]
    assert failed == []
    assert told[0] == "move done" and set(answers) <= {302, 403, 404, 422}, (told, answers)
    if dice.random() < 0.5:
        with set_up():
            fold("hazard")
    holds()
