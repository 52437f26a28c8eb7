"""What lies over a hazard beside its own life (挂牌、移交、协调、回头看 …): each act is one line of a table.

A package that brings acts lists them as `ACTS`; the record page offers those whose gate lets the viewer pass, and one
view does them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weian.foundation.people.api import Viewer
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.models import Hazard

Gate = Callable[[Any, Hazard], object]
Deed = Callable[[Hazard, dict[str, Any], Viewer, Any], object]
Said = str | Callable[[Any], str]


@dataclass(frozen=True)
class Act:
    """`deed(hazard, said, viewer, uid)` does it; `uid` is the client's key of what is made. `done` is said then, or
    says what came of it."""

    word: str
    gate: Gate
    form: type[ActForm]
    deed: Deed
    done: Said
    files: str = ""
