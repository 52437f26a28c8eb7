"""Who may see the owner of a file. Fed by the apps that own records; the file itself grants nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

Gate = Callable[[UUID, Any], bool]

_gates: dict[str, Gate] = {}


def owner_gate(kind: str, can_see: Gate) -> None:
    """Register how to ask whether a viewer may see the record (kind, uid). Raises ValueError if taken."""
    if _gates.get(kind, can_see) is not can_see:
        raise ValueError(f"the owner kind {kind!r} has a gate already")
    _gates[kind] = can_see


def may_see_owner(kind: str, uid: UUID, viewer: Any) -> bool:
    """Ask the gate of the owner; a kind without a gate is shown to nobody."""
    gate = _gates.get(kind)
    return gate is not None and gate(uid, viewer)
