"""Values out of what a phone said: of the right kind and length, or empty. Whether they are enough, the act decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID


def text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def uid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
