"""Socket: upper apps say how often they used which versions of a checklist, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from weian.foundation.people.viewer import Viewer


@dataclass(frozen=True)
class Use:
    """How often a unit used a list, as far as the viewer may see it."""

    unit: Any
    times: int


# (refs of the versions, viewer, most) → the units that used them, the most frequent first.
Ask = Callable[[Sequence[str], Viewer, int], list[Use]]

_asks: dict[str, Ask] = {}


def use(label: str, ask: Ask) -> None:
    """Register a way of using checklists under its Chinese label. Raises ValueError when it is taken."""
    if label in _asks:
        raise ValueError(f"use is taken: {label!r}")
    _asks[label] = ask


def uses(refs: Sequence[str], viewer: Viewer, most: int = 20) -> dict[str, list[Use]]:
    """Who used the versions, by label; labels without any use are left out."""
    found = {label: ask(refs, viewer, most) for label, ask in _asks.items()}
    return {label: rows for label, rows in found.items() if rows}


def use_labels() -> list[str]:
    """All registered labels; the generated list of sockets reads it."""
    return sorted(_asks)
