"""Every machine × every state × every step × everybody: done by those whom docs/states names, and by nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction

from tests.cast import PEOPLE, Cast
from tests.conftest import acting
from tests.trust.steps import documents, duties, hazards, inspections, others, works
from tests.trust.steps.machine import Machine
from weian.config.commands import docs
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove

MACHINES: list[type[Machine]] = [
    hazards.AHazard, hazards.AListing, inspections.AnInspection, inspections.ASignal, duties.ATask, duties.ADoor,
    documents.ADocument, documents.AReceipt, documents.ACampaign, documents.AProposal, documents.ADispatch,
    others.AVersion, others.ADraw, others.AChange, works.APermit, works.ASite, works.AStop,
]  # fmt: skip
WHO, ROLES = docs.who(), docs.roles()


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
    leaving = {step.name for step in machine.table().leaving(state)}
    situations: defaultdict[str, list[str]] = defaultdict(list)
    for step in machine.table().transitions:
        situations[machine.situation_of(state, step.name)].append(step.name)
    for situation, acts in situations.items():
        uid = machine.bring(situation)
        assert machine.status(uid) == state
        done = _tried(machine, uid, state, {act: _asked(kind.name(), act, act in leaving) for act in acts})
        for act in acts:
            wanted = set(WHO[kind.name(), act, state] if act in leaving else ())
            assert (done[act] or _by_itself(machine, uid, act, state)) == wanted, (act, state)


def _asked(name: str, act: str, known: bool) -> set[str]:
    """Everybody; for a step that the table does not know from here, those who take it from elsewhere."""
    return set(PEOPLE) if known else {one for key, who in WHO.items() if key[:2] == (name, act) for one in who}


def _tried(machine: Machine, uid: UUID, state: str, asked: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Who took which step. All is undone at once: everybody finds the same thing."""
    done: dict[str, set[str]] = {act: set() for act in asked}
    acts = [act for act in asked if act in machine.steps]
    for role in PEOPLE if acts else ():
        viewer = getattr(machine.cast, role)
        with clock.moved_to(machine.day()), acting(viewer):
            thing = machine.seen(viewer, uid)
            for act in acts if thing is not None else ():
                if role in asked[act] and _moved(machine, uid, state, act, thing, viewer):
                    done[act].add(role)
                    thing = machine.seen(viewer, uid)
    return done


def _moved(machine: Machine, uid: UUID, state: str, act: str, thing: Any, viewer: Viewer) -> bool:
    now = state
    with _and_back():
        try:
            machine.steps[act](thing, viewer)
        except (Refused, IllegalMove) as refused:
            assert len(str(refused)) > 5 and str(refused).endswith("。"), (act, state, refused)
        else:
            now = machine.status(uid)
    assert now == state or machine.table().allowed(state, now), (act, state, viewer.post.title, now)
    return now != state and now == machine.table().named(act).target


def _by_itself(machine: Machine, uid: UUID, act: str, state: str) -> set[str]:
    """A step that nobody takes happens where its time has come."""
    step = machine.table().named(act)
    if act not in machine.inner or state not in step.sources:
        return set()
    with _and_back():
        machine.inner[act](uid)
        assert machine.status(uid) == step.target
    return {docs.ITSELF}


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
    assert all(set(who) <= set(PEOPLE) or who == (docs.ITSELF,) for who in WHO.values())


class _Undo(Exception):
    pass


@contextmanager
def _and_back() -> Iterator[None]:
    """What happens inside is undone, so that the next one finds the same thing."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo
