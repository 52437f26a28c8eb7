"""Hazards and visits of one hospital through the database: everybody tries every act, and after each all holds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.programs.inspections.situations import Situations as Visits
from tests.trust.ledger import Ledger
from tests.trust.steps.hazards import AHazard, AListing
from tests.trust.steps.inspections import AnInspection
from tests.trust.steps.machine import Deed
from tests.trust.undone import Undone
from weian.foundation.audit import api as audit
from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove
from weian.programs.inspections import api as inspections
from weian.programs.inspections.models import Finding, Inspection

STEPS = int(os.environ.get("WEIAN_STEPS", "2000"))
A_LIFE = 80  # acts at most; many lives are drawn shorter, 55 to 70 on average
ANYBODY = (
    "officer", "officer_2", "director", "pharmacist", "keeper", "county_regulator", "regulator", "regulator_2",
    "outsider", "outsider_officer", "dentist", "system_admin", "commission_leader",
)  # fmt: skip
HAZARD_ACTS = (
    "grade", "fix", "assign", "rectify", "apply", "verify", "return", "close", "reopen", "merge",
    "list", "listing: ask", "listing: refuse", "listing: lift",
)  # fmt: skip
VISIT_ACTS = ("start", "cancel", "find", "hold", "show", "sign", "object", "answer", "refuse", "close")
# What usually comes next: who, what.
NEXT_OF_HAZARD = {
    "reported": [("officer", "grade"), ("keeper", "fix"), ("officer", "grade")],
    "graded": [("officer", "assign"), ("regulator", "list"), ("officer", "merge")],
    "assigned": [("pharmacist", "rectify"), ("regulator", "list"), ("officer", "rectify")],
    "rectifying": [("pharmacist", "apply"), ("officer", "apply")],
    "applied": [
        ("officer_2", "verify"), ("regulator_2", "verify"), ("officer_2", "return"), ("officer", "listing: ask"),
        ("regulator_2", "return"), ("regulator", "listing: refuse"),
    ],
    "fixed": [("officer_2", "verify"), ("regulator_2", "verify")],
    "returned": [("pharmacist", "rectify"), ("officer", "assign")],
    "verified": [
        ("officer_2", "close"), ("regulator_2", "close"), ("officer", "listing: ask"), ("regulator_2", "listing: lift"),
        ("regulator", "listing: refuse"),
    ],
    "closed": [("officer", "reopen"), ("regulator", "reopen")],
    "reopened": [("officer", "assign")],
    "merged": [("officer", "close")],
}  # fmt: skip
NEXT_OF_VISIT = {
    "planned": [("regulator", "start"), ("regulator", "start"), ("regulator", "cancel")],
    "started": [("regulator", "find"), ("regulator", "find"), ("regulator", "show")],
    "held": [("regulator_2", "show")],
    "shown": [("officer", "sign"), ("officer", "object"), ("director", "refuse")],
    "objected": [("regulator", "answer"), ("regulator", "show"), ("regulator", "close")],
    "signed": [("regulator", "close")],
    "refused": [("regulator_2", "close")],
    "closed": [("regulator", "find")],
    "cancelled": [("regulator", "start")],
}  # fmt: skip


def tried(acts: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str] | None]:
    """Three times of four what comes next, else anybody with anything."""
    return st.one_of(st.none(), st.none(), st.none(), st.tuples(st.sampled_from(ANYBODY), st.sampled_from(acts)))


class Work(Undone):
    """A few hazards and visits at once; each step is one act of one person, done or refused; all undone at the end."""

    cast: Cast
    seen: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.ways: Counter[str] = Counter()
        self.begun = 0
        self.turn = 0  # takes things and ways in turn: what is drawn leans to the first
        self.ledger = Ledger(self.cast.hospital, self.cast.city)
        self.hazard, self.listing, self.visit = AHazard(self.cast), AListing(self.cast), AnInspection(self.cast)

    def teardown(self) -> None:
        with set_up():
            faults = list(audit.faults())
        super().teardown()
        assert faults == []

    @initialize(begun=st.sampled_from(range(6)))
    def begins(self, begun: int) -> None:
        self.begun = begun

    @property
    def steps(self) -> dict[str, Deed]:
        """What is done to a hazard, what lies over it included."""
        asked = hazards.Listing("整改", "院长", self.day + timedelta(days=30))
        return {
            **self.hazard.steps,
            **{f"listing: {act}": deed for act, deed in self.listing.steps.items()},
            "list": lambda one, by: hazards.list_hazard(one, asked, uid=uuid4(), by=by),
        }

    @property
    def visit_steps(self) -> dict[str, Deed]:
        def answer(one: Inspection, by: Viewer) -> None:
            for row in Finding.objects.filter(inspection=one).exclude(objection=""):
                inspections.answer(row, "现场复看过", by=by, drop=self.turn % 2 == 0)

        found = Visits(self.cast).finding
        return {**self.visit.steps, "find": lambda one, by: inspections.find(one, found(), by=by), "answer": answer}

    @precondition(lambda self: len(self.ledger.hazards) < 4)
    @rule(who=st.sampled_from(["keeper", "officer", "county_regulator", "outsider"]))
    def somebody_reports(self, who: str) -> None:
        self.step(who, "report", self.hazard.play.reported)

    @precondition(lambda self: len(self.ledger.visits) < 3)
    @rule(
        mode=st.sampled_from(["special", "secret", "surprise", "open"]), who=st.sampled_from(["regulator", "officer"])
    )
    def somebody_plans(self, mode: str, who: str) -> None:
        spec = Visits(self.cast).spec(mode)
        self.step(who, "plan", lambda by: inspections.plan(spec, by=by))

    @precondition(lambda self: self.ledger.hazards)
    @rule(tried=tried(HAZARD_ACTS), more=st.sampled_from([0, 0, 0, 1, 5]))
    def somebody_acts_on_a_hazard(self, tried: tuple[str, str] | None, more: int) -> None:
        self.day += timedelta(days=more)
        one, self.hazard.beside = (self.ledger.hazards[(self.turn + n) % len(self.ledger.hazards)] for n in (0, 1))
        who, act = tried or self.next(NEXT_OF_HAZARD[one.status], one.status)
        self.step(who, act, lambda by: self.steps[act](Hazard.objects.visible_to(by).get(pk=one.pk), by))

    @precondition(lambda self: self.ledger.visits)
    @rule(tried=tried(VISIT_ACTS))
    def somebody_acts_on_a_visit(self, tried: tuple[str, str] | None) -> None:
        one = self.ledger.visits[self.turn % len(self.ledger.visits)]
        who, act = tried or self.next(NEXT_OF_VISIT[one.status], one.status)
        related = Inspection.objects.select_related("target", "office", "plan", "unit")
        self.step(who, act, lambda by: self.visit_steps[act](related.visible_to(by).get(pk=one.pk), by))

    def next(self, ways: list[tuple[str, str]], status: str) -> tuple[str, str]:
        """Each way in turn, in each life beginning with another."""
        self.ways[status] += 1
        return ways[(self.begun + self.ways[status]) % len(ways)]

    def step(self, who: str, act: str, deed: Callable[[Viewer], object]) -> None:
        self.hazard.play.day = self.day
        self.turn += 1
        try:
            with clock.moved_to(self.day), acting(getattr(self.cast, who)) as by:
                deed(by)
        except (Refused, IllegalMove, Rejected) as refused:
            assert str(refused).endswith("。"), refused
            self.seen["refused"] += 1
        except (Hazard.DoesNotExist, Inspection.DoesNotExist):
            self.seen["not seen"] += 1
        else:
            self.seen["done"] += 1
            self.seen[f"done: {act}"] += 1

    @invariant()
    def all_holds(self) -> None:
        looker = ANYBODY[self.turn % len(ANYBODY)]
        self.ledger.holds(getattr(self.cast, looker))


@pytest.fixture(autouse=True)
def _own_evidence(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def test_whatever_people_do_with_hazards_and_visits_all_holds(cast: Cast) -> None:
    Work.cast, Work.seen = cast, Counter()
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=STEPS // (A_LIFE // 2 + 5) + 4, stateful_step_count=A_LIFE, deadline=None, database=None,
            derandomize=STEPS <= 2000, suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )  # fmt: skip
    seen = Work.seen
    taken = seen["done"] + seen["refused"] + seen["not seen"]
    print(f"tried {taken} steps of hazards and visits: {dict(seen)}")
    assert taken >= STEPS and seen["done"] > STEPS // 5 and seen["refused"] > STEPS // 20
    if STEPS >= 2000:
        wanted = {f"done: {act}" for act in (*HAZARD_ACTS, *VISIT_ACTS)}
        assert len(wanted - set(seen)) <= 4, f"never done by anybody: {wanted - set(seen)}"
