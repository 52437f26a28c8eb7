"""The parts page in a real browser without a server: the page is drawn here, files come from the disk."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.tools import browsers
from weian.ui import views

ADDRESS = "http://weian.test/_parts/"
STATIC = Path(views.__file__).parent / "static"
AXE = browsers.PACKAGES / "axe-core" / "axe.min.js"
PERSON = SimpleNamespace(uid="4f0c", name="林晓岚")
# Addresses and widths: the desk, 200 % zoom of it, a phone, the wall.
SIZES = [
    ("", 1440),
    ("", 720),
    ("", 360),
    ("work/", 1440),
    ("work/", 360),
    ("plain/", 360),
    ("board/", 1920),
    ("board/?theme=light", 1920),
    ("board/", 360),
    ("phone/", 360),
    ("phone-home/", 360),
]
VIEWER = SimpleNamespace(person=PERSON, unit_name="白鹭县人民医院", post_title="安全管理员", posts=[1])


def policy() -> str:
    """The product's own content policy, as a header."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def drawn(page: str) -> str:
    """A page of the gallery for a signed-in viewer of a demo."""
    request = RequestFactory().get(f"/_parts/{page}")
    request.viewer = VIEWER  # type: ignore[attr-defined]
    request.instance = SimpleNamespace(is_demo=True)  # type: ignore[attr-defined]
    return views.parts(request, page.strip("/")).content.decode()


def answer(route: Route) -> None:
    path = route.request.url.split("weian.test", 1)[1].split("?")[0]
    if path.startswith("/static/vendor/"):
        route.fulfill(status=200, content_type="text/javascript", body="")
    elif path.startswith("/static/"):
        file = STATIC / path.removeprefix("/static/")
        route.fulfill(status=200, content_type=mimetypes.guess_type(file.name)[0], body=file.read_bytes())
    else:
        html = drawn(path.removeprefix("/_parts/"))
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy()}
        route.fulfill(status=200, headers=headers, body=html)


@contextmanager
def started(version: browsers.Version) -> Iterator[Browser]:
    """A browser for a whole module; starting one takes a second."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=browsers.executable(version),
            args=browsers.launch_args(version),
            env=browsers.font_env(version),
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, *, width: int = 1440, height: int = 900, with_axe: bool = False) -> Iterator[Page]:
    """A fresh page. On leaving, anything the console complained of is an error.

    With axe the policy is set aside, because axe itself is injected.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=with_axe)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("http://weian.test/**", answer)
    yield page
    if not browser.version.startswith("109."):  # in one process, closing a context ends the browser
        context.close()
    assert not complaints
