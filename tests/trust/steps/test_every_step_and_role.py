"""Every machine × every state × every step × everybody: done by those whom docs/states names, and by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tests.cast import PEOPLE, Cast
from tests.conftest import acting
from tests.trust.steps import documents, duties, hazards, inspections, others
from tests.trust.steps.machine import Machine
from weian.config.commands import docs
from weian.foundation.people.api import Refused
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove

MACHINES: list[type[Machine]] = [
    hazards.AHazard, hazards.AListing, inspections.AnInspection, inspections.ASignal, duties.ATask, duties.ADoor,
    documents.ADocument, documents.AReceipt, documents.ACampaign, documents.AProposal, documents.ADispatch,
    others.AVersion, others.ADraw, others.AChange,
]  # fmt: skip
WHO, ROLES = docs.who(), docs.roles()
# A step that nobody takes: it follows from time, from the worker, or from an act upon something else.
ITSELF = (docs.ITSELF,)


def _states() -> list[Any]:
    return [
        pytest.param(machine, state.value, id=f"{machine.name()}-{state.value}")
        for machine in MACHINES
        for state in machine.table().states
    ]


@pytest.fixture(autouse=True)
def _own_evidence(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.mark.parametrize(("kind", "state"), _states())
def test_a_step_is_taken_by_exactly_those_whom_the_table_names(cast: Cast, kind: type[Machine], state: str) -> None:
    machine = kind(cast)
    leaving = {step.name: step for step in machine.table().leaving(state)}
    situations: defaultdict[str, list[str]] = defaultdict(list)
    for step in machine.table().transitions:
        situations[machine.situation_of(state, step.name)].append(step.name)
    for situation, acts in situations.items():
        uid = machine.bring(situation)
        assert machine.status(uid) == state
        for act in acts:
            if act in machine.inner:
                _happens_by_itself(machine, uid, act, leaving.get(act))
                continue
            done = _done_by(machine, uid, act, leaving.get(act), state)
            assert done == set(WHO[kind.name(), act, state] if act in leaving else ()), (act, state)


def _happens_by_itself(machine: Machine, uid: Any, act: str, step: Any) -> None:
    if step is not None:
        assert WHO[machine.name(), act, machine.status(uid)] == ITSELF
        with _and_back():
            machine.inner[act](uid)
            assert machine.status(uid) == step.target


def _done_by(machine: Machine, uid: Any, act: str, step: Any, state: str) -> set[str]:
    """Who takes the step. Where there is none from here, those are asked who take it from elsewhere."""
    done = set()
    for role in PEOPLE if step else _who_ever(machine.name(), act):
        viewer = getattr(machine.cast, role)
        with _and_back(), clock.moved_to(machine.day()), acting(viewer):
            thing = machine.seen(viewer, uid)
            if thing is None:
                continue
            try:
                with transaction.atomic():
                    machine.steps[act](thing, viewer)
            except (Refused, IllegalMove) as refused:
                assert len(str(refused)) > 5 and str(refused).endswith("。"), (act, state, role, refused)
            now = machine.status(uid)
            if now != state:
                assert step is not None and now == step.target, (act, state, role, now)
                done.add(role)
    return done


def _who_ever(name: str, act: str) -> list[str]:
    return sorted({role for key, who in WHO.items() if key[:2] == (name, act) for role in who} & set(PEOPLE))


def test_the_table_speaks_of_every_machine_every_step_and_everybody() -> None:
    counted = [one for one in apps.get_models() if hasattr(one, "states")]
    tables = {f"{one._meta.app_label}.{one.__name__.lower()}": one.states for one in counted}
    assert {machine.name(): machine.table() for machine in MACHINES} == tables
    steps = {
        (name, step.name, source.value)
        for name, table in tables.items() for step in table.transitions for source in step.sources
    }  # fmt: skip
    assert set(WHO) == steps, "docs/states/who.yaml has a line for every step from every state, and no other"
    assert set(ROLES) == {*PEOPLE, docs.ITSELF}, "docs/states/who.yaml names everybody of tests/cast.py"
    assert all(set(who) <= set(PEOPLE) or who == ITSELF for who in WHO.values())


class _Undo(Exception):
    pass


@contextmanager
def _and_back() -> Iterator[None]:
    """What happens inside is undone, so that the next one finds the same thing."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo
