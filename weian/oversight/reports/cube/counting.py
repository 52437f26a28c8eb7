"""Counts from the cube and the deltas that are not folded yet; exact at every moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, Sum

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.tally.models import Delta
from weian.ground.hazards import api as hazards
from weian.kernel import scope
from weian.oversight.reports.models import Cube, Fold


def count_on(kind: str, node: Unit, day: date, dims: Mapping[str, str] | None = None) -> int:
    """How many stood under `node` (a commission) at the end of `day` with these dimensions.

    A day before a move is told as it was: from the interval that the node held then. That one lies outside what the
    viewer's transactions see now, so it is read as system; the caller has asked whether the node may be seen.
    What is no production safety (S3-2.2a) is counted only where its domain is asked for by name.
    Raises ValueError for a node that is no commission: the cube knows nothing finer.
    """
    if node.kind not in ("commission", "root"):
        raise ValueError("the cube counts by commission")
    span = org.span_on(node, day)
    if span == node.span or not scope.sees(*node.span):
        return _count(kind, span, day, dims)
    with audit.acting_as_system("查看调整前的计数"):
        return _count(kind, span, day, dims)


def _count(kind: str, span: scope.Range, day: date, dims: Mapping[str, str] | None) -> int:
    asked = {"kind": kind, "org_pos__gte": span[0], "org_pos__lt": span[1], "day__lte": day}
    if dims:
        asked["dims__contains"] = dict(dims)
    apart = Q() if "domain" in (dims or {}) else ~Q(dims__domain__in=sorted(hazards.domains_apart()))
    last = Fold.objects.filter(pk=kind).values_list("last", flat=True).first() or 0
    folded = Cube.objects.filter(apart, **asked).aggregate(n=Sum("n"))["n"] or 0
    fresh = Delta.objects.filter(apart, **asked, id__gt=last).aggregate(n=Sum("n"))["n"] or 0
    return int(folded + fresh)
