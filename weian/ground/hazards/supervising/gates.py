"""挂牌督办: who lists, reports, asks for the end of it and lifts it.

The unit does; the commission that listed decides, and so does any commission above that one.
"""

from __future__ import annotations

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import access
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Supervision
from weian.ground.hazards.states import ENDED, Status, Supervised
from weian.kernel.actor import Actor


def check_can_list(by: Actor, hazard: Hazard) -> Viewer:
    if hazard.status in ENDED:
        raise Refused(f"现在是“{hazard.get_status_display()}”，不用挂牌。")
    if not hazard.grade:
        raise Refused("还没有定级，不能挂牌。请先定级。")
    if hazard.has(Mark.SUPERVISED):
        raise Refused("这条隐患已经挂牌督办。")
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    if not viewer.supervises(hazard.unit):
        raise Refused(f"挂牌督办由上级（{access.upper_of(hazard)}）办理，本单位不给自己挂牌。")
    return viewer


def check_can_report_progress(by: Actor, hazard: Hazard) -> Viewer:
    """The unit's own people: whoever puts it right, and its desk."""
    _listed(hazard)
    viewer = access.person_of(by)
    if hazard.status in ENDED:
        raise Refused("已经销号，不用再报进展。")
    if hazard.responsible_id in viewer.persons:
        return viewer
    if viewer.supervises(hazard.unit):
        raise Refused(f"督办进展由{hazard.unit.name}报。")
    return access.at_work(by, hazard, May.ASSIGN_HAZARD)


def check_can_ask_to_lift(by: Actor, hazard: Hazard) -> Viewer:
    """The unit, in writing, once it has been verified."""
    _listed(hazard)
    viewer = access.at_work(by, hazard, May.ASSIGN_HAZARD)
    if viewer.supervises(hazard.unit):
        raise Refused(f"解除挂牌由{hazard.unit.name}申请，由挂牌的单位决定。")
    if hazard.status not in (Status.APPLIED, Status.VERIFIED):
        raise Refused(f"现在是“{hazard.get_status_display()}”。整改完成、申请验收以后才能申请解除挂牌。")
    if now(hazard).status != Supervised.LISTED:
        raise Refused("已经申请解除，等挂牌的单位决定。")
    return viewer


def check_can_lift(by: Actor, hazard: Hazard) -> Viewer:
    """Lift it or refuse to: of the level that listed or above, and not who had a hand in the rectification."""
    _listed(hazard)
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    access.check_judges_at_level(viewer, hazard, "解除挂牌")
    standing = now(hazard)
    if viewer.persons & (hazard.fixers() | {standing.asked_by}):
        raise Refused("参与整改或申请解除的人不能自己解除挂牌。请换一位同事。")
    if standing.status != Supervised.ASKED:
        raise Refused(f"{hazard.unit.name}还没有申请解除挂牌。")
    if hazard.status != Status.VERIFIED:
        raise Refused("还没有现场验收，不能解除挂牌。请先验收。")
    return viewer


def check_can_refuse_to_lift(by: Actor, hazard: Hazard) -> Viewer:
    _listed(hazard)
    viewer = access.at_work(by, hazard, May.SUPERVISE_HAZARD)
    access.check_judges_at_level(viewer, hazard, "决定解除挂牌")
    if now(hazard).status != Supervised.ASKED:
        raise Refused(f"{hazard.unit.name}还没有申请解除挂牌。")
    return viewer


def now(hazard: Hazard) -> Supervision:
    """The listing in force; there is one where the mark stands."""
    found: Supervision = (
        hazard.supervisions.exclude(status=Supervised.LIFTED).select_related("by_unit").with_report_due().get()
    )  # fmt: skip
    found.hazard = hazard
    return found


def _listed(hazard: Hazard) -> None:
    if not hazard.has(Mark.SUPERVISED):
        raise Refused("这条隐患没有挂牌督办。")
