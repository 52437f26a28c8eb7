"""Everything that matters can be done without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.conftest import PageOf
from tests.journeys.world import World

PASSWORD = "Zhongwen-2026-anquan"
SENTENCE = "走廊尽头灭火器压力不足"
FOCUSED = """(() => { const at = document.activeElement, label = at.labels && at.labels[0];
  return [at.tagName, at.name || "", (label || at).textContent.trim().slice(0, 40)].join("|"); })()"""
OUTLINE = """(() => { const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none"; })()"""


def test_sign_in_report_and_sign_out_without_a_mouse(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        account = cast.center_officer.person.account
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])
    screen = page_of("")
    page = screen.page
    screen.go("/")
    assert screen.path == "/accounts/login/"
    tab_to(page, "INPUT|login")
    page.keyboard.type("center_officer")
    tab_to(page, "INPUT|password")
    page.keyboard.type(PASSWORD)
    enter(page, "Enter")
    assert screen.path == "/"

    page.keyboard.press("Tab")
    assert "跳到正文" in focused(page)
    page.keyboard.press("Enter")
    tab_to(page, "报隐患")
    enter(page, "Enter")
    assert screen.path == "/hazards/new/"
    tab_to(page, "TEXTAREA|text")
    page.keyboard.type(SENTENCE)
    tab_to(page, "SELECT|type")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("select[name=type]").input_value()
    assert chosen
    tab_to(page, "BUTTON||上报")
    enter(page, "Space")
    assert SENTENCE in screen.words
    assert world.sql("SELECT type FROM hazards_hazard WHERE text = %s", SENTENCE) == [(chosen,)]

    tab_to(page, "SUMMARY|", backwards=True, words="郝建国")
    page.keyboard.press("Enter")
    tab_to(page, "退出登录")
    enter(page, "Enter")
    screen.go("/")
    assert screen.path == "/accounts/login/"


def tab_to(page: Page, what: str, *, words: str = "", backwards: bool = False) -> None:
    """Go on with Tab until the focus is on `what`; the focus must be seen wherever it stops."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        here = focused(page)
        if here.startswith("BODY"):
            continue
        assert page.evaluate(OUTLINE), f"the focus does not show on {here}"
        if what in here and words in here:
            return
    raise AssertionError(f"Tab does not lead to {what} {words} on {page.url}")


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def enter(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
