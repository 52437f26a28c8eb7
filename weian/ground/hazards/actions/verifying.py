"""Another person looks whether it was put right, and says so or sends it back."""

from __future__ import annotations

from collections.abc import Sequence

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import access, doors, telling
from weian.ground.hazards.actions.reporting import Photo, attach
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor


def verify(hazard: Hazard, *, by: Actor, note: str = "", photos: Sequence[Photo] = ()) -> Hazard:
    """Verify. Raises Refused for whoever fixed it, and for a hazard that nobody has graded."""
    access.check_can_verify(by, hazard)
    if not hazard.grade:
        raise Refused("还没有定级，不能验收。请先定级。")
    attach(hazard, photos, by=by)
    audit.move(hazard, Status.VERIFIED, by=by, values={"verify_note": note.strip()})
    telling.verified(hazard)
    return hazard


def return_(hazard: Hazard, *, by: Actor, why: str, photos: Sequence[Photo] = ()) -> Hazard:
    """Send it back with a reason; the deadline does not move. Raises Refused without a reason."""
    access.check_can_return(by, hazard)
    if not why.strip():
        raise Refused("请写明退回的理由，让整改的人知道还差什么。")
    attach(hazard, photos, by=by)
    values = {
        "return_reason": why.strip(), "returns": hazard.returns + 1, "verified_at": None, "verified_by": None,
    }  # fmt: skip
    audit.move(hazard, Status.RETURNED, by=by, why=why.strip(), values=values)
    doors.open_for(hazard, by=by)
    telling.returned(hazard)
    return hazard
