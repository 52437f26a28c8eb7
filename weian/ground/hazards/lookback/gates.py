"""Who looks again at what was closed: somebody who neither fixed, verified nor closed it."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, LookBack
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor


def check_can_sample(by: Actor, hazard: Hazard) -> Viewer:
    """The commission above takes a closed hazard out to look at it itself (S2-2.3c)."""
    if hazard.status != Status.CLOSED:
        raise Refused("只能抽查已经销号的隐患。")
    if hazard.has(Mark.LOOKBACK):
        raise Refused("这条隐患已经列入回头看。")
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    if not viewer.supervises(hazard.unit):
        raise Refused("抽查由上级办理。")
    return viewer


def check_can_look_back(by: Actor, hazard: Hazard) -> Viewer:
    if not hazard.has(Mark.LOOKBACK):
        raise Refused("这条隐患没有列入回头看。")
    viewer = access.at_work(by, hazard, May.VERIFY_HAZARD)
    involved = hazard.fixers() | {one for one in (hazard.verified_by, hazard.closed_by) if one}
    if viewer.persons & involved:
        raise Refused("您参与了这条隐患的整改、验收或销号，回头看要换一个人去。")
    owed = now(hazard)
    if not viewer.unit.holds(owed.by_unit):
        raise Refused(f"这次回头看由{owed.by_unit.name}去看。")
    return viewer


def now(hazard: Hazard) -> LookBack:
    """The look back that is owed; there is one where the mark stands."""
    found: LookBack = hazard.lookbacks.select_related("by_unit").get(result="")
    return found
