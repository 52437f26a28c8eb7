"""Who tries what at whose thing: the whole product of people, verbs and addresses, or a fair part of it.

An ordinary run takes a part, the same every time; `make soak` takes all of it, lap after lap with other bodies.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil
from typing import Any, TypeVar

from django import forms
from django.test import Client
from django.utils.http import urlencode

from tests.cast import PEOPLE
from tests.conftest import client_of
from tests.trust.world import AGENCY, NOBODY, Thing, World, filled, plain, routes

T = TypeVar("T")
PART = 16  # an ordinary run tries every sixteenth
TRIES = int(os.environ.get("WEIAN_TRIES", "0"))  # 0: an ordinary run
OTHER_VERBS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Try:
    who: str
    verb: str
    pattern: str
    thing: Thing
    at: str


def client_for(world: World, who: str) -> Client:
    return client_of(getattr(world.cast, who)) if who != NOBODY else Client()


def objects_at(world: World, pattern: str) -> list[tuple[Thing, dict[str, object]]]:
    """The things that a pattern can name."""
    return [
        (thing, values) for thing in world.things for start, values in thing.places.items() if pattern.startswith(start)
    ]


def address_of(world: World, pattern: str) -> str:
    """The address of a pattern at the first thing that it can name, else at what is absent."""
    named = objects_at(world, pattern)
    return filled(pattern, named[0][1] if named else {})


def fair(all_: Sequence[T], key: str, part: int = PART) -> list[T]:
    """Every `part`th, beginning where `key` says, never none: over many keys everybody has a turn."""
    if TRIES:
        return list(all_)
    start = zlib.crc32(key.encode()) % len(all_)
    return [all_[(start + part * step) % len(all_)] for step in range(ceil(len(all_) / part))]


def tries(world: World, refused: Collection[tuple[str, str]]) -> Iterator[tuple[Try, dict[str, str]]]:
    """Every try with the form that it sends; in a long run laps follow until there are enough.

    `refused` are addresses with verbs that they refuse before they look for an object: once is enough of each.
    """
    verbs = ("GET", "POST", *OTHER_VERBS) if TRIES else ("GET", "POST")
    once = [
        Try(who, verb, pattern, thing, filled(pattern, values))
        for pattern, _ in routes()
        for thing, values in objects_at(world, pattern)
        for verb in verbs
        for who in fair(thing.hidden_from, f"{pattern} {thing.name}")
    ]
    once.sort(key=lambda one: one.who)  # a client for each person in turn
    tried = 0
    for lap in count():
        body = _body(world, lap)
        for one in once:
            if (one.pattern, one.verb) not in refused:
                tried += 1
                yield one, body
        if tried >= TRIES:
            return


def ask(client: Client, one: Try, body: dict[str, str]) -> Any:
    if one.verb in ("GET", "HEAD"):
        return getattr(client, one.verb.lower())(one.at, body)
    return client.generic(one.verb, one.at, urlencode(body), "application/x-www-form-urlencoded")


def _body(world: World, lap: int) -> dict[str, str]:
    """Nothing in the first lap; then every field that any form has, with plausible values dealt anew."""
    if not lap:
        return {}
    values = (
        str(world.cast.hospital.pk), "2026-12-01", "1", "写明情况", str(world.document.pk), "fire", "general", "on",
        str(world.hazard.pk), str(world.cast.officer.post.pk), str(world.cast.officer.person.pk), str(world.record.pk),
    )  # fmt: skip
    return {name: values[zlib.crc32(f"{name}{lap}".encode()) % len(values)] for name in _field_names()}


def _field_names() -> list[str]:
    def below(one: type) -> list[type]:
        return [one, *(deeper for child in one.__subclasses__() for deeper in below(child))]

    ours = [form for form in below(forms.Form) if form.__module__.startswith("weian.")]
    return sorted({name for form in ours for name in getattr(form, "base_fields", {})} | {"post", "unit", "request_id"})


class Absent:
    """What answers to one person look like where there is nothing; in a long run at each address by itself."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.seen: dict[tuple[str, str, bool], tuple[str, list[str]]] = {}

    def looks(self, one: Try, body: dict[str, str]) -> tuple[str, list[str]]:
        plainly = "hazards/<uuid:uid>/" if one.verb == "GET" else "hazards/<uuid:uid>/grading/"
        pattern = one.pattern if TRIES else plainly
        key = pattern, one.verb, bool(body)
        if key not in self.seen:
            answer = ask(self.client, Try("", one.verb, "", _NOTHING, filled(pattern, {})), body)
            self.seen[key] = plain(answer), sorted(answer.headers)
        return self.seen[key]


_NOTHING = Thing("nothing", {}, (), ())


def complaint(answer: Any, one: Try, absent: tuple[str, list[str]]) -> str | None:
    """What is wrong with an answer to somebody who may not learn that the thing exists."""
    text = plain(answer)
    if any(word in text for word in one.thing.words):
        return "the object's words"
    if answer.status_code == 405:
        return None if not text else "a 405 with words"
    if one.who == NOBODY:
        to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=/")
        return None if to_login else f"{answer.status_code} for nobody"
    if answer.status_code != 404:
        return f"{answer.status_code}"
    if (text, sorted(answer.headers)) != absent:
        return "another 404 than for what is absent"
    return None


def people(world: World) -> list[str]:
    """Everybody in the cast from whom anything is hidden."""
    hidden = {who for thing in world.things for who in thing.hidden_from}
    return [who for who in (*PEOPLE, AGENCY, NOBODY) if who in hidden]
