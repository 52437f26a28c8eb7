"""What is asked for every viewer alike: the question compiled once for each kind of post (kernel.compiled)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from django.db.models import QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Appointment, Person, Post
from weian.foundation.people.viewer import Viewer
from weian.kernel import compiled

Build = Callable[[Viewer], QuerySet[Any]]


@dataclass(frozen=True)
class Stencil:
    """Somebody in a post of the same kind who does not exist: what is asked for them is asked for every such viewer.

    `shape` says all on which the form of a question may depend, `values` what stands for what (kernel.compiled).
    """

    viewer: Viewer
    shape: tuple[object, ...]
    values: dict[object, object]


def stencil(viewer: Viewer) -> Stencil:
    """The stencil of a viewer: by class of the post, kinds of its nodes, and whether somebody is stood in for."""
    kept = vars(viewer)
    if "_stencil" not in kept:
        kept["_stencil"] = _cut(viewer)
    return cast("Stencil", kept["_stencil"])


def _cut(viewer: Viewer) -> Stencil:
    away = viewer.appointment.stands_in_for_id
    inner = viewer.reach.pk != viewer.unit.pk
    unit = Unit(uid=compiled.uid(1), kind=viewer.unit.kind, pos=compiled.place(1), end=compiled.place(2))
    reach = Unit(
        uid=compiled.uid(2), kind=viewer.reach.kind, pos=compiled.place(3), end=compiled.place(4), parent=unit
    ) if inner else unit  # fmt: skip
    person, post = Person(uid=compiled.uid(3)), Post(uid=compiled.uid(4), post_class=viewer.post.post_class)
    post.unit, post.reach = unit, reach
    model = Appointment(
        uid=compiled.uid(5), person=person, post=post, stands_in_for_id=compiled.uid(6) if away else None
    )
    values: dict[object, object] = {
        compiled.uid(1): viewer.unit.pk, compiled.place(1): viewer.unit.pos, compiled.place(2): viewer.unit.end,
        compiled.uid(2): viewer.reach.pk, compiled.place(3): viewer.reach.pos, compiled.place(4): viewer.reach.end,
        compiled.uid(3): viewer.person.pk, compiled.uid(4): viewer.post.pk, compiled.uid(5): viewer.appointment.pk,
        compiled.uid(6): away,
    }  # fmt: skip
    shape = viewer.post.post_class, viewer.unit.kind, viewer.reach.kind if inner else "", away is not None
    return Stencil(Viewer(model), shape, values)


def rows_for(
    viewer: Viewer, name: str, build: Build, *shape: Hashable, values: compiled.Values = MappingProxyType({}),
    plan: str = "", planned: bool = True,
) -> list[Any]:  # fmt: skip
    """The rows of `build(viewer)`. `shape` holds every other value that `build` uses: days, limits, conditions.

    `values` are for further stand-ins of `build`; `plan` and `planned` as in kernel.compiled.
    """
    cut = stencil(viewer)
    return compiled.rows(
        (name, cut.shape, shape), {**cut.values, **values}, lambda: build(cut.viewer), planned=planned, plan=plan
    )


def count_for(
    viewer: Viewer, name: str, build: Build, *shape: Hashable, values: compiled.Values = MappingProxyType({})
) -> int:
    """How many rows `build(viewer)` has; nothing is asked where there can be none."""
    cut = stencil(viewer)
    return compiled.count((name, cut.shape, shape), {**cut.values, **values}, lambda: build(cut.viewer))
