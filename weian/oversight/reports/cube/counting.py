"""Counts from the cube and the deltas that are not folded yet; exact at every moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Sum

from weian.foundation.org.models import Unit
from weian.foundation.tally.models import Delta
from weian.oversight.reports.models import Cube, Fold


def count_on(kind: str, node: Unit, day: date, dims: Mapping[str, str] | None = None) -> int:
    """How many stood under `node` (a commission) at the end of `day` with these dimensions.

    Raises ValueError for a node that is no commission: the cube knows nothing finer.
    """
    if node.kind not in ("commission", "root"):
        raise ValueError("the cube counts by commission")
    asked = {"kind": kind, "org_pos__gte": node.pos, "org_pos__lt": node.end, "day__lte": day}
    if dims:
        asked["dims__contains"] = dict(dims)
    last = Fold.objects.filter(pk=kind).values_list("last", flat=True).first() or 0
    folded = Cube.objects.filter(**asked).aggregate(n=Sum("n"))["n"] or 0
    fresh = Delta.objects.filter(**asked, id__gt=last).aggregate(n=Sum("n"))["n"] or 0
    return int(folded + fresh)
