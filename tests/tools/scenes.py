"""What the manual shows: each picture is a place in the demo, reached as its reader reaches it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

DESK, PHONE = (1200, 780), (360, 720)
WINTER = "关于做好岁末年初全市卫生健康系统安全生产工作的通知"


def at(path: str) -> Callable[[Page, str], None]:
    """The page at a fixed address."""

    def go(page: Page, address: str) -> None:
        page.goto(address + path)

    return go


def along(*words: str, start: str = "/notices/") -> Callable[[Page, str], None]:
    """From `start` by links that begin with these words."""

    def go(page: Page, address: str) -> None:
        page.goto(address + start)
        for one in words:
            target = page.locator("main a[href]").filter(has_text=one).first.get_attribute("href") or ""
            page.goto(address + target if target.startswith("/") else page.url.split("?")[0] + target)

    return go


def showing(go: Callable[[Page, str], None], selector: str) -> Callable[[Page, str], None]:
    """The same page, scrolled to what is told of."""

    def there(page: Page, address: str) -> None:
        go(page, address)
        place = page.locator(selector).first
        place.evaluate("one => one.scrollIntoView({block: 'start'})")
        page.mouse.wheel(0, -80)
        page.wait_for_timeout(300)

    return there


def alert(page: Page, address: str) -> None:
    """A short notice, written but not sent."""
    page.goto(address + "/alerts/new/")
    page.get_by_label("标题").first.fill("关于做好今夜强降雪天气安全防范的提示")


def rehearsed_merge(page: Page, address: str) -> None:
    """What a merger of two units would change, before anybody confirms it."""
    page.goto(address + "/accounts/units/")
    target = page.locator("main a[href*='?at=']").filter(has_text="急救中心").first.get_attribute("href") or ""
    page.goto(f"{address}/units/{target.removeprefix('?at=')}/merge/")
    page.get_by_label("并入哪个单位").fill("西宁市第一人民医院（演示）")
    page.get_by_label("理由").fill("机构改革，急救中心并入市第一人民医院。")
    with page.expect_navigation():
        page.get_by_role("button", name="预演").click()


# file, demo account, window, what is on it
SCENES: list[tuple[str, str, tuple[int, int], Callable[[Page, str], None]]] = [
    ("campaign.png", "demo-city", DESK, showing(along(WINTER), "#units")),
    ("rehearsal.png", "demo-city", DESK, along(WINTER, "预演与实际")),
    ("difference.png", "demo-county", DESK, along(WINTER, "各级新增")),
    ("arrangements.png", "demo-city", DESK, along("专项整治", "本地方案")),
    ("alert.png", "demo-city", DESK, alert),
    ("ladders.png", "demo-city", DESK, at("/ladders/")),
    ("leader.png", "demo-leader", PHONE, at("/")),
    ("tasks.png", "demo-officer", DESK, at("/tasks/")),
    ("task.png", "demo-officer", DESK, along("一次专项督导", start="/tasks/")),
    ("standing.png", "demo-city", DESK, at("/tasks/standing/")),
    ("deputies.png", "demo-officer", DESK, at("/accounts/deputies/")),
    ("keeper.png", "demo-keeper", PHONE, at("/m/")),
    ("report.png", "demo-keeper", PHONE, at("/hazards/m/new/")),
    ("sole.png", "demo-sole", PHONE, at("/")),
    ("units.png", "demo-admin", DESK, at("/accounts/units/")),
    ("merge.png", "demo-admin", DESK, rehearsed_merge),
    ("staff.png", "demo-admin", DESK, at("/accounts/staff/")),
]
