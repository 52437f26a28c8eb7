"""One running product and one browser for each version, for all journeys; the windows are each test's own."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys import camera
from tests.journeys import world as worlds
from tests.journeys.screen import Screen
from tests.journeys.world import World
from tests.tools import browsers

DESK = (1440, 900)
PHONE = (360, 780)
HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "var" / "journeys"  # how the windows looked where a journey failed
SEEDS = Path(os.environ.get("WEIAN_SEEDS") or HERE.parents[2] / "shared" / "seeds")
REAL = sorted(SEEDS.glob("000_*.txt"))[:1]
if not REAL:
    collect_ignore = ["test_real_notice.py"]
FAILED = pytest.StashKey[bool]()

PageOf = Callable[..., Screen]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the real notice was there: its journey is not part of the run without it."""
    where = REAL[0] if REAL else f"不在（{SEEDS}），tests/journeys/test_real_notice.py 没有参加这次测试"
    terminalreporter.write_line(f"真实通知 000：{where}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="package")
def world(django_db_blocker: Any) -> Iterator[World]:
    """The running product on a clone of the cast's database."""
    with worlds.opened(django_db_blocker) as opened:
        yield opened


@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the film of the camera lies; without one there is no camera."""
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture
def film(reel: Path) -> Iterator[Path]:
    """The film is read when a page opens the camera (`camera.film`), and gone after the test."""
    yield reel
    reel.unlink(missing_ok=True)


@pytest.fixture(scope="package")
def chromium(playwright_driver: Playwright, reel: Path) -> Iterator[Browser]:
    browser = _launch(playwright_driver, 153, *camera.switches(reel))
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def seen() -> set[tuple[Any, ...]]:
    """Kinds of pages whose access was inspected in this run."""
    return set()


@pytest.fixture
def page_of(
    request: pytest.FixtureRequest,
    world: World,
    playwright_driver: Playwright,
    chromium: Browser,
    seen: set[tuple[Any, ...]],
) -> Iterator[PageOf]:
    """`page_of("officer")` is a window of that member of the cast; "" is somebody who has not signed in.

    At the end of the test no window may have complained.
    """
    screens: list[Screen] = []
    with ExitStack() as windows:

        def page_of(
            key: str, *, version: browsers.Version = 153, size: tuple[int, int] = DESK, address: str = ""
        ) -> Screen:
            # In one process, as 109 runs here, the first window to close ends the browser: it gets its own.
            browser = chromium if version == 153 else _launch(playwright_driver, version)
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                has_touch=size == PHONE,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
            )
            windows.callback(context.close if version == 153 else browser.close)
            at = address or world.address
            if key:
                context.add_cookies([{"name": "sessionid", "value": world.cookie(key), "url": at}])
            screen = Screen(context, at, key or "nobody", seen)
            screens.append(screen)
            return screen

        yield page_of
        for screen in screens:
            if request.node.stash.get(FAILED, False):
                PICTURES.mkdir(parents=True, exist_ok=True)
                screen.page.screenshot(path=PICTURES / f"{request.node.name}-{screen.who}.png", full_page=True)
            else:
                screen.inspect()
    complaints = list(itertools.chain.from_iterable(screen.complaints for screen in screens))
    if any(re.search(r": 5\d\d$", one) for one in complaints):
        complaints.append(world.server.said())
    assert not complaints, "\n".join(complaints)


def _launch(driver: Playwright, version: browsers.Version, *switches: str) -> Browser:
    return driver.chromium.launch(
        executable_path=browsers.executable(version),
        args=[*browsers.launch_args(version), *switches],
        env=dict(browsers.font_env(version)),
    )
