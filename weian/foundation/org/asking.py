"""What is asked of every node alike: the question compiled once for all nodes of a kind (kernel.compiled)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from weian.foundation.org.models import Unit
from weian.kernel import compiled

Build = Callable[[Unit], QuerySet[Any]]


@cache
def _stand_in(kind: str) -> Unit:
    """A node of that kind that does not exist. Nobody changes it."""
    return Unit(uid=compiled.uid(1), kind=kind, pos=compiled.place(1), end=compiled.place(2))


def rows_at(
    node: Unit, name: str, build: Build, *shape: Hashable, values: compiled.Values = MappingProxyType({})
) -> list[Any]:  # fmt: skip
    """The rows of `build(node)`. `shape` holds every other value that `build` uses: days, limits, conditions.

    `values` are for further stand-ins of `build`, numbered from 10 on. It is planned each time: how wide the node is
    decides how best to look.
    """
    one, own = _stood_in_for(node)
    return compiled.rows((name, node.kind, shape), {**own, **values}, lambda: build(one), planned=False)


def count_at(
    node: Unit, name: str, build: Build, *shape: Hashable, values: compiled.Values = MappingProxyType({})
) -> int:  # fmt: skip
    """How many rows `build(node)` has; the rest as of `rows_at`."""
    one, own = _stood_in_for(node)
    return compiled.count((name, node.kind, shape), {**own, **values}, lambda: build(one), planned=False)


def _stood_in_for(node: Unit) -> tuple[Unit, dict[Any, Any]]:
    one = _stand_in(node.kind)
    return one, {one.pk: node.pk, one.pos: node.pos, one.end: node.end}
