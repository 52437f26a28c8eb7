"""`make shots`: the pictures of the README, taken from a demo that is built for it and thrown away."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools import browsers
from tests.tools.server import running

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
NOTICE = ROOT / "weian" / "content" / "demo" / "notices" / "city_winter_2026.txt"
BUILDING = 900.0  # seconds for a first start with the whole demo, on a small machine
DESK, WALL, PHONE = (1440, 900), (1920, 1080), (360, 780)


def today(page: Page, address: str) -> None:
    page.goto(address + "/")


def notice(page: Page, address: str) -> None:
    page.goto(address + "/notices/new/")
    page.get_by_label("或者粘贴通知全文").fill(NOTICE.read_text("utf-8"))
    with page.expect_navigation():
        page.get_by_role("button", name="读入", exact=True).click()


def hazard(page: Page, address: str) -> None:
    """The first one of the list that has photos of before and after."""
    page.goto(address + "/hazards/?view=all")
    links = [one.get_attribute("href") or "" for one in page.locator("main td.wa-title a").all()]
    for link in links:
        page.goto(address + link)
        if page.locator(".wa-pair img").count() >= 2:
            return
    raise SystemExit("演示数据里没有带整改前后照片的隐患")


def board(page: Page, address: str) -> None:
    page.goto(address + "/reports/board/")


def phone(page: Page, address: str) -> None:
    page.goto(address + "/m/")


# file, demo account, window, what is on it
SHOTS: list[tuple[str, str, tuple[int, int], Callable[[Page, str], None]]] = [
    ("today.png", "demo-officer", DESK, today),
    ("notice.png", "demo-city", DESK, notice),
    ("hazard.png", "demo-officer", DESK, hazard),
    ("board.png", "demo-city", WALL, board),
    ("phone.png", "demo-keeper", PHONE, phone),
]


def take(
    browser: Browser, address: str, name: str, account: str, size: tuple[int, int], go: Callable[..., None]
) -> None:
    """Sign in by one click, go there, keep the picture."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=2 if size == PHONE else 1,
    )
    page = context.new_page()
    page.goto(address + "/accounts/login/")
    with page.expect_navigation():
        page.locator(f"button[formaction$='/{account}/']").click()
    go(page, address)
    page.wait_for_load_state("networkidle")
    if not re.search(r"\S", page.locator("h1").first.inner_text()):
        raise SystemExit(f"{name}：这一页没有标题")
    page.screenshot(path=IMAGES / name)
    print(IMAGES.relative_to(ROOT) / name, flush=True)
    context.close()


def main(names: list[str]) -> int:
    """All pictures, or those named."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running({}, "--demo", patience=BUILDING) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=browsers.executable(153),
            args=browsers.launch_args(153),
            env=dict(browsers.font_env(153)),
        )
        for name, account, size, go in SHOTS:
            if not names or name in names:
                take(browser, server.address, name, account, size, go)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
