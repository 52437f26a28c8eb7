"""Who may judge a hazard by the criteria, object to a grade, and decide about it."""

from __future__ import annotations

from weian.foundation.org.api import Kind
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.criteria import knowing
from weian.ground.hazards.kinds import Grade, Mark
from weian.ground.hazards.models import Hazard, Regrade
from weian.ground.hazards.states import ENDED
from weian.kernel.actor import Actor, System


def check_can_judge(by: Actor, hazard: Hazard) -> Viewer:
    if hazard.status in ENDED:
        raise Refused(f"现在是“{hazard.get_status_display()}”，不再判定。")
    viewer = access.at_work(by, hazard, May.GRADE_HAZARD)
    if not knowing.measured_by(hazard):
        raise Refused("内容包里没有适用于这类隐患的重大隐患判定标准。请按一般程序定级。")
    return viewer


def check_grade_stands(by: Actor, hazard: Hazard, to: str) -> None:
    """What was judged major is lowered by two people; what the level above graded is not changed by the unit alone."""
    if to == hazard.grade or isinstance(by, System):
        return
    if hazard.has(Mark.JUDGED) and to != Grade.MAJOR:
        raise Refused("这条隐患按判定标准属于重大隐患。降级要写明理由，由另一个人决定：请走“申请改等级”。")
    if _graded_above(hazard) and not _above(by, hazard):
        above = hazard.graded_from.name if hazard.graded_from else ""
        raise Refused(f"等级是{above}定的，本单位不能自行改。有异议请走“申请改等级”，由上级决定。")


def check_can_ask_regrade(by: Actor, hazard: Hazard) -> Viewer:
    viewer = access.at_work(by, hazard, May.GRADE_HAZARD)
    if not hazard.is_open or not hazard.grade:
        raise Refused("已经定级、还没有销号的隐患才能申请改等级。")
    if hazard.has(Mark.REGRADE):
        raise Refused("已经有一个改等级的申请在等决定，不用再申请。")
    if not hazard.has(Mark.JUDGED) and (not _graded_above(hazard) or _above(by, hazard)):
        raise Refused("这个等级可以直接改，不用申请。请用“改等级”。")
    return viewer


def check_can_decide_regrade(by: Actor, hazard: Hazard) -> Viewer:
    """Another person, of the level above the unit; nobody who asked or helped to put it right."""
    viewer = access.at_work(by, hazard, May.GRADE_HAZARD)
    if not hazard.has(Mark.REGRADE):
        raise Refused("没有等决定的改等级申请。")
    asked = pending(hazard)
    if viewer.persons & ({asked.asked_by_id} | hazard.fixers()):
        raise Refused("自己申请或参与整改的，不能自己决定改等级。请由另一个人决定。")
    if not _above(by, hazard):
        raise Refused(f"改等级由上级（{access.upper_of(hazard)}）决定。")
    return viewer


def pending(hazard: Hazard) -> Regrade:
    """The request that waits; there is one where the mark stands."""
    found: Regrade = hazard.regrades.select_related("asked_by").get(decision="")
    return found


def _graded_above(hazard: Hazard) -> bool:
    return hazard.graded_from_id is not None and hazard.graded_from_id != hazard.unit_id


def _above(by: Actor, hazard: Hazard) -> bool:
    """A commission decides for those below it; for its own hazards a second person of it does."""
    if not isinstance(by, Viewer):
        return False
    own = hazard.unit.kind == Kind.COMMISSION and by.unit.pk == hazard.unit_id
    return by.supervises(hazard.unit) or own
