"""Socket: what goes down with a document that is forwarded – what levels below its issuer added to it (本级新增)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weian.foundation.documents.models import Document
from weian.foundation.people.viewer import Viewer


@dataclass(frozen=True)
class Beside:
    """`template` draws `found` on the page from which the document is forwarded."""

    template: str
    found: Any


_sources: list[Callable[[Document, Viewer], Beside | None]] = []


def beside(source: Callable[[Document, Viewer], Beside | None]) -> None:
    """Register who knows what goes down with a document. Raises ValueError when that is taken."""
    if _sources:
        raise ValueError("what goes down with a document is told by one app")
    _sources.append(source)


def beside_sources() -> list[str]:
    """Who tells it; the generated list of sockets reads it."""
    return [source.__module__.removesuffix(".sockets").rsplit(".", 1)[-1] for source in _sources]


def beside_of(document: Document, viewer: Viewer) -> Beside | None:
    return _sources[0](document, viewer) if _sources else None
