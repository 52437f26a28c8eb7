"""Sockets: what upper apps show on the page of a place, and what they let somebody do who stands before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from weian.foundation.people.api import Viewer
from weian.ground.registry.models import Subject


@dataclass(frozen=True)
class Act:
    """A button of the place: `url` gets the subject and the code that was scanned (empty where nobody scanned)."""

    key: str
    label: str
    icon: str
    order: int
    url: Callable[[Subject, str], str]
    can: Callable[[Subject, Viewer], bool]


@dataclass(frozen=True)
class Card:
    """A section of the page: a template and what it is drawn with; None where there is nothing to show."""

    key: str
    order: int
    template: str
    context: Callable[[Subject, Viewer, str], dict[str, Any] | None]


# Where a label leads somebody to whom its place is foreign, e.g. who builds there; empty for nowhere.
OutsideDoor = Callable[[UUID, Viewer], str]

_acts: dict[str, Act] = {}
_cards: dict[str, Card] = {}
_outside: dict[str, OutsideDoor] = {}


def place_act(act: Act) -> None:
    """Call from AppConfig.ready(). Raises ValueError when the key is taken."""
    if act.key in _acts:
        raise ValueError(f"act of a place is taken: {act.key!r}")
    _acts[act.key] = act


def place_card(card: Card) -> None:
    """Call from AppConfig.ready(). Raises ValueError when the key is taken."""
    if card.key in _cards:
        raise ValueError(f"card of a place is taken: {card.key!r}")
    _cards[card.key] = card


def outside_door(key: str, url: OutsideDoor) -> None:
    """Call from AppConfig.ready(). Raises ValueError when the key is taken."""
    if key in _outside:
        raise ValueError(f"door for outsiders is taken: {key!r}")
    _outside[key] = url


def outside_url(subject: UUID, viewer: Viewer) -> str:
    return next((url for door in _outside.values() if (url := door(subject, viewer))), "")


def acts_at(subject: Subject, viewer: Viewer, token: str = "") -> list[dict[str, str]]:
    """The buttons that this viewer may press at the place."""
    found = sorted(_acts.values(), key=lambda one: one.order)
    return [
        {"label": one.label, "icon": one.icon, "url": one.url(subject, token)}
        for one in found
        if one.can(subject, viewer)
    ]


def cards_of(subject: Subject, viewer: Viewer, token: str = "") -> list[dict[str, Any]]:
    found = sorted(_cards.values(), key=lambda one: one.order)
    told = [(one.template, one.context(subject, viewer, token)) for one in found]
    return [{"template": template, "card": card} for template, card in told if card is not None]


def door_keys() -> list[str]:
    """All acts, cards and doors for outsiders; the generated list of sockets reads it."""
    return sorted(
        [*(f"act {key}" for key in _acts), *(f"card {key}" for key in _cards), *(f"outside {key}" for key in _outside)]
    )
