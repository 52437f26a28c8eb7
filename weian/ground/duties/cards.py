"""Socket: what a task shows of the campaign that asks for it – its name, where it is, whom to ask (S2-4.4e)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Contact:
    name: str
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """`url` leads to the campaign; whoever may not see it gets a page that is not there, as everywhere."""

    title: str
    url: str
    contacts: tuple[Contact, ...] = ()


_sources: list[Callable[[UUID], Card | None]] = []


def campaign_card(source: Callable[[UUID], Card | None]) -> None:
    """Register who knows the card of a campaign. Raises ValueError when that is taken."""
    if _sources:
        raise ValueError("the card of a campaign is told by one app")
    _sources.append(source)


def card_sources() -> list[str]:
    """Who tells the card; the generated list of sockets reads it."""
    return [source.__module__.removesuffix(".sockets").rsplit(".", 1)[-1] for source in _sources]


def card_of(campaign: UUID | None) -> Card | None:
    return _sources[0](campaign) if campaign and _sources else None
