"""What an inspection found. There are two ways and no third (S0-2.4b): put right on the spot, or a name and a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from weian.foundation.people.api import Refused
from weian.foundation.people.models import Appointment
from weian.ground.hazards.actions.assigning import Elements, assign
from weian.ground.hazards.actions.fixing import fix_on_the_spot
from weian.ground.hazards.actions.grading import grade as grade_it
from weian.ground.hazards.actions.reporting import Photo, report
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor


def record_finding(
    *, by: Actor, grade: str, fixed: str = "", fixer: Appointment | None = None, elements: Elements | None = None,
    photos: Sequence[Photo] = (), **reported: Any,
) -> Hazard:  # fmt: skip
    """Report, grade and either fix on the spot (`fixed`: what was done, by `fixer`) or assign (`elements`), in one act.

    Raises Refused where neither or both are given, and whatever the single acts refuse; then nothing is kept.
    """
    if bool(fixed.strip()) == (elements is not None):
        raise Refused("请二选一：当场改正（写明怎么改的，附整改前后照片），或者指定责任人和期限。")
    with transaction.atomic():
        hazard = report(by=by, photos=photos, **reported)
        if hazard.status != Status.REPORTED:
            return hazard  # the same finding sent twice
        grade_it(hazard, grade, by=by)
        if elements is None:
            return fix_on_the_spot(hazard, fixed, by=by, fixer=fixer)
        return assign(hazard, elements, by=by)
