"""The rectification task in `duties` is a door to the hazard: it opens and shuts with it and knows nothing else."""

from __future__ import annotations

from weian.ground.duties import api as duties
from weian.ground.hazards.models import Hazard
from weian.kernel.actor import Actor

RECTIFY = "hazard.rectify"


def open_for(hazard: Hazard, *, by: Actor) -> None:
    """A door before the responsible person, with the hazard's own deadline; an open one is re-hung."""
    duties.open_task(
        RECTIFY, hazard.uid, unit=hazard.unit, post=hazard.responsible_post, person=hazard.responsible,
        due=hazard.due, title=f"整改隐患：{hazard.title}", by=by,
    )  # fmt: skip


def shut_for(hazard: Hazard, *, by: Actor) -> None:
    duties.close_door(RECTIFY, hazard.uid, by=by)
