"""`make shots`: the pictures of the README and of the manual, taken from a demo built for it and thrown away.

`python -m tests.tools.shots [--at ADDRESS] [FILE …]`: only those, or from a demo that runs already.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools import browsers
from tests.tools.scenes import SCENES
from tests.tools.server import running

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
MANUAL = ROOT / "docs" / "manual" / "images"
COLOURS = 128  # of a picture in the manual: enough for a page, a quarter of the bytes
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
    browser: Browser, address: str, path: Path, account: str, size: tuple[int, int], go: Callable[..., None]
) -> None:
    """Sign in by one click, go there, keep the picture."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=2 if size[0] == PHONE[0] else 1,
    )
    page = context.new_page()
    page.goto(address + "/accounts/login/")
    with page.expect_navigation():
        page.locator(f"button[formaction$='/{account}/']").click()
    go(page, address)
    page.wait_for_load_state("networkidle")
    if not re.search(r"\S", page.locator("h1").first.inner_text()) or page.locator(".wa-plain-title").count():
        raise SystemExit(f"{path.name}：这一页没有标题，或者不在")
    page.screenshot(path=path)
    print(path.relative_to(ROOT), flush=True)
    context.close()


def slim(path: Path) -> None:
    """Fewer colours, packed tightly."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def demo(address: str | None) -> Iterator[str]:
    """The address of a demo: the given one, or one of its own."""
    if address:
        yield address.rstrip("/")
        return
    with running({}, "--demo", patience=BUILDING) as server:
        yield server.address


def main(argv: list[str]) -> int:
    """All pictures, or those named."""
    parser = argparse.ArgumentParser(prog="shots")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at", help="a demo that runs already")
    options = parser.parse_args(argv)
    wanted = [(IMAGES / name, *rest) for name, *rest in SHOTS] + [(MANUAL / name, *rest) for name, *rest in SCENES]
    with demo(options.at) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=browsers.executable(153),
            args=browsers.launch_args(153),
            env=dict(browsers.font_env(153)),
        )
        for path, account, size, go in wanted:
            if not options.names or path.name in options.names:
                path.parent.mkdir(parents=True, exist_ok=True)
                take(browser, address, path, account, size, go)
                if path.parent == MANUAL:
                    slim(path)
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
