"""Socket: tables that carry positions, so that a move of a unit can carry their rows along."""

from __future__ import annotations

from typing import TypeVar

from weian.foundation.org.models import Positioned

M = TypeVar("M", bound=type[Positioned])

_positioned: list[type[Positioned]] = []


def positioned(model: M) -> M:
    """Register a model whose rows count at a place. Use as a class decorator or from AppConfig.ready()."""
    if model not in _positioned:
        _positioned.append(model)
    return model


def positioned_models() -> list[type[Positioned]]:
    """All registered models, in a fixed order so that two moves cannot deadlock."""
    return sorted(_positioned, key=lambda model: model._meta.db_table)
