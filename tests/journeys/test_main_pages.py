"""The main pages of each kind of person stand up in both browsers, on the desk and on a phone."""

from __future__ import annotations

import pytest

from tests.journeys import history
from tests.journeys.conftest import DESK, PHONE, PageOf
from tests.journeys.world import World
from tests.tools.browsers import Version

PAGES = {
    "regulator": [
        "/", "/notices/", "/notices/new/", "/notices/{campaign}/", "/documents/{document}/", "/tasks/?view=review",
        "/tasks/{task}/", "/hazards/", "/messages/", "/search/?q=检查",
    ],
    "city_officer": [
        "/", "/documents/", "/tasks/", "/tasks/{task}/", "/tasks/routing/", "/hazards/", "/hazards/new/",
        "/hazards/{hazard}/", "/hazards/ledgers/",
    ],
    "keeper": ["/m/", "/m/mine/", "/m/messages/", "/hazards/m/new/"],
    "system_admin": ["/accounts/units/", "/accounts/staff/"],
    "": ["/accounts/login/"],
}  # fmt: skip


@pytest.fixture(scope="module")
def records(world: World) -> dict[str, str]:
    """One of each kind, for the addresses above."""
    with world.looking() as cast:
        campaign = history.issued(cast, 301)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        hazard = history.reported(cast, "手术室走廊堆放器械箱", by=cast.city_officer)
        task = f"{owed.obligation.pk}/{cast.city_hospital.pk}"
    return {
        "campaign": str(campaign.pk),
        "document": str(campaign.document_id),
        "task": task,
        "hazard": str(hazard.pk),
    }


@pytest.mark.parametrize("key", PAGES, ids=lambda key: key or "nobody")
@pytest.mark.parametrize(
    ("version", "size"), [(153, DESK), (153, PHONE), (109, DESK)], ids=["desk", "phone", "chromium109"]
)
def test_main_pages_have_no_error_no_barrier_and_no_sideways_scroll(
    page_of: PageOf, records: dict[str, str], key: str, version: Version, size: tuple[int, int]
) -> None:
    screen = page_of(key, version=version, size=size)
    for template in PAGES[key]:
        path = template.format(**records)
        assert screen.go(path).status == 200, path
        assert screen.page.locator("h1").count() == 1, path
        assert screen.sideways() <= 0, path


def test_on_a_narrow_window_where_one_stands_is_seen_and_an_opened_filter_stays_inside(
    page_of: PageOf, records: dict[str, str]
) -> None:  # fmt: skip
    screen = page_of("city_officer", size=PHONE)
    screen.go("/hazards/")
    here = screen.page.locator(".wa-rail [aria-current]").bounding_box()
    assert here and here["x"] >= 0 and here["x"] + here["width"] <= PHONE[0]
    filters = screen.page.locator(".wa-filter-box > summary")
    for at in range(filters.count()):
        filters.nth(at).click()
        assert screen.sideways() <= 0, filters.nth(at).inner_text()
