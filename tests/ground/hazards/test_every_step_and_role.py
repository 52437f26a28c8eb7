"""Every status × every step × every role: either the step is done, or a sentence says why not and nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.conftest import acting
from tests.ground.hazards.situations import Situations, photo
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.tally.models import Delta
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import STATES, Hazard, Status
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove

# Who may take a step, in the hospital's hazard found by its keeper and rectified by its pharmacist.
DESK = {"officer", "officer_2", "director", "county_regulator", "regulator", "province_regulator"}
FIXING = {"pharmacist", "officer", "officer_2", "director"}
ROLES = [
    "director", "officer", "officer_2", "head", "keeper", "pharmacist", "county_regulator", "regulator",
    "province_regulator", "commission_leader", "dentist", "outsider", "outsider_officer", "other_regulator",
    "system_admin", "security_admin", "audit_admin",
]  # fmt: skip
MAY = {
    # step: who; the pharmacist's post (head of 药剂科) assigns inside her department
    "grade": DESK,
    "fix": {"keeper", "pharmacist", "officer", "officer_2", "director"},
    "assign": DESK | {"pharmacist"},
    "rectify": FIXING,
    "apply": FIXING,
    "verify": DESK,
    "return": DESK,
    "close": DESK,
    "reopen": DESK,
    "merge": DESK,
}


# Who is left out by what they are in this hazard: the pharmacist, made responsible, does not pass it on.
LEFT_OUT = {(Status.RETURNED, "assign"): {"pharmacist"}}

STEPS: dict[str, Callable[[Hazard, Viewer, Situations], object]] = {
    "grade": lambda h, by, play: hazards.grade(h, "large", by=by),
    "fix": lambda h, by, play: hazards.fix_on_the_spot(h, "当场搬走", by=by, photos=[photo("before"), photo("after")]),
    "assign": lambda h, by, play: hazards.assign(h, play.elements(due=h.due or play.day + timedelta(days=9)), by=by),
    "rectify": lambda h, by, play: hazards.rectify(h, by=by, note="动手了"),
    "apply": lambda h, by, play: hazards.apply(h, by=by, note="改好了", photos=[photo("after")]),
    "verify": lambda h, by, play: hazards.verify(h, by=by),
    "return": lambda h, by, play: hazards.return_(h, by=by, why="没改好"),
    "close": lambda h, by, play: hazards.close(h, by=by),
    "reopen": lambda h, by, play: hazards.reopen(h, by=by, why="又出现"),
    "merge": lambda h, by, play: hazards.merge(h, into=play.beside, by=by),
}


def _legal() -> list[Any]:
    return [(source, step) for step in STATES.transitions for source in step.sources]


@pytest.mark.parametrize(("source", "step"), _legal(), ids=lambda one: getattr(one, "name", None) or str(one))
def test_a_legal_step_is_taken_by_those_who_may_and_refused_to_all_others(play, cast, source, step):
    hazard, beside = play.at(source), play.beside
    assert beside.pk != hazard.pk
    done_by = set()
    for role in ROLES:
        viewer = getattr(cast, role)
        before = _as_stored(hazard)
        with _and_back(), clock.moved_to(play.day), acting(viewer):
            try:
                STEPS[step.name](Hazard.objects.visible_to(viewer).get(pk=hazard.pk), viewer, play)
            except Hazard.DoesNotExist:
                pass
            except Refused as refused:
                assert len(str(refused)) > 8
                assert str(refused).endswith("。")
            else:
                done_by.add(role)
                with audit.acting_as_system("看结果"):
                    assert Hazard.objects.get(pk=hazard.pk).status == step.target
        assert _as_stored(hazard) == before
    assert done_by == MAY[step.name] - LEFT_OUT.get((source, step.name), set())


# Assigned anew, or a further word of progress: acts that do not move the status (test_five_elements, test_proof).
AGAIN = {(Status.ASSIGNED, "assign"), (Status.RECTIFYING, "assign"), (Status.RECTIFYING, "rectify")}


def _unknown() -> list[Any]:
    pairs = [(status, step) for status in Status for step in STATES.transitions if step.name != "grade"]
    return [one for one in pairs if not STATES.allowed(one[0], one[1].target) and (one[0], one[1].name) not in AGAIN]


@pytest.mark.parametrize(("status", "step"), _unknown(), ids=lambda one: getattr(one, "name", None) or str(one))
def test_a_step_that_the_table_does_not_know_is_refused_to_everybody(play, cast, status, step):
    hazard, beside = play.at(status), play.beside
    assert beside.pk != hazard.pk
    for role in ("director", "officer", "pharmacist", "county_regulator"):
        viewer = getattr(cast, role)
        before = _as_stored(hazard)
        with clock.moved_to(play.day), acting(viewer), pytest.raises(Refused):
            STEPS[step.name](Hazard.objects.get(pk=hazard.pk), viewer, play)
        assert _as_stored(hazard) == before


def test_each_step_leaves_one_event_and_moves_one_count(play, cast):
    hazard = play.closed()
    with audit.acting_as_system("看结果"):
        verbs = [event.verb for event in reversed(audit.history(hazard.pk))]
        assert verbs == [
            "hazard.reported", "hazard.graded", "hazard.assigned", "hazard.rectifying", "hazard.applied",
            "hazard.verified", "hazard.closed",
        ]  # fmt: skip
        deltas = Delta.objects.filter(kind="hazard", org_pos=cast.pharmacy.pos)
        assert sum(delta.n for delta in deltas) == 1
        standing = {}
        for delta in deltas:
            key = (delta.dims["status"], delta.dims["grade"])
            standing[key] = standing.get(key, 0) + delta.n
        assert {key: n for key, n in standing.items() if n} == {("closed", "general"): 1}
        assert list(audit.faults(chain=cast.hospital.uid)) == []


def test_of_two_who_act_at_once_the_second_is_told(play, cast):
    hazard = play.applied()
    with clock.moved_to(play.day), acting(cast.officer_2):
        stale = Hazard.objects.get(pk=hazard.pk)
    with play.step(cast.officer) as officer:
        hazards.verify(hazard, by=officer)
    with clock.moved_to(play.day), acting(cast.officer_2), pytest.raises(IllegalMove, match="已验收"):
        hazards.verify(stale, by=cast.officer_2)


def _as_stored(hazard: Hazard) -> dict[str, Any]:
    with audit.acting_as_system("看结果"):
        return Hazard.objects.filter(pk=hazard.pk).values().get()


class _Undo(Exception):
    pass


@contextmanager
def _and_back() -> Iterator[None]:
    """What happens inside is undone, so that the next role finds the same hazard."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo
