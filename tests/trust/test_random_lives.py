"""Random people do random things, allowed or not, on random days: what must always hold, holds after every one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.ground.duties import situations as tasks
from tests.ground.hazards.situations import Situations, picture
from tests.trust.undone import Undone
from weian.foundation.audit import api as audit
from weian.foundation.tally.models import Delta
from weian.ground.duties.models import Task
from weian.ground.duties.states import TaskState
from weian.ground.hazards.api import STOPPED, Hazard, Status
from weian.kernel import clock

LIVES = int(os.environ.get("WEIAN_LIVES", "3"))
STEPS = 10 if LIVES < 10 else 40
ANYBODY = (
    "officer", "officer_2", "director", "pharmacist", "keeper", "county_regulator", "regulator", "outsider_officer",
    "dentist", "system_admin", "commission_leader",
)  # fmt: skip


DAYS = st.sampled_from([0, 0, 0, 1, 1, 2, 5, 30])


def tried(verbs: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str] | None]:
    """Two times of three the step that comes next, else anybody with anything."""
    return st.one_of(st.none(), st.none(), st.tuples(st.sampled_from(ANYBODY), st.sampled_from(verbs)))


class Life(Undone):
    """A thing, a day, and people who come one after the other; all is undone at the end of a life."""

    cast: Cast
    model: type[Any]
    kind: str
    seen: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.before: Any = None

    def now(self) -> Any:
        with set_up():
            return self.model.objects.select_related("unit").get(pk=self.key)

    def send(self, who: str, at: str, sent: dict[str, Any]) -> None:
        """Somebody sends a form; a refusal leaves the thing as it was, and a move goes along the table."""
        self.before = self.now()
        with clock.moved_to(self.day):
            answer = client_of(getattr(self.cast, who)).post(at, sent | {"request_id": str(uuid4())})
        after = self.now()
        self.seen[f"{answer.status_code}"] += 1
        assert answer.status_code in (302, 404, 422), (who, at, answer.status_code)
        if answer.status_code != 302:
            assert _row(after) == _row(self.before), (who, at)
        if after.status != self.before.status:
            assert self.model.states.allowed(self.before.status, after.status), (self.before.status, after.status)
            self.seen[after.status] += 1

    @invariant()
    def counts_are_a_recount(self) -> None:
        with set_up():
            told: Counter[Any] = Counter()
            for one in Delta.objects.filter(kind=self.kind):
                told[one.org_pos, tuple(sorted(one.dims.items()))] += one.n
            rows = [one.tally() for one in self.model.objects.all()]
        counted = Counter((place[0], tuple(sorted(dims.items()))) for place, dims in rows)
        assert {key: n for key, n in told.items() if n} == counted

    @invariant()
    def history_holds(self) -> None:
        with set_up():
            assert list(audit.faults()) == []


class HazardLife(Life):
    model, kind = Hazard, "hazard"
    verbs = (
        "grading", "fix", "assignment", "rectification", "application", "verification", "return", "closure",
        "reopening", "extension",
    )  # fmt: skip
    next = {
        "reported": ("officer", "grading"), "graded": ("officer", "assignment"),
        "assigned": ("pharmacist", "rectification"), "rectifying": ("pharmacist", "application"),
        "applied": ("officer", "verification"), "fixed": ("officer", "verification"),
        "returned": ("pharmacist", "rectification"), "verified": ("officer_2", "closure"),
        "closed": ("officer", "reopening"), "reopened": ("officer", "assignment"),
    }  # fmt: skip

    @initialize()
    def somebody_reports(self) -> None:
        with transaction.atomic():
            hazard = Situations(self.cast).reported()
        self.key, self.late = hazard.pk, None

    @rule(more=DAYS, tried=tried(verbs), other=st.sampled_from(["", "", "major", "return"]))
    def somebody_acts(self, more: int, tried: tuple[str, str] | None, other: str) -> None:
        self.day += timedelta(days=more)
        who, verb = tried or self.next[self.now().status]
        if other == "return" and verb in ("verification", "closure"):
            verb = other
        self.act(who, verb, "major" if other == "major" else "general")

    def act(self, who: str, verb: str, grade: str) -> None:
        sent = {
            "grade": grade, "why": "写明理由", "measure": "搬走货架", "money": "100", "at_once": "yes", "note": "办了",
            "responsible": str(self.cast.pharmacist.appointment.pk), "fixer": str(self.cast.keeper.appointment.pk),
            "due": (self.day + timedelta(days=9)).isoformat(), "until": (self.day + timedelta(days=40)).isoformat(),
            "reason": "配件未到", "before": picture("b.jpg"), "after": picture("a.jpg", (1, 2, 3)),
        }  # fmt: skip
        self.send(who, f"/hazards/{self.key}/{verb}/", sent)

    @invariant()
    def nobody_passes_their_own_work(self) -> None:
        now = self.now()
        if now.status in (Status.VERIFIED, Status.CLOSED):
            assert now.verified_by and now.verified_by not in now.fixers()
        if now.upper_by_nature and now.status == Status.VERIFIED:
            assert now.verified_by in {getattr(self.cast, who).person.pk for who in ("county_regulator", "regulator")}

    @invariant()
    def lateness_stands_still(self) -> None:
        now = self.now()
        told = (now.applied_at or now.fixed_at, now.due)
        if now.status not in STOPPED:
            self.late = None
        elif self.late and self.late[0] == told:
            assert now.overdue_days(self.day) == self.late[1]
        else:
            self.late = told, now.overdue_days(self.day)


class TaskLife(Life):
    model, kind = Task, "task"
    verbs = ("start", "records", "submission", "acceptance", "return", "exemption", "handover", "relief/extension")
    next = {
        "started": ("officer", "records"), "submitted": ("county_regulator", "acceptance"),
        "returned": ("officer", "submission"), "accepted": ("officer", "records"),
        "exempted": ("officer", "submission"),
    }  # fmt: skip

    @initialize(due=st.integers(min_value=0, max_value=30))
    def a_notice_comes(self, due: int) -> None:
        with transaction.atomic(), clock.moved_to(self.day):
            document = tasks.issued(self.cast, due=self.day + timedelta(days=due))
            task = tasks.started(self.cast, document)
        self.key, self.late = task.pk, None
        self.at = f"/tasks/{task.obligation_id}/{task.unit_id}/"

    @rule(more=DAYS, tried=tried(verbs), other=st.sampled_from(["", "return"]))
    def somebody_acts(self, more: int, tried: tuple[str, str] | None, other: str) -> None:
        self.day += timedelta(days=more)
        now = self.now()
        who, verb = tried or self.next[now.status]
        if other == "return" and verb == "acceptance":
            verb = other
        with set_up():
            if not tried and now.status == TaskState.STARTED and now.answers.exists():
                verb = "submission"
        self.act(who, verb)

    def act(self, who: str, verb: str) -> None:
        sent = {
            "why": "写明理由", "note": "办了", "title": "工作情况", "text": "已开展自查。",
            "happened_on": self.day.isoformat(),
            "post": str(self.cast.pharmacist.post.pk), "until": (self.day + timedelta(days=9)).isoformat(),
            "uid": str(uuid4()),
        }  # fmt: skip
        self.send(who, f"{self.at}{verb}/", sent)

    @invariant()
    def nobody_accepts_their_own_work(self) -> None:
        now = self.now()
        if now.status == TaskState.ACCEPTED and now.reviewer_id:
            with set_up():
                hands = {one.record.by_id for one in now.answers.select_related("record")} | {now.submitted_by}
            assert now.accepted_by and now.accepted_by not in hands

    @invariant()
    def lateness_never_changes(self) -> None:
        now = self.now()
        assert self.late is None or now.late_days == self.late
        self.late = now.late_days


def _row(one: Any) -> dict[str, Any]:
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


@pytest.fixture(params=[HazardLife, TaskLife], ids=["hazard", "task"])
def life(request: pytest.FixtureRequest, cast: Cast) -> Iterator[type[Life]]:
    request.param.cast, request.param.seen = cast, Counter()
    yield request.param


def test_what_must_always_hold_holds_whoever_does_what(life: type[Life]) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=LIVES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=LIVES < 10,
            suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
        ),
    )  # fmt: skip
    print(f"tried {life.seen.total()} in {LIVES} lives of a {life.kind}: {dict(life.seen)}")
    assert life.seen["302"] > LIVES and life.seen["404"] + life.seen["422"] > 0
