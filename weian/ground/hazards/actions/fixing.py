"""当场改正: put right while the finder stands there, shown by a photo before and one after."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Appointment
from weian.ground.hazards import access, proof, telling
from weian.ground.hazards.actions.reporting import Photo, attach
from weian.ground.hazards.kinds import Acceptor
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.kernel import clock
from weian.kernel.actor import Actor


def fix_on_the_spot(
    hazard: Hazard, measure: str, *, by: Actor, fixer: Appointment | None = None, photos: Sequence[Photo] = ()
) -> Hazard:
    """Record that it was put right at once; another person then verifies (S0-2.4b).

    `fixer` is who did it (default the one who records); an inspector of the commission names somebody of the unit.
    Needs what was done and, together with what is kept already, a photo before and one after. Raises Refused.
    """
    viewer = access.check_can_fix_on_the_spot(by, hazard)
    if fixer is None and viewer.supervises(hazard.unit):
        raise Refused(f"请指明{hazard.unit.name}当场改正的人。检查人员不替单位整改。")
    fixer = fixer or viewer.appointment
    if not hazard.unit.holds(fixer.person.unit):
        raise Refused(f"{fixer.person.name}不是{hazard.unit.name}的人，不能作当场改正的人。")
    if not measure.strip():
        raise Refused("请写一句当场怎么改的。")
    attach(hazard, photos, by=by)
    proof.check_before_and_after(hazard)
    hazard.fixed_by = fixer.person_id
    upper = hazard.upper_by_nature or not access.has_third_person(hazard)
    values = {
        "on_the_spot": True, "at_once": True, "measure": measure.strip(), "result": measure.strip(),
        "responsible": fixer.person, "responsible_post": fixer.post, "fixed_by": fixer.person_id, "money": Decimal(0),
        "due": clock.today(), "acceptor": Acceptor.UPPER if upper else Acceptor.OWN,
    }  # fmt: skip
    audit.move(hazard, Status.FIXED, by=by, values=values)
    telling.awaits_verification(hazard)
    return hazard
