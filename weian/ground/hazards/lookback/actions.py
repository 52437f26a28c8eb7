"""回头看: looked at again by another person; what does not hold is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards.actions.closing import reopen_for
from weian.ground.hazards.actions.reporting import Photo, attach, report
from weian.ground.hazards.kinds import Mark, Mode
from weian.ground.hazards.lookback import gates
from weian.ground.hazards.lookback.planning import put_down
from weian.ground.hazards.models import Hazard, LookBack
from weian.kernel import clock
from weian.kernel.actor import Actor

NOT_CLOSED = "loop_not_closed"


@transaction.atomic
def sample(hazard: Hazard, *, by: Actor) -> LookBack:
    """The commission above takes a closed hazard out to see whether the loop was closed. Raises Refused."""
    viewer = gates.check_can_sample(by, hazard)
    return put_down(hazard, LookBack.Why.SAMPLE, viewer.unit, by=by)


@transaction.atomic
def look_back(hazard: Hazard, *, holds: bool, note: str, by: Actor, photos: Sequence[Photo] = ()) -> LookBack:
    """Say what was seen. What does not hold is opened again; a commission also finds 未实现闭环 against the unit.

    Raises Refused for whoever had a hand in it, and without a word on what was seen.
    """
    viewer = gates.check_can_look_back(by, hazard)
    if not note.strip():
        raise Refused("请写明到现场看到什么。")
    attach(hazard, photos, by=by)
    owed = gates.now(hazard)
    above = viewer.supervises(hazard.unit)
    finding = _finding(hazard, owed, note, viewer) if above and not holds else None
    result = LookBack.Result.HOLDS if holds else LookBack.Result.FAILED
    with audit.changed(owed, f"lookback.{result}", by=by, why=note.strip()) as was:
        if was.result:
            raise Refused("别人刚刚已经看过了。")
        owed.result, owed.note, owed.finding = result, note.strip(), finding
        owed.looked_at, owed.looked_by = clock.now(), viewer.person
    facts = {"holds": holds, "finding": finding.no if finding else ""}
    with audit.changed(hazard, "hazard.looked_back", by=by, why=note.strip(), facts=facts):
        hazard.mark(Mark.LOOKBACK, False)
    if not holds:
        reopen_for(hazard, by=by, why=f"回头看未通过：{note.strip()}")
    return owed


def _finding(hazard: Hazard, owed: LookBack, note: str, viewer: Viewer) -> Hazard:
    """未实现闭环, as the commission's own finding against the unit."""
    return report(
        uid=uuid5(owed.pk, NOT_CLOSED), by=viewer, unit=hazard.unit, department=hazard.department, place=hazard.place,
        subject=hazard.subject, text=f"隐患 {hazard.no} 整改不彻底、未实现闭环：{note.strip()}", type=NOT_CLOSED,
        found_mode=Mode.SPOT, source=(LookBack.audit_kind, owed.pk),
    )  # fmt: skip
