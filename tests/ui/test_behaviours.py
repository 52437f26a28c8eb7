"""What the small scripts promise, in the oldest browser and in a current one."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from tests.ui.browser import ADDRESS, SIZES, answer, drawn, opened, started

FORM = "form[data-wa-draft=parts]"
TITLE = f"{FORM} input[name=title]"


@pytest.fixture(scope="module", params=[153, 109])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    with started(request.param) as running:
        yield running


def typed(page: Page, words: str) -> None:
    page.locator(TITLE).fill(words)
    page.locator("[data-wa-saved]").get_by_text("已存").wait_for()


def submit(page: Page, times: int = 1) -> None:
    page.evaluate(
        "([form, times]) => { const f = document.querySelector(form); f.noValidate = true;"
        " for (let i = 0; i < times; i++) f.querySelector('button.is-main').click(); }",
        [FORM, times],
    )


def test_a_draft_comes_back_and_can_be_refused(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        typed(page, "防火门闭门器损坏")
        page.locator(f"{FORM} input[name=grade][value=large]").check()
        page.wait_for_timeout(500)
        page.reload()
        assert page.locator(TITLE).input_value() == "防火门闭门器损坏"
        assert page.locator(f"{FORM} input[name=grade][value=large]").is_checked()
        page.get_by_role("button", name="不要了，重新填").click()
        assert page.locator(TITLE).input_value() == ""
        page.reload()
        assert page.locator(TITLE).input_value() == ""


def test_a_lost_answer_is_retried_under_the_same_key(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        typed(page, "通道堵塞")
        key = page.locator(f"{FORM} input[name=request_id]").input_value()

        def lose(route: Route) -> None:
            if route.request.method == "POST":
                route.fulfill(status=204, body="")  # the page stays as if nothing had come back
            else:
                answer(route)

        page.route("**/_parts/", lose)
        submit(page)
        page.wait_for_timeout(300)
        page.goto(ADDRESS)
        assert page.locator(TITLE).input_value() == "通道堵塞"
        assert page.locator(f"{FORM} input[name=request_id]").input_value() == key
        assert "不会重复" in page.locator(f"{FORM} .wa-note").inner_text()


def test_the_servers_word_drops_the_draft(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        typed(page, "通道堵塞")
        key = page.locator(f"{FORM} input[name=request_id]").input_value()
        say = "key => document.dispatchEvent(new CustomEvent('wa:done', {detail: {request_id: key}}))"
        page.evaluate(say, "another")
        page.reload()
        assert page.locator(TITLE).input_value() == "通道堵塞"
        page.evaluate(say, key)
        page.reload()
        assert page.locator(TITLE).input_value() == ""


def test_a_form_is_sent_once(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        posts: list[str] = []
        page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        submit(page, times=3)
        page.wait_for_timeout(600)
        assert len(posts) == 1


def test_enter_in_a_composition_does_not_submit(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        posts: list[str] = []
        page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        page.evaluate(f"document.querySelector('{FORM}').noValidate = true")
        page.locator(TITLE).focus()
        composing = page.evaluate(
            "() => { const key = new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true,"
            " cancelable: true}); document.activeElement.dispatchEvent(key); return key.defaultPrevented; }"
        )
        page.wait_for_timeout(200)
        assert composing and posts == []
        page.keyboard.press("Enter")  # an ordinary Enter still does
        page.wait_for_timeout(400)
        assert len(posts) == 1


def test_a_photo_is_made_smaller_before_it_travels(browser: Browser) -> None:
    photo = io.BytesIO()
    Image.effect_noise((2600, 1950), 60).convert("RGB").save(photo, "JPEG", quality=92)
    with opened(browser) as page:
        page.goto(ADDRESS)
        page.locator(f"{FORM} input[type=file]").set_input_files(
            [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}]
        )
        page.locator(f"{FORM} .wa-files-item img").wait_for()
        size = page.evaluate(
            "async form => { const file = document.querySelector(form + ' input[type=file]').files[0];"
            " const picture = await createImageBitmap(file); return [picture.width, picture.height, file.size]; }",
            FORM,
        )
        assert size[:2] == [1920, 1440] and size[2] < len(photo.getvalue())
        page.locator(f"{FORM} .wa-files-item").get_by_role("button", name="去掉").click()
        assert page.locator(f"{FORM} .wa-files-item").count() == 0


def test_a_photo_is_still_chosen_when_the_form_comes_back_refused_and_only_then(browser: Browser) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(photo, "JPEG")
    with opened(browser) as page:
        page.goto(ADDRESS)
        page.locator(f"{FORM} input[type=file]").set_input_files(
            [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}]
        )
        page.locator(f"{FORM} .wa-files-item img").wait_for()
        page.wait_for_timeout(300)
        key = page.locator(f"{FORM} input[name=request_id]").input_value()

        def refuse(route: Route) -> None:
            """The page again, each form with the key that it was sent with."""
            html = re.sub(r'(name="request_id" value=")[0-9a-f-]+', rf"\g<1>{key}", drawn(""))
            route.fulfill(content_type="text/html; charset=utf-8", body=html)

        page.route(ADDRESS, refuse)
        page.reload()
        page.locator(f"{FORM} .wa-files-item img").wait_for()
        assert page.evaluate(f"document.querySelector('{FORM} input[type=file]').files[0].name") == "现场.jpg"
        page.unroute(ADDRESS)
        for _ in range(2):
            # A fresh form has another key; what was chosen goes with it, and does not come back.
            page.reload()
            page.wait_for_timeout(300)
            assert page.locator(f"{FORM} .wa-files-item").count() == 0
            page.route(ADDRESS, refuse)


def test_choosing_rows_opens_the_bar_and_shift_takes_a_range(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        assert not page.locator("[data-wa-bulk]").is_visible()
        picks = page.locator("[data-wa-pick]")
        picks.nth(1).click()
        picks.nth(3).click(modifiers=["Shift"])
        assert page.locator("[data-wa-bulk-count]").inner_text() == "3"
        page.get_by_role("button", name="取消选择").click()
        assert not page.locator("[data-wa-bulk]").is_visible()


def test_single_keys_work_outside_fields_and_can_be_turned_off(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        page.locator(TITLE).focus()
        page.keyboard.type("?/")
        assert page.locator(TITLE).input_value() == "?/"
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        assert page.locator("dialog.wa-keys").is_visible()
        page.locator("dialog.wa-keys input").check()
        page.get_by_role("button", name="关上").click()
        page.keyboard.press("?")
        assert not page.locator("dialog.wa-keys").is_visible()


def test_a_refused_button_does_nothing(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        page.evaluate("() => { window.clicks = 0; document.addEventListener('click', () => window.clicks++); }")
        page.locator('button[aria-disabled="true"]').first.click(force=True)
        assert page.evaluate("window.clicks") == 0


def test_nothing_is_wider_than_the_screen(browser: Browser) -> None:
    for where, width in SIZES:
        with opened(browser, width=width) as page:
            page.goto(ADDRESS + where)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (where, width)


def test_targets_of_the_phone_are_big_enough(browser: Browser) -> None:
    for where in ("phone/", "phone-home/"):
        with opened(browser, width=360) as page:
            page.goto(ADDRESS + where)
            small = page.evaluate(
                "() => [...document.querySelectorAll('a, button, .wa-choice label')].filter(e => e.offsetParent"
                " && !e.closest('.wa-skip, .wa-hush') && e.getBoundingClientRect().height < 44)"
                ".map(e => e.outerHTML.slice(0, 80))"
            )
            assert small == []


def test_the_focus_ring_is_seen_on_every_button(browser: Browser) -> None:
    with opened(browser) as page:
        page.goto(ADDRESS)
        for selector in ("button.is-main", "a.wa-btn", "summary", TITLE):
            page.locator(selector).first.focus()
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none", selector
