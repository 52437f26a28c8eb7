"""Everybody at every address: what is not theirs looks exactly like what is not there, and nothing moves."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from django.test import Client
from django.urls import resolve

from tests.cast import PEOPLE
from tests.trust.facts import state
from tests.trust.tries import PART, TRIES, Absent, ask, client_for, complaint, fair, objects_at, people, tries
from tests.trust.world import ABSENT, AGENCY, World, body_of, filled, plain, routes
from weian.ground.hazards import pack_schema

# Addresses with a parameter that names no record of the house: secrets of their own, or a fixed list.
NOT_OBJECTS = (
    "accounts/demo/", "accounts/first-run/", "accounts/welcome/", "accounts/wall/", "accounts/^", "accounts/2fa/",
    "accounts/password/", "tasks/routing/", "hazards/ledgers/", "reports/figures/", "_parts/", "ladders/",
    "tasks/standing/<slug:pack>/", "checklists/packs/", "notices/forms/",
)  # fmt: skip


def test_every_address_with_a_parameter_is_tried(world: World) -> None:
    """A new address fails here until somebody says what it names."""
    unknown = [
        pattern for pattern, _ in routes()
        if "<" in pattern and not pattern.startswith(NOT_OBJECTS) and not objects_at(world, pattern)
    ]  # fmt: skip
    assert unknown == [], "\n".join(unknown)


@pytest.mark.row("S0-0.1")
def test_what_is_not_theirs_looks_like_what_is_not_there(world: World) -> None:
    wrong, tried, before = [], 0, state()
    refused: set[tuple[str, str]] = set()
    who, client = "", Client()
    absent = Absent(client)
    for one, body in tries(world, refused):
        if one.who != who:
            who, client = one.who, client_for(world, one.who)
            absent = Absent(client)
        answer = ask(client, one, body)
        tried += 1
        if answer.status_code == 405:
            refused.add((one.pattern, one.verb))
        if (said := complaint(answer, one, absent.looks(one, body))) is not None:
            wrong.append((who, one.verb, one.pattern, one.thing.name, said))
    print(f"tried {tried} at other people's things, {len(wrong)} wrong")
    assert wrong == []
    assert state() == before
    assert tried >= max(400, TRIES)


VIEWS = (
    "/?open=", "/documents/?view=received", "/documents/?view=library", "/tasks/?view=unit", "/tasks/?view=review",
    "/tasks/?view=done", "/hazards/?view=major", "/hazards/?view=applied", "/hazards/?view=month",
    "/hazards/?view=closed", "/notices/?view=all", "/alerts/?view=received",
)  # fmt: skip
# These end the session or ask the framework alone.
NO_LISTS = ("accounts/logout/", "accounts/2fa/", "_parts/")
SEARCHES = ("/search/", "/documents/")
SEARCHED = ("乌木", "赤石", "青铜", "白银", "黄金", "玄铁", "碧玉", "翠绿")


@pytest.mark.row("S0-0.1")
def test_lists_searches_and_exports_hold_none_of_their_words(world: World) -> None:
    leaks = []
    addresses = [
        *_plain_addresses(),
        *VIEWS,
        *(f"/search/?q={word}" for word in SEARCHED),
        *(f"/documents/?q={w}" for w in SEARCHED),
    ]
    addresses += [f"/tasks/?document={world.document.pk}", f"/hazards/?unit={world.hazard.unit_id}"]
    for who in people(world):
        client = client_for(world, who)
        part = 1 if who == AGENCY else 2 * PART  # row security alone stands between an agency and everything
        answers = {at: client.get(at) for at in fair(addresses, who, part)}
        answers |= {at: client.post(at) for at in fair(_exports(), who, 2 * PART)}
        for at, answer in answers.items():
            text = _all_words(answer)
            for thing in world.things:
                if who in thing.hidden_from and any(word in text for word in thing.words):
                    leaks.append((who, at, thing.name))
    assert leaks == []


def test_the_same_lists_do_show_them_to_those_whose_they_are(world: World) -> None:
    """Otherwise the test above could not fail."""
    client = client_for(world, "officer")
    assert "赤石一" in _all_words(client.get("/hazards/"))
    assert "赤石一" in _all_words(client.post("/hazards/export/"))
    assert any("赤石一" in _all_words(client.post(at)) for at in _exports()[1:])
    assert "白银三" in _all_words(client.get("/search/?q=白银"))
    assert "碧玉六" in _all_words(client.get("/messages/"))
    assert "玄铁五" in _all_words(client_for(world, "city_officer").get("/documents/"))
    assert "黄金四" in _all_words(client_for(world, "regulator").get("/notices/"))


def _ledgers() -> list[str]:
    return [one.code for one in pack_schema.ledger_views()]


def _plain_addresses() -> list[str]:
    """Every address without a parameter, out of the URL table."""
    plainly = [pattern for pattern, _ in routes() if "<" not in pattern and "^" not in pattern]
    return [f"/{pattern}" for pattern in plainly if not pattern.startswith(NO_LISTS)]


def _exports() -> list[str]:
    return ["/hazards/export/", *(f"/hazards/ledgers/{code}/export/" for code in _ledgers())]


def _all_words(answer) -> str:  # type: ignore[no-untyped-def]
    body = body_of(answer)
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_files_are_shown_to_those_who_see_the_record(world: World) -> None:
    assert client_for(world, "officer").get(filled("files/<uuid:uid>/", {"uid": ABSENT})).status_code == 404
    at = filled("files/<uuid:uid>/", world.thing("hospital photo").places["files/"])
    shown = client_for(world, "officer").get(at)
    assert shown.status_code == 200 and plain(shown)


# Pages that once offered somebody what their post does not open.
OFFERED = (
    ("commission_leader", "reports/"), ("commission_leader", "notices/<uuid:uid>/"),
    ("commission_leader", "draws/<uuid:uid>/"), ("commission_leader", "works/contractors/<uuid:uid>/"),
    ("keeper", "works/contractors/<uuid:uid>/"), ("system_admin", "tasks/"), ("system_admin", "tasks/standing/"),
    ("system_admin", "hazards/following/"), ("system_admin", "notices/"), (AGENCY, "notices/nodes/workdays/"),
    ("province_regulator", "notices/nodes/checks/<uuid:uid>/"), ("keeper", "hazards/sweeps/<uuid:uid>/"),
)  # fmt: skip
HREF = re.compile(r'<a\b[^>]*?\bhref="(/[^"#?]*)(\?[^"#]*)?')


def test_a_page_links_only_to_what_its_reader_may_open(world: World) -> None:
    """Of each page one link of every kind; in an ordinary run some pages, in a long one everybody's."""
    pages = [pattern for pattern, _ in routes() if "^" not in pattern and not pattern.startswith(NO_LISTS)]
    pairs = [*OFFERED, *fair([(who, at) for who in (*PEOPLE, AGENCY) for at in pages], "links", 100 * PART)]
    dead, opened = [], 0
    for who, pattern in dict.fromkeys(pairs):
        client = client_for(world, who)
        named = [values for _, values in objects_at(world, pattern)] if "<" in pattern else [{}]
        frame = _links(client, "/messages/")
        for values in named[:2]:
            links = _links(client, filled(pattern, values)) - frame
            opened += len(links)
            dead += [(who, pattern, at) for at in links if client.get(at).status_code in (403, 404, 405)]
    assert dead == []
    assert opened > 20


def _links(client: Client, at: str) -> set[str]:
    """Where a page leads, one address of each route; nothing for what is no page."""
    answer = client.get(at)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return set()
    found = {}
    for path, asked in HREF.findall(unescape(body_of(answer).decode())):
        if not path.startswith(("/static/", "/accounts/logout")):
            found.setdefault(resolve(path).route, path + asked)
    return set(found.values())
