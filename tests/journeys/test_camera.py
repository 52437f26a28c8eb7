"""A label is scanned with a camera: Chromium's own, to which we show a film, read by our own reader."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys import camera
from tests.journeys.conftest import PHONE, PageOf
from tests.journeys.test_field_page import cut, point_of, settled
from tests.journeys.world import World

# Which cameras were opened, to see that none stays on.
KEEP_TRACKS = """() => {
  window.tracks = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (...told) => {
    const came = await ask(...told);
    tracks.push(...came.getTracks());
    return came;
  };
}"""
TURN_AWAY = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LIVE = "tracks.map((one) => one.readyState)"
LABEL = "https://somewhere.example/q/{}"


def code_on_the_wall(world: World, name: str) -> str:
    return LABEL.format(point_of(world, name)[1].replace("-", ""))


def test_a_label_is_scanned_with_the_camera_without_network(world: World, page_of: PageOf, film: Path) -> None:
    place = f"配电间 {uuid4().hex[:4]}"
    label = code_on_the_wall(world, place)
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    page.context.add_init_script(f"({KEEP_TRACKS})()")
    camera.film(film, [camera.seen("https://weixin.example/join/abc")])
    with cut(screen):
        page.goto(f"{world.address}/m/scan/")
        assert page.evaluate("'BarcodeDetector' in window") is False, "this browser has no reader of its own"
        expect(page.locator("#said")).to_have_text("这是别的二维码，不是点位的标签。")
        assert page.evaluate(LIVE) == ["live"]
        page.evaluate(TURN_AWAY, "hidden")
        assert page.evaluate(LIVE) == ["ended"], "no camera stays on behind another page"
        camera.film(film, [camera.seen(label, side=150, turned=33, blurred=1.2, noise=12)])
        page.evaluate(TURN_AWAY, "visible")
        expect(page.get_by_text("已扫码")).to_be_visible()
        expect(page.locator("h1")).to_have_text(place)
        camera.film(film, [camera.seen(LABEL.format("ABCD2345EFGH"))])
        page.goto(f"{world.address}/m/scan/")
        expect(page.get_by_text("离线数据里没有这个编码。", exact=False)).to_be_visible()
        expect(page.get_by_label("标签上的编码")).to_have_value("ABCD2345EFGH")


def test_without_a_camera_the_code_is_typed(world: World, page_of: PageOf) -> None:
    """None there (as here without a film), taken, or refused: the page says which, and what else to do."""
    place = f"库房 {uuid4().hex[:4]}"
    label = code_on_the_wall(world, place)
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    answer = screen.go("/m/scan/")
    assert answer.headers["permissions-policy"] == "camera=(self), microphone=(), geolocation=()"
    expect(page.locator("#said")).to_contain_text("这台设备没有相机")
    _instead(page)
    for error, words in (("NotReadableError", "相机正被别的应用占着"), ("NotAllowedError", "没有允许用相机")):
        page.evaluate(
            "(name) => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', name); }; }",
            error,
        )
        page.evaluate(TURN_AWAY, "visible")
        expect(page.locator("#said")).to_contain_text(words)
        _instead(page)
    page.get_by_role("link", name="输入标签上的编码").click()
    page.get_by_label("标签上的编码").fill(label.rsplit("/", 1)[1])
    page.get_by_role("button", name="打开").click()
    expect(page.locator("h1")).to_have_text(place)


def _instead(page: Page) -> None:
    expect(page.locator("#said")).to_contain_text("可以输入标签上的编码，或者拍一张标签的照片。")
    expect(page.locator("video")).to_be_hidden()
