"""Who says whether two hazards are one."""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Pair
from weian.ground.hazards.states import STATES, Status
from weian.kernel.actor import Actor


def check_can_answer_pair(by: Actor, hazard: Hazard) -> Viewer:
    viewer = access.at_work(by, hazard, May.GRADE_HAZARD)
    if not hazard.has(Mark.PAIR):
        raise Refused("这条隐患没有疑似重复的，不用回答。")
    return viewer


def check_can_merge(by: Actor, hazard: Hazard, into: Hazard) -> None:
    """Before it was given to anybody; afterwards both go their way."""
    access.at_work(by, hazard, May.GRADE_HAZARD)
    if not STATES.allowed(hazard.status, Status.MERGED):
        raise Refused("这条已经有人在办，不能再并入别的；两条分别办完即可。")
    if set(hazard.marks) - {Mark.PAIR, Mark.JUDGED, Mark.RECURRING}:
        raise Refused("这条隐患还有挂牌、移交、协调或改等级没有办完，不能并入别的。")
    if into.unit_id != hazard.unit_id or into.pk == hazard.pk or into.status == Status.MERGED:
        raise Refused("只能并入本单位另一条没有并掉的隐患。")


def waiting(hazard: Hazard) -> Pair:
    """The pair that waits for an answer; there is one where the mark stands."""
    found: Pair = hazard.pairs.select_related("earlier").get(answer="")
    return found
