"""Socket: what a pack may contain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

Check = Callable[[list[BaseModel]], list[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of content: its schema and an optional check of all entries together (returns Chinese complaints)."""

    name: str
    schema: type[BaseModel]
    check: Check | None = None


_kinds: dict[str, Kind] = {}


def kind(name: str, schema: type[BaseModel], check: Check | None = None) -> None:
    """Register a kind of content. The schema must have a `code` field."""
    if "code" not in schema.model_fields:
        raise TypeError(f"{schema.__name__} has no code field")
    _kinds[name] = Kind(name, schema, check)


def known() -> dict[str, Kind]:
    return dict(_kinds)
