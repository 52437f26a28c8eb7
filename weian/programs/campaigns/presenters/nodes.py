"""The calendar of nodes of a year: their days or 待定, who entered them, and how far units and leaders are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import queries
from weian.programs.campaigns.actions.nodes import PACK
from weian.programs.campaigns.models import KeyDay, NodeCheck
from weian.programs.campaigns.pack_schema import KeyNode, key_nodes
from weian.ui.words import isodate


@dataclass(frozen=True)
class NodeLine:
    """One node for the viewer's unit. `units` and `leaders` are (done, whole), None before its check begins."""

    node: KeyNode
    day: KeyDay | None
    days: str
    begins: str
    by: str
    units: tuple[int, int] | None = None
    leaders: tuple[int, int] | None = None
    own: NodeCheck | None = None

    @property
    def unknown(self) -> bool:
        return not self.days


def of_year(viewer: Viewer, year: int) -> list[NodeLine]:
    """All nodes of the content, those whose days are known first, by day. A fixed number of queries."""
    known = queries.key_days_for(viewer.unit, [year])
    opened = [one for one in known.values() if one.has_opened(clock.today())]
    units, leaders = _units(viewer, opened), _leaders(viewer, opened)
    own = {one.day_id: one for one in NodeCheck.objects.filter(day__in=opened, post=viewer.post)}
    lines = [_line(node, known.get((code, year)), year, units, leaders, own) for code, node in key_nodes().items()]
    return sorted(lines, key=lambda one: (one.unknown, one.days))


def _line(
    node: KeyNode, day: KeyDay | None, year: int, units: dict[UUID, tuple[int, int]],
    leaders: dict[UUID, tuple[int, int]], own: dict[UUID, NodeCheck],
) -> NodeLine:  # fmt: skip
    fixed = node.days_in(year)
    if day is None:
        begins = isodate(fixed[0] - timedelta(days=node.lead_days)) if fixed else ""
        return NodeLine(node, None, _days(*fixed) if fixed else "", begins, "每年固定" if fixed else "")
    return NodeLine(
        node, day, _days(day.first, day.last), isodate(day.opens), day.unit.title, units.get(day.pk),
        leaders.get(day.pk), own.get(day.pk),
    )  # fmt: skip


def _days(first: date | None, last: date | None) -> str:
    return isodate(first) if first == last else f"{isodate(first)} 至 {isodate(last)}"


def _units(viewer: Viewer, days: list[KeyDay]) -> dict[UUID, tuple[int, int]]:
    """Of each node: units in the viewer's reach that are through, of those that owe it."""
    if not viewer.is_commission or not days:
        return {}
    items = {f"{PACK}.{one.code}_{one.year}": one.pk for one in days}
    asked = duties.Obligation.objects.filter(
        pack_item__in=items, status=duties.Obligation.Status.ACTIVE, issuer__pos__lt=viewer.unit.end,
        issuer__end__gt=viewer.unit.pos,
    ).values_list("pk", "pack_item")  # fmt: skip
    by_obligation = {uid: items[item] for uid, item in asked}
    rows = duties.Task.objects.under(viewer.unit).filter(obligation__in=by_obligation, status__in=duties.FINISHED)
    done: dict[UUID, int] = {}
    for uid, number in rows.values_list("obligation").annotate(n=Count("pk")):
        done[by_obligation[uid]] = done.get(by_obligation[uid], 0) + number
    whole = Unit.objects.addressable().under(viewer.unit).count()
    return {one.pk: (done.get(one.pk, 0), whole) for one in days if one.pk in by_obligation.values()}


def _leaders(viewer: Viewer, days: list[KeyDay]) -> dict[UUID, tuple[int, int]]:
    rows = NodeCheck.objects.visible_to(viewer).filter(day__code__in=[one.code for one in days])
    counted = rows.values_list("day__code", "day__year").annotate(
        whole=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))
    )
    found = {(code, year): (done, whole) for code, year, whole, done in counted}
    return {one.pk: found[one.code, one.year] for one in days if (one.code, one.year) in found}
