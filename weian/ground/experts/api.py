"""The door of experts."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.experts.access import can_draw
from weian.ground.experts.actions.drawing import DrawSpec, commit, open_, prepare, rule, take_stand, tell, void
from weian.ground.experts.actions.papers import EVEN, RESTED, Pool
from weian.ground.experts.actions.pool import ExpertSpec, add_expert, appraise, change_expert, end_recusal, recuse
from weian.ground.experts.models import Assignment, Draw, Expert, OpenedDraw, Stand
from weian.ground.experts.pack_schema import DrawPool, Speciality, pools, specialities
from weian.ground.experts.planned import Planning, planning_source
from weian.ground.experts.queries import experts_for, pool_of
from weian.ground.experts.states import DrawStatus
from weian.ground.experts.visited import visited_source
from weian.kernel.draw import faults as verify

__all__ = [
    "EVEN",
    "RESTED",
    "Draw",
    "DrawPool",
    "DrawSpec",
    "DrawStatus",
    "Drawn",
    "Expert",
    "ExpertSpec",
    "OpenedDraw",
    "Planning",
    "Pool",
    "Speciality",
    "Stand",
    "add_expert",
    "appraise",
    "can_draw",
    "change_expert",
    "commit",
    "drawn",
    "draws_for_plan",
    "end_recusal",
    "experts_for",
    "open_",
    "planning_source",
    "pool_of",
    "pools",
    "prepare",
    "record_of",
    "recuse",
    "rule",
    "specialities",
    "take_stand",
    "tell",
    "verify",
    "visited_source",
    "void",
]


@dataclass(frozen=True)
class Drawn:
    """A drawn result as a plan takes it: the units, who goes to each, and who checks whom."""

    draw: Draw
    units: list[Unit]
    teams: dict[UUID, list[Expert]] = field(default_factory=dict)
    pairs: list[tuple[Unit, Unit]] = field(default_factory=list)


def draws_for_plan(viewer: Viewer, *, limit: int = 50) -> list[Draw]:
    """What the viewer's own commission has drawn and not voided, newest first."""
    own = Draw.objects.visible_to(viewer).filter(unit=viewer.unit, status=DrawStatus.DRAWN)
    return list(own.order_by("-made_at", "-uid")[:limit])


def drawn(uid: UUID, viewer: Viewer) -> Drawn | None:
    """The result of one draw; None where there is none, it is not drawn, or the viewer may not see it."""
    draw = Draw.objects.visible_to(viewer).filter(pk=uid, status=DrawStatus.DRAWN).first()
    if draw is None:
        return None
    result, sent = draw.result, Assignment.objects.filter(draw=draw, ended_at=None)
    pairs = result.get("pairs", {})
    keys = [*result.get("units", [*result.get("teams", {})]), *pairs, *pairs.values()]
    units = {str(one.pk): one for one in Unit.objects.filter(pk__in=set(keys))}
    teams: dict[UUID, list[Expert]] = {}
    for one in sent.select_related("expert__person", "expert__employer").order_by("target", "uid"):
        teams.setdefault(one.target_id, []).append(one.expert)
    return Drawn(
        draw, [units[key] for key in dict.fromkeys(keys)], teams, [(units[a], units[b]) for a, b in pairs.items()]
    )


def record_of(uid: UUID, viewer: Viewer) -> Draw | OpenedDraw | None:
    """The draw, or what was opened of it, whose page this viewer may read."""
    return (
        Draw.objects.visible_to(viewer).filter(pk=uid).first()
        or OpenedDraw.objects.visible_to(viewer).filter(pk=uid).first()
    )
