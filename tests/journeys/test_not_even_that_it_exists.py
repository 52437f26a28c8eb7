"""An outsider and a neighbour county see nothing of another's work, not even that it exists."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys import history
from tests.journeys.conftest import PageOf
from tests.journeys.issuing import TITLE
from tests.journeys.world import World

SENTENCE = "氧气站围墙外堆放易燃杂物"
PARAMETER = re.compile(r"<(\w+):(\w+)>")
# What differs between two answers to the same person: the page's own keys.
OWN_KEYS = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|[A-Za-z0-9]{32}")


@pytest.fixture(scope="module")
def objects(world: World) -> dict[str, list[str]]:
    """Uids of one of everything at the city's own hospital, by the name that the URL table has for it."""
    with world.looking() as cast:
        campaign = history.issued(cast, 601)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        hazard = history.reported(cast, SENTENCE, by=cast.city_officer)
        city_hospital = str(cast.city_hospital.pk)
    document = str(campaign.document_id)
    found = {
        "obligation": [str(owed.obligation.pk)],
        "unit": [city_hospital],
        "line": _uids(world, "SELECT uid FROM campaigns_proposal WHERE campaign_id = %s LIMIT 1", campaign.pk),
        "stage": [str(uuid4())],
        "asked": [str(uuid4())],
    }
    anything = [str(campaign.pk), document, str(hazard.pk), city_hospital]
    anything += _uids(world, "SELECT uid FROM documents_clause WHERE document_id = %s LIMIT 1", document)
    anything += _uids(world, "SELECT uid FROM evidence_attachment WHERE owner_uid = %s", hazard.pk)
    anything += _uids(
        world,
        "SELECT r.uid FROM duties_record r JOIN duties_answer a ON a.record_id = r.uid"
        " JOIN duties_task t ON t.uid = a.task_id WHERE t.obligation_id = %s",
        owed.obligation.pk,
    )
    assert len(anything) == 7
    return found | {"uid": anything}


@pytest.mark.parametrize("key", ["outsider", "outsider_officer"])
def test_every_address_answers_as_if_there_were_nothing(
    world: World, objects: dict[str, list[str]], key: str
) -> None:
    asked = 0
    for template in addresses():
        for real, made_up in filled(template, objects):
            for method in ("GET", "POST"):
                (status, body), (status_of_none, body_of_none) = (
                    answer(world, key, method, path) for path in (real, made_up)
                )
                assert status == status_of_none, (method, real)
                assert status in {404, 405}, (method, real, status)
                assert body == body_of_none, (method, real)
                asked += 1
    assert asked > 100


def test_lists_and_search_stay_empty(page_of: PageOf, objects: dict[str, list[str]]) -> None:
    assert objects
    owner = page_of("city_officer")
    for key in ("outsider", "outsider_officer"):
        screen = page_of(key)
        for path in ("/", "/tasks/", "/hazards/", "/documents/", "/notices/", "/messages/", *searches()):
            screen.go(path)
            assert SENTENCE not in screen.words, (key, path)
            assert TITLE not in screen.words, (key, path)
    # The same searches find something for the hospital itself.
    for path in searches():
        owner.go(path)
        assert owner.page.locator("main a").filter(has_text=re.compile(f"{SENTENCE}|{TITLE}")).count(), path


def searches() -> list[str]:
    return [f"/search/?q={quote(words)}" for words in ("氧气站", "专项检查")]


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the product that names a record."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        at = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, at)
        elif "<uuid:" in at:
            yield at


def filled(template: str, objects: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The address with real uids, and the same with uids of nothing."""
    for uid in objects["uid"] if "<uuid:uid>" in template else [""]:
        known = {name: uids[0] for name, uids in objects.items()} | {"uid": uid}
        none = {name: str(uuid4()) for name in known}
        yield tuple(PARAMETER.sub(lambda one, values=values: values[one[2]], template) for values in (known, none))  # type: ignore[misc]


def answer(world: World, key: str, method: str, path: str) -> tuple[int, bytes]:
    """Status and body without the page's own keys, as a program that is signed in would get them."""
    token = "t" * 32
    asking = urllib.request.Request(
        world.address + path,
        method=method,
        data=b"" if method == "POST" else None,
        headers={
            "Cookie": f"sessionid={world.cookie(key)}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    try:
        with urllib.request.urlopen(asking) as got:
            return got.status, OWN_KEYS.sub(b"", got.read())
    except urllib.error.HTTPError as got:
        return got.code, OWN_KEYS.sub(b"", got.read())


def _uids(world: World, query: str, *values: object) -> list[str]:
    return [str(uid) for (uid,) in world.sql(query, *values)]
