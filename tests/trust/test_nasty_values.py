"""Values that nobody types by accident: every query string and form answers, and never with a 500.

What a page reads is watched, not listed, so a new page or field is tried the day it is there. In a round every name
gets a value, a different one for every address and round; `make soak` asks all rounds.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.trust.tries import TRIES, address_of
from tests.trust.world import NOBODY, World, body_of, filled, routes

NASTY = (
    "\x00", "\ud800", "\u202egpj.exe", "\"><script>alert(1)</script>", "{{7*7}}%s'", "-1", "9" * 20, "NaN", "١٢", "1e9",
    "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00+23:59_00000000-0000-4000-8000-00000000dead",
    "9999-12-31_00000000-0000-4000-8000-00000000dead", "00000000-0000-4000-8000-00000000dead", "字" * 10_000, "\r\n",
    "00000000-0000-4000-8000-00000000dead_\x00", "9" * 5_000, "9999-12-31T23:59:59.999999-23:59_x", "a" * 300, "²",
)  # fmt: skip
ROUNDS = int(os.environ.get("WEIAN_ROUNDS", "1"))
# Acts that end the session or change what the next request may do.
LEFT_OUT = ("accounts/logout/", "accounts/2fa/", "accounts/^", "accounts/password/", "accounts/demo/", "_parts/")


def addresses(world: World) -> list[str]:
    """One address of every pattern, with the parameters of a thing that is there."""
    found = []
    for pattern, _ in routes():
        if pattern.startswith(LEFT_OUT):
            continue
        plain = pattern.replace("<slug:code>", "rectification_ledger").replace("<slug:domain>", "fire")
        plain = plain.replace("<slug:username>", "officer").replace("<str:token>", "x").replace("<slug:page>", "x")
        found.append(address_of(world, plain))
    return found


class Broken:
    """Answers of 500 and the exceptions behind them; what each address reads of what is sent to it."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], str] = {}
        self.reads: dict[tuple[str, str], set[str]] = {}
        self.last = ""

    def note(self, sender: object, **told: object) -> None:
        self.last = f"{type(sys.exc_info()[1]).__name__}: {sys.exc_info()[1]}"[:160]

    def ask(self, client: Client, method: str, at: str, sent: dict[str, str]) -> int:
        """Ask, and undo what the answer may have done."""
        data = {name: value.encode("utf-8", "surrogatepass") for name, value in sent.items()}
        with watched() as read, transaction.atomic():
            if method == "get":
                answer = client.get(at, data)
            else:
                answer = client.post(at, urlencode(data), "application/x-www-form-urlencoded")
            body_of(answer)  # a file that nobody reads stays open
            transaction.set_rollback(True)
        self.reads.setdefault((method, at), set()).update(read - {"csrfmiddlewaretoken"})
        if answer.status_code >= 500:
            shown = {name: value[:40] for name, value in sent.items()}
            self.found[f"{method} {at}", str(shown)] = self.last
        return answer.status_code

    def told(self) -> list[str]:
        return [f"{at} {sent[:400]}: {why}" for (at, sent), why in self.found.items()]


@contextmanager
def watched() -> Iterator[set[str]]:
    """The names that the product asks for in query strings and forms."""
    read: set[str] = set()

    def noting(asked: Callable[..., object]) -> Callable[..., object]:
        def note(self: object, key: str, *rest: object, **more: object) -> object:
            read.add(key)
            return asked(self, key, *rest, **more)

        return note

    for name in ("__getitem__", "getlist"):
        setattr(QueryDict, name, noting(getattr(QueryDict, name)))
    try:
        yield read
    finally:
        del QueryDict.__getitem__, QueryDict.getlist


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """A captured record keeps its whole request, and these are thousands of large ones."""
    logger = logging.getLogger("django")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    yield
    logger.setLevel(level)


def test_no_value_breaks_a_page_or_an_act(cast: Cast, world: World) -> None:
    """Each address is asked by the first of these people who gets there."""
    reached, asked, broken = set(), 0, Broken()
    plausible = (str(cast.hospital.pk), date.today().isoformat(), "1", "写明情况", str(world.document.pk), "fire")
    got_request_exception.connect(broken.note)
    try:
        for turn, who in enumerate(("regulator", "officer", "system_admin", NOBODY)):
            client = client_of(getattr(cast, who)) if who else Client()
            client.raise_request_exception = False
            # In an ordinary run a sixth of them each, never the same.
            asks = addresses(world) if TRIES else addresses(world)[turn::6]
            for way in [(method, at) for at in asks for method in ("get", "post")]:
                if way in reached or broken.ask(client, *way, {}) not in (200, 400, 422, 500):
                    continue
                reached.add(way)
                for number in range(ROUNDS):
                    if names := sorted(broken.reads[way]):
                        broken.ask(client, *way, {name: _dealt(way[1], name, number, plausible) for name in names})
                        asked += len(names)
    finally:
        got_request_exception.disconnect(broken.note)
    print(f"tried {asked} values, {len(broken.found)} broke")
    assert broken.told() == []
    assert len(reached) > 80 and asked > 150 * ROUNDS, (len(reached), asked)


def _dealt(at: str, name: str, number: int, plausible: tuple[str, ...]) -> str:
    """The same in every run. Every second round mixes in plausible values, so that acts are reached."""
    place = zlib.crc32(f"{_shape(at)} {name}".encode()) + number * 7
    if number % 2 and place % 3:
        return plausible[place % len(plausible)]
    return NASTY[place % len(NASTY)]


def _shape(at: str) -> str:
    return re.sub(r"[0-9a-f-]{36}", "", at)


def test_no_word_in_an_address_breaks_it(cast: Cast) -> None:
    """Codes, names and tokens that stand in the address itself."""
    broken, client, tried = Broken(), client_of(cast.regulator), 0
    client.raise_request_exception = False
    got_request_exception.connect(broken.note)
    try:
        for pattern, _ in routes():
            if not (words := re.findall(r"<(?:str|slug):\w+>", pattern)) or pattern.startswith("_parts/"):
                continue
            for word in ("%00", "%ED%A0%80", "a" * 5_000, "%E5%AD%97", "..%2f..%2fetc", "-1", "%0d%0aX:1"):
                at = filled(pattern.replace(words[0], word), {"uid": cast.hospital.pk, "node": cast.hospital.pk})
                tried += 1
                for method in ("get", "post"):
                    broken.ask(client, method, re.sub(r"<\w+:\w+>", word, at), {})
    finally:
        got_request_exception.disconnect(broken.note)
    assert broken.told() == [] and tried > 30


def test_an_absurd_day_is_refused_at_its_field_and_breaks_no_page(cast: Cast, world: World) -> None:
    client = client_of(cast.officer)
    with set_up():
        hazard = str(world.hazard.pk)
    for until in ("9999-12-31", "0001-01-01", "9999-12-30"):
        answer = client.post(f"/hazards/{hazard}/extension/", {"until": until, "reason": "等"})
        assert answer.status_code in (302, 422)
    for at in ("/hazards/", "/", "/m/", f"/hazards/{hazard}/", "/tasks/", "/hazards/?view=overdue"):
        assert client.get(at).status_code == 200
