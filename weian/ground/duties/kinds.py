"""Socket: what a task that is a door opens, and who may see behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class TaskKind:
    """`complete` is called when the door is closed from the list; None where only the thing itself can end it."""

    kind: str
    title: str
    url: Callable[[UUID], str]
    complete: Callable[[UUID, Any], None] | None
    can_see: Callable[[UUID, Any], bool]


_kinds: dict[str, TaskKind] = {}


def task_kind(
    kind: str, title: str, url: Callable[[UUID], str], complete: Callable[[UUID, Any], None] | None,
    can_see: Callable[[UUID, Any], bool],
) -> None:  # fmt: skip
    """Register a kind of door. Raises ValueError when it is taken."""
    if kind in _kinds:
        raise ValueError(f"task kind is taken: {kind!r}")
    _kinds[kind] = TaskKind(kind, title, url, complete, can_see)


def door_kind(kind: str) -> TaskKind:
    """What stands behind doors of a kind. Raises KeyError for one that is not registered."""
    return _kinds[kind]


def task_kinds() -> list[str]:
    """All registered kinds, sorted; the generated list of sockets reads it."""
    return sorted(_kinds)
