"""Values that nobody types by accident: every query string and form answers, and never with a 500."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest
from django.core.signals import got_request_exception
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.trust.world import World, filled, routes

NASTY = (
    "\x00", "\ud800", "\u202egpj.exe", "\"><script>alert(1)</script>", "{{7*7}}%s'", "-1", "9" * 20, "NaN",
    "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00+23:59_00000000-0000-4000-8000-00000000dead",
    "9999-12-31_00000000-0000-4000-8000-00000000dead", "00000000-0000-4000-8000-00000000dead", "字" * 10_000,
    "00000000-0000-4000-8000-00000000dead_\x00",
)  # fmt: skip
ASKED = (
    "q", "at", "after", "before", "view", "status", "unit", "type", "grade", "mode", "since", "until", "document",
    "receipts", "open", "period", "place", "next", "find", "page", "node", "part", "year", "month", "on", "theme",
)  # fmt: skip
ROUNDS = 3
# Acts that end the session or change what the next request may do.
LEFT_OUT = ("accounts/logout/", "accounts/2fa/", "accounts/^", "accounts/password/", "_parts/", "reports/summaries/<")


def addresses(world: World) -> list[str]:
    found = []
    for pattern, _ in routes():
        if pattern.startswith(LEFT_OUT):
            continue
        named = [v for one in world.things for start, v in one.places.items() if pattern.startswith(start)]
        plain = pattern.replace("<slug:code>", "rectification_ledger").replace("<slug:domain>", "fire")
        plain = plain.replace("<slug:username>", "officer").replace("<str:token>", "x").replace("<slug:page>", "x")
        found += [filled(plain, values) for values in named[:1]] or [filled(plain, {})]
    return found


def client_that_tells(viewer: object) -> Client:
    client = client_of(viewer)
    client.raise_request_exception = False
    return client


class Broken:
    """What went wrong and where: the exceptions behind answers of 500."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], str] = {}
        self.last = ""

    def note(self, sender: object, **told: object) -> None:
        self.last = f"{type(sys.exc_info()[1]).__name__}: {sys.exc_info()[1]}"[:120]

    def look(self, at: str, value: str, answer: object) -> None:
        if answer.status_code >= 500:
            self.found[at, value[:40]] = self.last
        if answer.streaming:
            b"".join(answer.streaming_content)  # a file that nobody reads stays open


@pytest.fixture
def broken() -> Iterator[Broken]:
    found = Broken()
    got_request_exception.connect(found.note)
    yield found
    got_request_exception.disconnect(found.note)


@pytest.mark.parametrize("who", ["officer", "regulator"])
def test_no_query_string_breaks_a_page(cast: Cast, who: str, broken: Broken) -> None:
    client = client_that_tells(getattr(cast, who))
    for at in addresses(World(cast)):
        plainly = client.get(at)
        broken.look(at, "", plainly)
        if plainly.status_code == 405:
            continue
        for number in range(ROUNDS):
            broken.look(at, str(number), client.get(at, _dealt(ASKED, number)))
    assert broken.found == {}


def _dealt(names: Sequence[str], number: int) -> dict[str, bytes]:
    """Every name gets another value in every round: few requests, many pairs."""
    return {name: _sendable(NASTY[(at * 5 + number * 7) % len(NASTY)]) for at, name in enumerate(names)}


def _sendable(value: str) -> bytes:
    """Lone surrogates as the bytes that a broken client sends."""
    return value.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("who", ["officer", "regulator"])
def test_no_form_value_breaks_an_act(cast: Cast, who: str, broken: Broken) -> None:
    client, names = client_that_tells(getattr(cast, who)), _field_names()
    for at in addresses(World(cast)):
        if client.post(at).status_code == 405:
            continue
        for number in range(ROUNDS):
            broken.look(at, str(number), client.post(at, _dealt(names, number)))
    assert broken.found == {}


def _field_names() -> list[str]:
    """Names of all fields of all forms, and those that views read by hand."""
    from django import forms

    def below(one: type) -> list[type]:
        return [one, *(deeper for child in one.__subclasses__() for deeper in below(child))]

    routes()  # the forms are there once the pages are
    ours = [form for form in below(forms.Form) if form.__module__.startswith("weian.")]
    fields = {name for form in ours for name in getattr(form, "base_fields", {})}
    assert len(fields) > 40
    return sorted(
        fields | {"request_id", "from", "group", "unit", "q", "at", "post", "line_what", "line_who", "line_due"}
    )


def test_without_breaking_nothing_was_written_half(cast: Cast) -> None:
    """Plausible values of the right form but of an absurd size, one field at a time, into the act itself."""
    world = World(cast)
    client = client_that_tells(cast.officer)
    with set_up():
        hazard = str(world.hazard.pk)
    for until in ("9999-12-31", "0001-01-01", "9999-12-30"):
        answer = client.post(f"/hazards/{hazard}/extension/", {"until": until, "reason": "等"})
        assert answer.status_code in (302, 422)
    for at in ("/hazards/", "/", "/m/", f"/hazards/{hazard}/", "/tasks/", "/hazards/?view=overdue"):
        assert client.get(at).status_code == 200
