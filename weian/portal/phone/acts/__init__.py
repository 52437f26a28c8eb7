"""Kinds of acts that a phone may send, and who does each: the apps' own actions, as that person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.portal.phone.models import Arrival


@dataclass(frozen=True)
class Landed:
    """A photo whose bytes are here, for an act that had to wait for it."""

    uid: UUID
    file: Any
    role: str
    source: str


@dataclass(frozen=True)
class Doing:
    """One act to be done: what the phone claims (`arrival`), by whom, what was said, when it is believed to be from.

    `announced` are the photos that come with it; `photos` those of them that are here.
    """

    arrival: Arrival
    by: Viewer
    body: Mapping[str, Any]
    at: datetime
    announced: Sequence[UUID] = ()
    photos: Sequence[Landed] = ()


@dataclass(frozen=True)
class Done:
    """What came of it: the record that its photos belong to (`owners`: those of another), and what the phone shows."""

    kind: str = ""
    uid: UUID | None = None
    unit: Unit | None = None
    url: str = ""
    no: str = ""
    pairs: list[dict[str, str]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    owners: Mapping[UUID, tuple[str, UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """`version`: the newest form of its body that is read here. With `proof` it is judged when its photos are here.

    `ahead` is told the uids and bodies of many acts before they are done one by one: it asks once for what all need.
    """

    do: Callable[[Doing], Done]
    version: int = 1
    proof: bool = False
    ahead: Callable[[Mapping[UUID, Mapping[str, Any]]], None] | None = None
