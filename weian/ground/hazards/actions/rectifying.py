"""Putting it right, and asking somebody else to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import access, doors, proof, telling
from weian.ground.hazards.actions.assigning import Elements, Incomplete
from weian.ground.hazards.actions.reporting import Photo, attach
from weian.ground.hazards.kinds import Acceptor
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.states import Status
from weian.kernel.actor import Actor


def rectify(hazard: Hazard, *, by: Actor, note: str = "", photos: Sequence[Photo] = ()) -> Hazard:
    """Begin, or go on with, the rectification: what was done so far and the photos of it.

    What cannot be put right at once does not get here without plan and interim measure (S2-2.2i): raises Incomplete.
    """
    access.check_can_rectify(by, hazard)
    attach(hazard, photos, by=by)
    values: dict[str, Any] = {"result": note.strip() or hazard.result}
    if hazard.status == Status.RECTIFYING:
        if not (note.strip() or photos):
            raise Refused("请写一句整改情况，或上传一张照片。")
        with audit.changed(hazard, "hazard.progressed", by=by, facts={"files": len(photos)}):
            hazard.result = values["result"]
        return hazard
    if missing := elements_of(hazard).missing():
        raise Incomplete(missing)
    values["on_the_spot"] = False
    audit.move(hazard, Status.RECTIFYING, by=by, values=values, facts={"files": len(photos)})
    doors.open_for(hazard, by=by)
    return hazard


def apply(hazard: Hazard, *, by: Actor, note: str = "", photos: Sequence[Photo] = ()) -> Hazard:
    """Say that it is put right and ask for verification, with at least one photo or file made in this round.

    Raises Refused without proof of this round or without a word on what was done.
    """
    access.check_can_apply(by, hazard)
    attach(hazard, photos, by=by)
    result = note.strip() or hazard.result
    if not result:
        raise Refused("请写一句改成了什么样。")
    proof.check_after(hazard)
    hazard.applied_by = by.actor_uid
    upper = hazard.upper_by_nature or not access.has_third_person(hazard)
    values = {"result": result, "acceptor": Acceptor.UPPER if upper else Acceptor.OWN}
    audit.move(hazard, Status.APPLIED, by=by, values=values)
    doors.shut_for(hazard, by=by)
    telling.awaits_verification(hazard)
    return hazard


def elements_of(hazard: Hazard) -> Elements:
    """The five elements as they stand."""
    return Elements(
        responsible=hazard.responsible, responsible_post=hazard.responsible_post, measure=hazard.measure,
        money=hazard.money, due=hazard.due, plan=hazard.plan, interim_measure=hazard.interim_measure,
        at_once=hazard.at_once,
    )  # fmt: skip
