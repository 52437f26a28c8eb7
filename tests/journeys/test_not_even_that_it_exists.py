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

from tests.conftest import acting
from tests.journeys import history
from tests.journeys.conftest import PageOf
from tests.journeys.issuing import TITLE
from tests.journeys.world import World
from weian.oversight.reports.summary.writing import write

SENTENCE = "氧气站围墙外堆放易燃杂物"
PARAMETER = re.compile(r"<(\w+):(\w+)>")
# What differs between two answers to the same person: the page's own keys.
OWN_KEYS = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|[A-Za-z0-9]{32}")


@pytest.fixture(scope="module")
def objects(world: World) -> dict[str, str]:
    """One of everything at the city's own hospital: uids by the URL table's names, or by where `uid` stands in it."""
    with world.looking() as cast:
        campaign = history.issued(cast, 601)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        hazard = history.reported(cast, SENTENCE, by=cast.city_officer)
        city_hospital = str(cast.city_hospital.pk)
        officer = str(cast.city_officer.person.pk)
        with acting(cast.regulator) as by:
            summary = write(campaign.document, cast.city, uid=uuid4(), base=f"{world.address}/", by=by)
    document = str(campaign.document_id)
    return {
        "obligation": str(owed.obligation.pk),
        "unit": city_hospital,
        "node": city_hospital,
        "line": uid_of(world, "SELECT uid FROM campaigns_proposal WHERE campaign_id = %s LIMIT 1", campaign.pk),
        "stage": str(uuid4()),
        "asked": str(uuid4()),
        "/notices/": str(campaign.pk),
        "/documents/": document,
        "/documents/clauses/": uid_of(
            world, "SELECT uid FROM documents_clause WHERE document_id = %s LIMIT 1", document
        ),
        "/hazards/": str(hazard.pk),
        "/files/": uid_of(world, "SELECT uid FROM evidence_attachment WHERE owner_uid = %s", hazard.pk),
        "/tasks/records/": uid_of(world, RECORD, owed.obligation.pk),
        "/reports/summaries/": str(summary.pk),
        "/accounts/staff/": officer,
        "/": city_hospital,  # boards and whatever else takes a unit
    }


# Addresses that name somebody else's unit or document after the question mark.
NAMED_IN_QUERY = [
    "/reports/?node=<uuid:unit>",
    "/reports/figures/hazards.open/?node=<uuid:unit>",
    "/reports/figures/obligations.done/?node=<uuid:unit>&obligation=<uuid:obligation>",
]
RECORD = (
    "SELECT a.record_id FROM duties_answer a JOIN duties_task t ON t.uid = a.task_id WHERE t.obligation_id = %s LIMIT 1"
)


@pytest.mark.parametrize("key", ["outsider", "outsider_officer"])
def test_every_address_answers_as_if_there_were_nothing(world: World, objects: dict[str, str], key: str) -> None:
    """A third of them each; everybody is tried at every address without a server in between by tests/trust."""
    asked = 0
    for template in [*addresses(), *NAMED_IN_QUERY][key == "outsider" :: 3]:
        known = objects | {"uid": objects[max((at for at in objects if template.startswith(at)), key=len)]}
        # What the story has nothing of is made up both times.
        known |= {one[2]: str(uuid4()) for one in PARAMETER.finditer(template) if one[2] not in known}
        none = {name: str(uuid4()) for name in known}
        real, made_up = (PARAMETER.sub(lambda one, uids=uids: uids[one[2]], template) for uids in (known, none))
        for method in ("GET", "POST"):
            status, body = answer(world, key, method, real)
            assert status in {404, 405}, (method, real, status)
            assert (status, body) == answer(world, key, method, made_up), (method, real)
            asked += 1
    assert asked > 80


def test_lists_and_search_stay_empty(page_of: PageOf, objects: dict[str, str]) -> None:
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


def uid_of(world: World, query: str, *values: object) -> str:
    ((uid,),) = world.sql(query, *values)
    return str(uid)
