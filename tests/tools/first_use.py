"""How long a phone takes to use the field page for the first time, on a slow line and a slow machine.

`python -m tests.tools.first_use --at ADDRESS [--as ACCOUNT] [--runs 9] [--trace]`: 1.6 Mbps, 150 ms for each answer,
CPU slowed down four times, nothing kept; then the page is started again without network (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.tools import browsers

LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
CUT = LINE | {"offline": True}
SLOWER = 4
USABLE = "() => performance.getEntriesByName('usable')[0]?.startTime"


@dataclass(frozen=True)
class Use:
    """One first use: when the page could be used, first and then without network (ms), requests, bytes on the line."""

    usable: float
    again: float
    requests: int
    size: int
    steps: list[tuple[float, float, str]]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.first_use")
    parser.add_argument("--at", required=True, metavar="ADDRESS", help="a demo that runs")
    parser.add_argument("--as", dest="account", default="demo-keeper")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--trace", action="store_true", help="what came when, of each run")
    options = parser.parse_args(argv)
    uses = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=browsers.executable(153), args=browsers.launch_args(153), env=dict(browsers.font_env(153))
        )
        session = _signed_in(browser, options.at, options.account)
        for _ in range(options.runs):
            uses.append(_use(browser, options.at, session))
            print(f"usable {uses[-1].usable:.0f} ms, again without network {uses[-1].again:.0f} ms", flush=True)
            if options.trace:
                for begun, ended, name in uses[-1].steps:
                    print(f"  {begun:6.0f} {ended:6.0f}  {name}")
        browser.close()
    first, again = [one.usable for one in uses], [one.again for one in uses]
    print(
        f"{len(uses)} runs: usable median {statistics.median(first):.0f} ms ({min(first):.0f}–{max(first):.0f}), "
        f"without network {statistics.median(again):.0f} ms ({min(again):.0f}–{max(again):.0f}); "
        f"{uses[-1].requests} requests, {uses[-1].size / 1000:.1f} KB; load {os.getloadavg()[0]:.1f}"
    )
    return 0


def _signed_in(browser: Browser, address: str, account: str) -> list[Any]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    token = next(one["value"] for one in context.cookies() if one["name"] == "csrftoken")
    sent = context.request.post(
        f"{address}/accounts/demo/{account}/", headers={"X-CSRFToken": token, "Referer": f"{address}/accounts/login/"}
    )
    assert sent.ok, sent.status
    cookies = context.cookies()
    context.close()
    return cookies


def _use(browser: Browser, address: str, session: list[Any]) -> Use:
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True, locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )  # fmt: skip
    context.add_cookies(session)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    seen = _watched(line)
    usable = _usable(page, f"{address}/m/field/")
    # Of the page itself: what its worker takes afterwards for the next start is not in the way of this one.
    steps = page.evaluate(
        "(to) => performance.getEntriesByType('resource').filter((one) => one.startTime < to)"
        ".map((one) => [one.startTime, one.responseEnd, one.name.replace(location.origin, '')])",
        usable,
    )
    size = sum(seen.values())
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_timeout(1500)
    line.send("Network.emulateNetworkConditions", CUT)
    context.set_offline(True)
    again = _usable(page, f"{address}/m/field/")
    context.close()
    return Use(usable, again, len(steps) + 1, round(size), sorted((a, b, name) for a, b, name in steps))


def _usable(page: Page, address: str) -> float:
    page.goto(address, wait_until="commit")
    page.wait_for_function(USABLE, polling=50)
    found: float = page.evaluate(USABLE)
    return found


def _watched(line: CDPSession) -> dict[str, float]:
    """Bytes on the line of each request so far."""
    seen: dict[str, float] = {}
    line.on("Network.loadingFinished", lambda event: seen.__setitem__(event["requestId"], event["encodedDataLength"]))
    return seen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
