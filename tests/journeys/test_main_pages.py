"""The main pages of each kind of person stand up in both browsers, on the desk and on a phone."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import DESK, PHONE, PageOf

PAGES = {
    "regulator": ["/", "/notices/", "/notices/new/", "/documents/", "/tasks/", "/hazards/", "/messages/"],
    "officer": ["/", "/notices/", "/documents/", "/tasks/", "/hazards/", "/hazards/new/", "/messages/"],
    "keeper": ["/", "/hazards/m/new/", "/hazards/"],
}


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_main_pages_have_no_error_and_no_barrier(page_of: PageOf, key: str, size: tuple[int, int]) -> None:
    screen = page_of(key, size=size)
    for path in PAGES[key]:
        assert screen.go(path).status == 200, path
        assert screen.page.locator("h1").count() == 1, path
        assert screen.sideways() <= 0, path
