"""Everybody at every address: what is not theirs looks exactly like what is not there, and nothing moves."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client

from tests.cast import PEOPLE, Cast
from tests.conftest import client_of, set_up
from tests.trust.world import ABSENT, NOBODY, World, filled, plain, routes
from weian.foundation.audit import api as audit
from weian.ground.hazards import pack_schema

# Addresses with a parameter that names no record of the house: secrets of their own, or a fixed list.
NOT_OBJECTS = (
    "accounts/demo/", "accounts/first-run/", "accounts/welcome/", "accounts/^", "accounts/2fa/", "accounts/password/",
    "tasks/routing/", "hazards/ledgers/", "reports/figures/", "_parts/",
)  # fmt: skip
# Counted before and after: sessions and sign-in records are the framework's own.
NOT_FACTS = ("django_session", "throttle_cache", "django_migrations")


def client_for(world: World, who: str) -> Client:
    return client_of(getattr(world.cast, who)) if who != NOBODY else Client()


def state() -> dict[str, object]:
    """How many rows each table has, and where every chain stands."""
    with set_up(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = sorted(row[0] for row in cursor.fetchall() if row[0] not in NOT_FACTS)
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables))
        counts = dict(zip(tables, cursor.fetchone(), strict=True))
        return counts | dict(audit.heads())


def objects_at(world: World, pattern: str) -> list[tuple[object, dict[str, object]]]:
    """The things that a pattern can name."""
    return [
        (thing, values) for thing in world.things for start, values in thing.places.items() if pattern.startswith(start)
    ]


def test_every_address_with_a_parameter_is_tried(cast: Cast) -> None:
    """A new address fails here until somebody says what it names."""
    world = World(cast)
    unknown = [
        pattern for pattern, _ in routes()
        if "<" in pattern and not pattern.startswith(NOT_OBJECTS) and not objects_at(world, pattern)
    ]  # fmt: skip
    assert unknown == []


@pytest.mark.row("S0-0.1")
def test_what_is_not_theirs_looks_like_what_is_not_there(cast: Cast) -> None:
    world, wrong, tried = World(cast), [], 0
    # The address refuses the method before it looks for the object: once is enough.
    refused: set[tuple[str, str]] = set()
    for who in (*PEOPLE, NOBODY):
        client, before = client_for(world, who), state()
        absent = {
            "GET": plain(client.get(filled("hazards/<uuid:uid>/", {}))),
            "POST": plain(client.post(filled("hazards/<uuid:uid>/grading/", {}))),
        }
        for pattern, _ in routes():
            for thing, values in objects_at(world, pattern):
                if who not in thing.hidden_from:
                    continue
                for method in ("GET", "POST"):
                    if (pattern, method) in refused:
                        continue
                    at = filled(pattern, values)
                    answer = getattr(client, method.lower())(at)
                    tried += 1
                    if answer.status_code == 405:
                        refused.add((pattern, method))
                    if (complaint := _complaint(who, answer, at, absent[method], thing)) is not None:
                        wrong.append((who, method, pattern, thing.name, complaint))
        assert state() == before, who
    assert wrong == []
    assert tried > 1000


def _complaint(who: str, answer, at: str, absent: str, thing) -> str | None:  # type: ignore[no-untyped-def]
    text = plain(answer)
    if any(word in text for word in thing.words):
        return "the object's words"
    if answer.status_code == 405:
        return None if not text else "a 405 with words"
    if who == NOBODY:
        to_login = answer.status_code == 302 and answer["Location"] == f"/accounts/login/?next={at}"
        return None if to_login else f"{answer.status_code} for nobody"
    if answer.status_code != 404:
        return f"{answer.status_code}"
    return None if text == absent else "another 404 than for what is absent"


LISTS = (
    "/?open=", "/m/", "/m/mine/", "/m/messages/", "/documents/", "/documents/?view=received",
    "/documents/?view=library", "/documents/public/", "/messages/", "/tasks/", "/tasks/?view=unit",
    "/tasks/?view=review", "/tasks/?view=done", "/hazards/", "/hazards/?view=major", "/hazards/?view=applied",
    "/hazards/?view=month", "/hazards/?view=closed", "/hazards/ledgers/", "/notices/", "/notices/?view=all",
    "/accounts/units/", "/accounts/staff/", "/tasks/routing/", "/hazards/new/", "/hazards/m/new/", "/reports/",
    "/reports/board/", "/reports/summaries/",
)  # fmt: skip
SEARCHED = ("赤石", "青铜", "白银", "黄金", "玄铁", "碧玉")


@pytest.mark.row("S0-0.1")
def test_lists_searches_and_exports_hold_none_of_their_words(cast: Cast) -> None:
    world, leaks = World(cast), []
    people = {who for thing in world.things for who in thing.hidden_from}
    addresses = [*LISTS, *(f"/search/?q={word}" for word in SEARCHED), *(f"/documents/?q={w}" for w in SEARCHED)]
    addresses += [f"/tasks/?document={world.document.pk}", f"/hazards/?unit={world.hazard.unit_id}"]
    for who in sorted(people - {NOBODY}):
        client = client_for(world, who)
        answers = {at: client.get(at) for at in addresses} | {at: client.post(at) for at in _exports()}
        for at, answer in answers.items():
            text = _all_words(answer)
            for thing in world.things:
                if who in thing.hidden_from and any(word in text for word in thing.words):
                    leaks.append((who, at, thing.name))
    assert leaks == []


def test_the_same_lists_do_show_them_to_those_whose_they_are(cast: Cast) -> None:
    """Otherwise the test above could not fail."""
    world = World(cast)
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


def _exports() -> list[str]:
    return ["/hazards/export/", *(f"/hazards/ledgers/{code}/export/" for code in _ledgers())]


def _all_words(answer) -> str:  # type: ignore[no-untyped-def]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_files_are_shown_to_those_who_see_the_record(cast: Cast) -> None:
    world = World(cast)
    assert client_for(world, "officer").get(filled("files/<uuid:uid>/", {"uid": ABSENT})).status_code == 404
    at = filled("files/<uuid:uid>/", world.thing("hospital photo").places["files/"])
    shown = client_for(world, "officer").get(at)
    assert shown.status_code == 200 and plain(shown)
