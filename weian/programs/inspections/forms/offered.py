"""The checklists among which somebody chooses, in groups that say what fits."""

from __future__ import annotations

from typing import Any

from weian.foundation.people.api import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry

# For what one looks at others, and at oneself.
LOOKING = frozenset({"inspect", "special"})
OWN_LOOKING = frozenset({"self", "round", "special"})


def grouped(viewer: Viewer, purposes: frozenset[str], *, others_too: bool = False) -> list[Any]:
    """What may be checked with for these purposes, what fits first: lists of one's own, for the whole house, for places
    that it has; last, where wanted, what is for other purposes."""
    groups: list[list[checklists.Sheet]] = [[] for _ in range(5)]
    own, whole, here, elsewhere, others = groups
    marks = set() if viewer.is_commission else registry.marks_of(viewer.unit)
    for one in checklists.sheets_for_visits(viewer.unit):
        if one.purposes and not purposes.intersection(one.purposes):
            others += [one] * others_too
        elif one.ref.startswith("own:"):
            own.append(one)
        elif not one.applies.tags:
            whole.append(one)
        else:
            (here if viewer.is_commission or marks.intersection(one.applies.tags) else elsewhere).append(one)
    if viewer.is_commission:
        words = ("本级和上级制定的", "整个单位", "分部位", "", "单位自查、巡查用的")
    else:
        words = ("本单位和上级制定的", "整个单位", "本单位有的部位", "没有登记的部位", "上级检查用的")
    return [(word, named(group)) for word, group in zip(words, groups, strict=True) if group]


def named(sheets: list[checklists.Sheet]) -> list[tuple[str, str]]:
    return [(one.ref, f"{one.title}（{one.count} 项）") for one in sheets]
