"""A passkey is added and signs in instead of a password, with an authenticator that the browser itself plays."""

from __future__ import annotations

from tests.journeys.conftest import PageOf
from tests.journeys.world import World

PASSWORD = "Zhongwen-2026-anquan"
FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_is_added_and_then_signs_in(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        account = cast.center_officer.person.account
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])
    # A passkey belongs to a name, never to a number: the same server by the name that every machine has for itself.
    screen = page_of("", address=world.address.replace("127.0.0.1", "localhost"))
    page = screen.page
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    screen.go("/accounts/2fa/webauthn/add/")
    page.get_by_label("账号").fill("center_officer")
    page.locator("#id_password").fill(PASSWORD)
    screen.press("登录")
    if "reauthenticate" in page.url:
        page.locator("input[type=password]").fill(PASSWORD)
        screen.press("确认")
    assert "添加通行密钥" in screen.words and page.get_by_label("登录时代替口令").is_checked()
    page.get_by_label("名称").fill("值班室的电脑")
    screen.press("添加")
    screen.go("/accounts/2fa/webauthn/")
    assert "值班室的电脑" in screen.words and "代替口令" in screen.words
    page.context.clear_cookies()
    screen.go("/accounts/login/")
    screen.press("用通行密钥登录")
    screen.go("/")
    assert screen.path == "/" and "登录" not in page.title()
