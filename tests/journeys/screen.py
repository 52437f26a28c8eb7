"""One window of a real browser, and what it may never do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.tools import browsers

AXE = (browsers.PACKAGES / "axe-core" / "axe.min.js").read_text("utf-8")
ASK_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations))"
SERIOUS = {"serious", "critical"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# Chromium reports each answer of 400 and above as an error of the console; answers are judged by themselves.
ECHO = re.compile(r"^Failed to load resource: the server responded with a status of \d+")
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber));"""
PATIENCE_MS = 20_000


class Screen:
    """A signed-in window. Everything that must not happen is collected in `complaints`, and asserted at the end."""

    def __init__(self, context: BrowserContext, address: str, who: str, seen: set[tuple[Any, ...]]) -> None:
        self.who, self.address, self.complaints = who, address, []  # type: ignore[var-annotated]
        self._seen = seen
        self._expected: set[int] = set()
        context.add_init_script(TELL_VIOLATIONS)
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self._tools = context.new_cdp_session(self.page)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{who}: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    # --- going about ------------------------------------------------------------------------------------------------

    def go(self, path: str) -> Response:
        """Open an address of the product."""
        self.inspect()
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        assert answer is not None
        return answer

    def press(self, what: str | Locator, *, role: Any = "button") -> Response:
        """Press what leads to another page, and wait for it. A name is that of the whole button or link."""
        target = self.named(what, role) if isinstance(what, str) else what
        self.inspect()
        with self.page.expect_navigation() as going:
            target.click()
        answer = going.value
        assert answer is not None
        return answer

    def swap(self, target: Locator) -> Response:
        """Press what changes a part of this page, and wait until the part stands."""
        with self.page.expect_response(lambda answer: answer.request.resource_type in {"xhr", "fetch"}) as asking:
            target.click()
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        return asking.value

    def follow(self, name: str) -> Response:
        return self.press(name, role="link")

    def named(self, name: str, role: Any = "button") -> Locator:
        return self.page.get_by_role(role, name=name, exact=True).first

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label).first

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        """What the page says to somebody who reads it."""
        return self.page.locator("main").inner_text().replace("\u00a0", " ")

    @property
    def uid(self) -> str:
        """The record that the address names."""
        found = UUID.search(self.page.url)
        assert found, self.page.url
        return found[0]

    # --- what must hold on every page -------------------------------------------------------------------------------

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Inside the block answers with these statuses are what the test wants to see."""
        self._expected |= set(statuses)
        try:
            yield
        finally:
            self._expected -= set(statuses)

    def inspect(self) -> None:
        """Rules of access, once for each kind of page, width and person."""
        if not self.page.url.startswith(self.address):
            return
        width = (self.page.viewport_size or {}).get("width")
        key = (UUID.sub("…", self.path), self.page.title(), width, self.who)
        if key in self._seen:
            return
        self._seen.add(key)
        for one in self._violations():
            where = [node["html"][:160] for node in one["nodes"][:3]]
            self.complaints.append(f"{self.who} {self.path} ({width} px): axe {one['impact']} {one['id']} {where}")

    def _violations(self) -> list[dict[str, Any]]:
        # By the debugger's door: the page's own policy forbids foreign scripts, and stays in force.
        self._tools.send("Runtime.evaluate", {"expression": AXE})
        told = self._tools.send(
            "Runtime.evaluate", {"expression": ASK_AXE, "awaitPromise": True, "returnByValue": True}
        )
        return [one for one in json.loads(told["result"]["value"]) if one["impact"] in SERIOUS]

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not ECHO.match(message.text):
            self.complaints.append(f"{self.who} {self.path}: console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the browser went elsewhere, or began a download
            self.complaints.append(f"{self.who}: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.complaints.append(f"{self.who}: {response.request.method} {response.url}: {response.status}")
