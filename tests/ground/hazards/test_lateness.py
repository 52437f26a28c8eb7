"""The term runs until it is said to be put right; then it stands still, late or not, and the counts say the same."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import acting, set_up
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.tally.models import Delta
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Status
from weian.kernel import clock


def _overdue(cast, hazard, on):
    with clock.moved_to(on), acting(cast.officer):
        return Hazard.objects.overdue().filter(pk=hazard.pk).exists(), Hazard.objects.get(pk=hazard.pk).overdue_days()


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.RECTIFYING, Status.RETURNED])
def test_what_is_still_to_be_put_right_runs_late(play, cast, status):
    hazard = play.at(status)
    assert _overdue(cast, hazard, hazard.due) == (False, 0)
    assert _overdue(cast, hazard, hazard.due + timedelta(days=3)) == (True, 3)


@pytest.mark.parametrize("status", [Status.APPLIED, Status.FIXED, Status.VERIFIED, Status.CLOSED])
def test_what_was_put_right_in_time_does_not_become_late_by_waiting(play, cast, status):
    hazard = play.at(status)
    assert _overdue(cast, hazard, hazard.due + timedelta(days=30)) == (False, 0)


def test_days_late_stay_after_closing(play, cast):
    hazard = play.rectifying()
    play.day = hazard.due + timedelta(days=4)
    with play.step(cast.pharmacist) as fixer:
        hazards.apply(hazard, by=fixer, note="好了", photos=[photo("after")])
    with play.step(cast.officer) as officer:
        hazards.verify(hazard, by=officer)
        hazards.close(hazard, by=officer)
    assert _overdue(cast, hazard, hazard.due + timedelta(days=90)) == (False, 4)


def test_counts_by_due_day_agree_with_the_list(play, cast):
    running, waiting = play.assigned(), play.applied()
    with audit.acting_as_system("看结果"):
        standing = Counter()
        for delta in Delta.objects.filter(kind="hazard"):
            standing[delta.dims["status"], delta.dims.get("due")] += delta.n
    assert {key: n for key, n in standing.items() if n} == {
        ("assigned", running.due.isoformat()): 1, ("applied", None): 1
    }  # fmt: skip
    assert waiting.due


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_later_day_that_was_asked_for_too_late_does_not_make_it_in_time(play, cast, days, late):
    hazard = play.rectifying()
    play.day = hazard.due + timedelta(days=days)
    with play.step(cast.pharmacist) as fixer:
        until = hazard.due + timedelta(days=30)
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=fixer, until=until, reason="配件未到")
    play.day += timedelta(days=2)
    with play.step(cast.officer) as officer:
        hazards.decide_extension(asked, by=officer, approve=True)
    with set_up():
        told = Hazard.objects.get(pk=hazard.pk)
        assert (told.due, told.late_before) == (until, late)
        if late:
            with pytest.raises(IntegrityError, match="stays late"), transaction.atomic():
                Hazard.objects.filter(pk=hazard.pk).update(late_before=False)
