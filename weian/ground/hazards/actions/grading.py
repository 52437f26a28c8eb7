"""How grave it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.ladder import api as ladder
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import access, climbing
from weian.ground.hazards.criteria.gates import check_grade_stands
from weian.ground.hazards.kinds import Acceptor, Grade
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.kernel import clock
from weian.kernel.actor import Actor


def grade(hazard: Hazard, grade: str, *, by: Actor, why: str = "", legacy: bool | None = None) -> Hazard:
    """Grade a reported hazard, or grade an open one again with a reason.

    Raises Refused for an unknown grade, for a change of grade without `why` (the change log is the proof that a major
    hazard was not graded away), and where the grade stands: judged major, or given by the level above.
    """
    access.check_can_grade(by, hazard)
    if grade not in Grade.values:
        raise Refused("请选一般、较大或重大。")
    check_grade_stands(by, hazard, grade)
    return regraded(hazard, grade, by=by, why=why, legacy=legacy)


def regraded(hazard: Hazard, grade: str, *, by: Actor, why: str = "", legacy: bool | None = None) -> Hazard:
    """The grade itself; who may was asked by the act that comes here."""
    legacy = hazard.legacy if legacy is None else legacy
    values: dict[str, Any] = {"grade": grade, "legacy": legacy, "graded_from": _from(by)}
    if hazard.status == Status.REPORTED:
        with transaction.atomic():
            audit.move(hazard, Status.GRADED, by=by, why=why, values=values, facts={"grade": grade})
            _burn(hazard)
        return hazard
    if (hazard.grade, hazard.legacy) == (grade, legacy):
        return hazard
    if hazard.grade and not why.strip():
        raise Refused("改等级要写明理由。")
    with audit.changed(hazard, "hazard.regraded", by=by, why=why, facts={"from": hazard.grade, "to": grade}):
        if grade == Grade.MAJOR != hazard.grade:
            hazard.graded_at, hazard.graded_by = clock.now(), by.actor_uid  # from now on it burns
        hazard.grade, hazard.legacy, hazard.graded_from = grade, legacy, values["graded_from"]
        # Verification goes up with the grade; it never comes down once a person was asked for it.
        if hazard.upper_by_nature:
            hazard.acceptor = Acceptor.UPPER
        _burn(hazard)
    return hazard


def _from(by: Actor) -> Unit | None:
    return by.unit if isinstance(by, Viewer) else None


def _burn(hazard: Hazard) -> None:
    """What is major and in nobody's hand is told at once, not when the job comes by (ESC-F)."""
    thing = climbing.burning(hazard)
    if thing is not None:
        with audit.acting_as_system("重大隐患立即上报") as system:
            ladder.raise_now([thing], by=system)
