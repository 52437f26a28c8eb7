"""Automatic rules of accessibility over every part, on the desk, zoomed, on a phone and on the wall."""

from tests.ui.browser import ADDRESS, AXE, SIZES, opened, started


def test_automatic_rules_of_access_find_nothing() -> None:
    with started(153) as browser:
        for where, width in SIZES:
            with opened(browser, width=width, with_axe=True) as page:
                page.goto(ADDRESS + where)
                page.add_script_tag(path=AXE)
                found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                assert [(where, width, one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
