"""What holds for every address of the product, without a list that somebody could forget to add to."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.conventions.addresses import addresses
from weian.foundation.org.models import Instance

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]
# Whoever asks: the addresses that answer without a session, and why each must.
OPEN = {
    "accounts/login/": "the way in",
    "accounts/2fa/authenticate/": "the second step of the way in",
    "accounts/2fa/webauthn/login/": "the way in by passkey",
    "accounts/login/code/confirm/": "the way in by code, which nobody is sent: it leads back to the sign-in page",
    "accounts/logout/": "the way out, also of a session that has ended already",
    "accounts/inactive/": "says that an account is closed, to somebody who just tried it",
    "accounts/demo/<slug:username>/": "one click into a demo role; anywhere else it is absent",
    "accounts/first-run/<str:token>/": "the token is the proof",
    "accounts/welcome/<str:token>/": "the token is the proof",
    "accounts/pin/": "the way in by PIN, on a device that is known",
    "accounts/ward/": "the way in at a ward's computer, on a device that is known",
    "accounts/wall/<str:token>/": "the token of the poster is the proof that somebody stands before it",
    "m/hello/": "a phone asks who sits there before it sends; without a session it learns the time",
    "m/field/": "the page that starts without network is kept by the phone: the same for everybody, and of nobody",
    "m/scan/": "its other page, which reads codes: likewise",
    "m/sw.js": "what keeps the two on the phone: likewise",
    "m/manifest.webmanifest": "browsers ask for it without a cookie; it says nothing of anybody",
}
# Of the sign-in package, shut by the first pattern that they match: nobody signs up, and there are no e-mails.
SHUT = ("signup", "email", "confirm-email", "password/reset")


def needs_no_session(client: Client, address: str) -> bool:
    answer = client.get(address)
    return not (answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next="))


def test_every_address_asks_for_a_session_but_those_that_say_why(cast: Cast) -> None:
    shut = tuple(f"accounts/{one}" for one in SHUT)
    asked = {route: at for route, at in addresses().items() if not at.lstrip("/").startswith(shut)}
    assert len(asked) > 80
    client = Client()
    assert {route for route, address in asked.items() if needs_no_session(client, address)} == set(OPEN)


def test_nobody_posts_anything_without_a_session(cast: Cast) -> None:
    client = Client()
    let_in = {route for route, at in addresses().items() if route not in OPEN and client.post(at).status_code < 300}
    assert let_in == set()


def test_what_is_shut_is_absent_for_everybody(cast: Cast) -> None:
    for client in (Client(), client_of(cast.officer)):
        found = {word: client.get(f"/accounts/{word}/").status_code for word in SHUT}
        assert found == dict.fromkeys(SHUT, 404)


def test_every_page_is_read_in_a_transaction_that_cannot_write_and_none_breaks(cast: Cast) -> None:
    watch = [*settings.MIDDLEWARE, "tests.conventions.addresses.WatchTransaction"]
    with override_settings(MIDDLEWARE=watch):
        client = client_of(cast.officer)
        answers = {route: client.get(address) for route, address in addresses().items() if "logout" not in route}
    assert {route: answer.get("X-Read-Only") for route, answer in answers.items()} == dict.fromkeys(answers, "on")
    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code >= 500} == {}


@override_settings(ROOT_URLCONF="tests.conventions.addresses")
def test_a_view_that_writes_on_get_is_refused_by_the_database(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    client = client_of(cast.officer)
    client.raise_request_exception = False
    with set_up():
        before = Instance.objects.count()
    assert client.get("/careless/").status_code == 500
    assert "cannot execute INSERT in a read-only transaction" in caplog.text
    with set_up():
        assert Instance.objects.count() == before


@pytest.mark.parametrize("who", ["officer", "nobody"])
def test_every_answer_carries_the_headers_that_bind_the_browser(cast: Cast, who: str) -> None:
    client = client_of(cast.officer) if who == "officer" else Client()
    asked = [at for at in addresses().values() if "logout" not in at]
    for address in [*asked, "/no/such/place/", "/accounts/no-such-page/", "/static/no-such-file.css"]:
        answer = client.get(address)
        assert {name: answer.get(name) for name in HEADERS} == HEADERS, address
        policy = answer.get("Content-Security-Policy", "")
        assert [one for one in POLICY if one not in policy] == [], address
        # The reader of codes is WebAssembly, on its one page; no text is ever run as a program.
        assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "" if address == "/m/scan/" else "unsafe"), address


def test_a_static_file_may_not_be_taken_for_another_kind(cast: Cast) -> None:
    answer = Client().get("/static/ui/css/tokens.css")
    answer.close()
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
