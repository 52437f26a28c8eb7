"""What is asked of every node alike: the question compiled once for all nodes of a kind (kernel.compiled)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db.models import Count, QuerySet, Value

from weian.foundation.org.models import Unit
from weian.kernel import compiled


@cache
def _stand_in(kind: str) -> Unit:
    """A node of that kind that does not exist. Nobody changes it."""
    return Unit(uid=compiled.uid(1), kind=kind, pos=compiled.place(1), end=compiled.place(2))


def rows_at(
    node: Unit, name: str, build: Callable[[Unit], QuerySet[Any]], *shape: Hashable,
    values: compiled.Values = MappingProxyType({}),
) -> list[Any]:  # fmt: skip
    """The rows of `build(node)`. `shape` holds every other value that `build` uses: days, limits, conditions.

    `values` are for further stand-ins of `build`, numbered from 10 on. It is planned each time: how wide the node is
    decides how best to look.
    """
    one = _stand_in(node.kind)
    own: dict[Any, Any] = {one.pk: node.pk, one.pos: node.pos, one.end: node.end}
    return compiled.rows((name, node.kind, shape), {**own, **values}, lambda: build(one), planned=False)


def count_at(node: Unit, name: str, build: Callable[[Unit], QuerySet[Any]], *shape: Hashable) -> int:
    """How many rows `build(node)` has."""

    def counted(node: Unit) -> QuerySet[Any]:
        every = build(node).order_by().annotate(all=Value(1)).values("all")
        counts: QuerySet[Any] = every.annotate(n=Count(Value(1))).values_list("n", flat=True)
        return counts

    return next(iter(rows_at(node, name, counted, *shape)), 0)
