"""The field page on a phone with the network cut: a night patrol in a basement, a killed browser, a full phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import segno
from PIL import Image
from playwright.sync_api import Page, expect

from tests.ground.hazards.situations import Situations as HazardSituations
from tests.journeys.conftest import PHONE, PageOf
from tests.journeys.screen import PATIENCE_MS, Screen
from tests.journeys.world import World
from tests.programs.inspections.situations import Situations
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.kernel import scope

expect.set_options(timeout=PATIENCE_MS)


# As a browser says it whose disk has no room for a photo.
FILL = """() => {
  window.added = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (row) {
    if (this.name === "photos") throw new DOMException("no room", "QuotaExceededError");
    return window.added.call(this, row);
  };
}"""


def photo(colour: str) -> dict[str, Any]:
    data = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(data, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def point_of(world: World, name: str, kind: str = "") -> tuple[UUID, str]:
    """A point of the ward with its label: uid and the code on the wall."""
    with world.looking() as cast, scope.applied(cast.officer.scope):
        kind = kind or next(one.code for one in registry.subject_types().values() if one.kind == "point")
        point = registry.add(
            uid=uuid4(), by=cast.officer, unit=cast.hospital, type=kind, name=name, department=cast.ward, tags=[]
        )
        return point.pk, registry.issue(point, by=cast.officer).shown


def ready(page: Page) -> None:
    expect(page.locator("html[data-ready]")).to_have_count(1)


def killed_and_back(page: Page) -> None:
    """The browser is killed before it is sent in; what was filled in is still there, photo and all."""
    page.wait_for_timeout(700)
    page.reload()
    ready(page)
    expect(page.locator(".wa-files-item")).to_have_count(1)


def settled(screen: Screen) -> Page:
    """The page, once online, with all that it needs to come back without network."""
    screen.go("/m/field/")
    ready(screen.page)
    screen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(screen.page.get_by_text("离线数据", exact=False).last).to_be_visible()
    return screen.page


@contextmanager
def cut(screen: Screen) -> Iterator[None]:
    """Inside the block there is no network; what cannot be reached is no complaint."""
    context = screen.page.context
    context.set_offline(True)
    before = len(screen.complaints)
    try:
        yield
    finally:
        context.set_offline(False)
        screen.complaints[before:] = [
            one for one in screen.complaints[before:]
            if "ERR_INTERNET_DISCONNECTED" not in one and "ERR_FAILED" not in one
        ]  # fmt: skip


def at(page: Page, hash_: str) -> None:
    page.evaluate("(to) => { location.hash = to }", hash_)


def report(page: Page, words: str) -> None:
    at(page, "report")
    page.get_by_label("一句话").fill(words)
    page.get_by_role("button", name="上报", exact=True).click()
    expect(page.locator(".wa-card-row", has_text=words)).to_be_visible()


def sent(page: Page) -> None:
    at(page, "out")
    expect(page.get_by_text("都送到了。")).to_be_visible()
    expect(page.get_by_text(re.compile("还有 .+ 张照片"))).to_have_count(0)


def test_a_night_patrol_in_a_basement_without_signal(world: World, page_of: PageOf) -> None:
    place = f"地下二层泵房 {uuid4().hex[:4]}"
    point, code = point_of(world, place)
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    with cut(screen):
        page.reload()
        ready(page)
        expect(page.locator("#strip")).to_contain_text("没有网络")
        at(page, "code")
        page.get_by_label("标签上的编码").fill(code)
        page.get_by_role("button", name="打开").click()
        expect(page.get_by_text("已扫码")).to_be_visible()
        page.get_by_role("button", name="记一次").click()
        expect(page.locator("h1")).to_have_text("待发送")
        at(page, f"report/{point}")
        page.locator("input[aria-label='照片']").set_input_files(photo("brown"))
        expect(page.locator(".wa-files-item")).to_have_count(1)
        killed_and_back(page)
        page.get_by_role("button", name="上报", exact=True).click()
        expect(page.get_by_text("还有 1 张照片", exact=False)).to_be_visible()
        assert world.count("SELECT count(*) FROM hazards_hazard WHERE place = %s", place) == 0
        at(page, "points")
        expect(page.locator("h1")).to_have_text("现场")
        expect(page.locator(".wa-card-row", has_text=place)).to_contain_text("已记，等发出")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".wa-card-row", has_text=place)).not_to_contain_text("等发出")
    sent(page)
    found = world.sql("SELECT scanned, status FROM inspections_inspection WHERE subject = %s", point)
    assert [scanned for scanned, _ in found] == [True]
    ((hazard,),) = world.sql("SELECT uid FROM hazards_hazard WHERE place = %s", place)
    assert world.count("SELECT count(*) FROM evidence_attachment WHERE owner_uid = %s", hazard) == 1
    assert screen.sideways() <= 0


def test_a_label_is_read_by_our_own_reader_where_the_browser_has_none(world: World, page_of: PageOf) -> None:
    place = f"锅炉房 {uuid4().hex[:4]}"
    _, code = point_of(world, place, "gas_boiler")
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    image = io.BytesIO()
    segno.make(f"https://somewhere.example/q/{code.replace('-', '')}").save(image, kind="png", scale=8)
    screen.go("/m/scan/")
    page.locator("#file").set_input_files({"name": "label.png", "mimeType": "image/png", "buffer": image.getvalue()})
    expect(page.get_by_text("已扫码")).to_be_visible()
    expect(page.locator("h1")).to_have_text(place)
    # A list of this place asks what the meters show: having looked is no answer.
    expect(page.get_by_text("这里有数要读")).to_be_visible()
    expect(page.get_by_role("button", name="记一次")).to_have_count(0)


def test_two_tabs_a_kill_and_a_new_version_send_each_act_once(world: World, page_of: PageOf) -> None:
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    mark = uuid4().hex[:6]
    with cut(screen):
        other = page.context.new_page()
        other.goto(f"{world.address}/m/field/")
        ready(other)
        for n in range(3):
            report(page, f"{mark} 甲 {n}")
            report(other, f"{mark} 乙 {n}")
    # Another version of the worker takes over while both send; one tab is killed meanwhile.
    page.evaluate("navigator.serviceWorker.register('/m/sw.js?next', {scope: '/'}).then(() => true)")
    other.close()
    page.reload()
    ready(page)
    sent(page)
    found = world.sql("SELECT text, count(*) FROM hazards_hazard WHERE text LIKE %s GROUP BY text", f"{mark}%")
    assert sorted(found) == sorted((f"{mark} {who} {n}", 1) for who in "甲乙" for n in range(3))
    assert world.sql("SELECT gaps FROM phone_line ORDER BY seen_at DESC LIMIT 1") == [([],)]


def test_a_full_phone_says_so_and_loses_nothing(world: World, page_of: PageOf) -> None:
    screen = page_of("head", size=PHONE)
    page = settled(screen)
    words = f"存满了 {uuid4().hex[:6]}"
    with cut(screen):
        at(page, "report")
        page.get_by_label("一句话").fill(words)
        page.locator("input[aria-label='照片']").set_input_files(photo("olive"))
        expect(page.locator(".wa-files-item")).to_have_count(1)
        page.evaluate(FILL)
        page.get_by_role("button", name="上报", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("手机存储满了")
        expect(page.get_by_label("一句话")).to_have_value(words)
        page.evaluate("() => { IDBObjectStore.prototype.add = window.added }")
        page.get_by_role("button", name="上报", exact=True).click()
        expect(page.locator(".wa-card-row", has_text=words)).to_be_visible()
        # The photos may stay behind: then the record says so itself.
        at(page, "report")
        page.get_by_label("一句话").fill(f"再一条 {words}")
        page.locator("input[aria-label='照片']").set_input_files(photo("navy"))
        expect(page.locator(".wa-files-item")).to_have_count(1)
        page.evaluate(FILL)
        page.get_by_role("button", name="上报", exact=True).click()
        page.get_by_role("button", name="先存下，不带照片").click()
        expect(page.locator(".wa-card-row", has_text=f"再一条 {words}")).to_contain_text("没有存下")
        assert screen.sideways() <= 0
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    found = world.sql("SELECT text FROM hazards_hazard WHERE text LIKE %s ORDER BY reported_at", f"%{words}%")
    assert [text for (text,) in found] == [words, f"再一条 {words}\n（拍了 1 张照片，手机存储满，没有存下。）"]


def test_a_killed_checklist_is_offered_again_and_what_does_not_apply_has_no_number(
    world: World, page_of: PageOf
) -> None:  # fmt: skip
    point, _ = point_of(world, f"锅炉房 {uuid4().hex[:4]}", "gas_boiler")
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    with cut(screen):
        at(page, f"point/{point}")
        page.locator("a[href*='#check/']").first.click()
        item = page.locator(".wa-check", has=page.locator("input[inputmode=decimal]")).first
        item.get_by_label("不适用").check()
        page.wait_for_timeout(700)
        page.goto(f"{world.address}/m/field/")
        ready(page)
        page.locator(".wa-card", has_text="没有填完的").locator("a").click()
        expect(item.get_by_label("不适用")).to_be_checked()
        expect(item.locator("input[inputmode=decimal]")).to_have_value("")
        item.locator("input[inputmode=decimal]").fill("3")
        expect(item.get_by_label("不适用")).not_to_be_checked()


def test_a_round_with_the_label_of_another_place_is_handed_in_again_without_it(world: World, page_of: PageOf) -> None:
    (point, _), (other, code) = point_of(world, f"甲 {uuid4().hex[:4]}"), point_of(world, f"乙 {uuid4().hex[:4]}")
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    with cut(screen):
        at(page, "code")
        page.get_by_label("标签上的编码").fill(code)
        page.get_by_role("button", name="打开").click()
        expect(page.get_by_text("已扫码")).to_be_visible()
        at(page, f"point/{point}/{page.url.rsplit('/', 1)[1]}")
        page.get_by_role("button", name="记一次").click()
        expect(page.locator("h1")).to_have_text("待发送")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#strip")).to_contain_text("没有被接受")
    page.get_by_role("button", name="改一下再交").click()
    page.get_by_role("button", name="不带码").click()
    page.get_by_role("button", name="再交一次").click()
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    assert world.sql("SELECT scanned FROM inspections_inspection WHERE subject = %s", point) == [(False,)]
    assert world.count("SELECT count(*) FROM inspections_inspection WHERE subject = %s", other) == 0


def test_what_was_taken_along_expires_and_what_was_kept_does_not(world: World, page_of: PageOf) -> None:
    screen = page_of("keeper", size=PHONE)
    page = settled(screen)
    words = f"过期以前 {uuid4().hex[:6]}"
    with cut(screen):
        report(page, words)
        page.evaluate(
            """async () => {
              const { openStore } = await import(document.querySelector('link[href*="core"]').href);
              await (await openStore()).put("meta", 30 * 86_400_000, "offset");
            }"""
        )
        page.goto(f"{world.address}/m/field/")
        ready(page)
        expect(page.get_by_text("离线数据已过期")).to_be_visible()
        expect(page.get_by_role("link", name="火警拨 119")).to_be_visible()
        at(page, "out")
        expect(page.locator(".wa-card-row", has_text=words)).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    at(page, "points")
    expect(page.get_by_text("离线数据", exact=False).last).to_be_visible()
    assert world.count("SELECT count(*) FROM hazards_hazard WHERE text = %s", words) == 1


def test_who_signs_out_leaves_nothing_readable_and_sends_it_at_the_next_sign_in(
    world: World, page_of: PageOf
) -> None:  # fmt: skip
    screen = page_of("head", size=PHONE)
    page = settled(screen)
    words = f"先退出 {uuid4().hex[:6]}"
    with cut(screen):
        report(page, words)
        at(page, "points")
        page.evaluate(
            """async () => {
              const { Outbox, openStore } = await import(document.querySelector('link[href*="core"]').href);
              await new Outbox({ db: await openStore() }).leave();
            }"""
        )
        page.goto("about:blank")  # what the page still has in its memory goes with it
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": world.cookie("keeper"), "url": world.address}])
    screen.go("/m/field/")
    ready(page)
    expect(page.locator("#strip")).to_contain_text("别人没有发出的 1 条")
    at(page, "out")
    expect(page.get_by_text("待发送").first).to_be_visible()
    assert words not in page.content()
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": world.cookie("head"), "url": world.address}])
    screen.go("/m/field/")
    ready(page)
    expect(page.locator(".wa-phone-title")).to_contain_text("何敏")
    sent(page)
    assert world.sql("SELECT count(*) FROM hazards_hazard WHERE text = %s", words) == [(1,)]


def visit_of(world: World, mode: str, title: str, sheet: str = "") -> str:
    """A visit of the hospital that falls to the city's inspector."""
    with world.looking() as cast:
        ref = checklists.pack_sheets()[sheet].ref if sheet else ""
        return str(Situations(cast).planned(mode, title=title, sheet=ref).pk)


def found(page: Page, words: str, colour: str) -> None:
    """A thing that is wrong, with a photo, a name and a day."""
    page.get_by_role("link", name="记一个问题").click()
    page.locator("input[aria-label='照片']").set_input_files(photo(colour))
    written(page, words)


def written(page: Page, words: str) -> None:
    expect(page.locator(".wa-files-item")).to_have_count(1)
    page.get_by_label("发现什么").fill(words)
    page.get_by_label("责任人").select_option(index=1)
    page.get_by_label("整改要求").fill("当天改好")
    page.get_by_label("整改期限").fill("2031-01-01")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".wa-card-row", has_text=words)).to_contain_text("限期整改")


def test_an_unannounced_expert_visit_without_signal(world: World, page_of: PageOf) -> None:
    title, words = f"夜查 {uuid4().hex[:4]}", f"疏散门上锁 {uuid4().hex[:4]}"
    visit, (_, code) = visit_of(world, "surprise", title), point_of(world, f"后门 {uuid4().hex[:4]}")
    screen = page_of("regulator", size=PHONE)
    page = settled(screen)
    page.get_by_role("link", name="密封的检查").click()
    page.get_by_role("button", name="打开（留名）").click()
    expect(page.get_by_role("button", name="到场开始")).to_be_visible()
    assert world.count("SELECT count(*) FROM inspections_opening") == 1
    with cut(screen):
        page.reload()
        ready(page)
        expect(page.locator(".wa-phone-title")).to_contain_text(title)
        page.get_by_label("或者填标签下面的码").fill(code)
        page.get_by_role("button", name="到场开始").click()
        expect(page.get_by_text("到场开始，有网络时发出", exact=False)).to_be_visible()
        found(page, words, "brown")
        # The browser is killed: the visit stands as it was, photo and all.
        page.reload()
        ready(page)
        page.locator(".wa-card-row", has_text=words).click()
        expect(page.locator(".wa-files-item")).to_have_count(1)
        at(page, f"exchange/{visit}")
        assert screen.sideways() <= 0
        page.get_by_role("button", name="检查完毕，送审").click()
        expect(page.locator(".wa-card-row", has_text="到场开始：")).to_be_visible()
        assert world.sql("SELECT status FROM inspections_inspection WHERE uid = %s", visit) == [("planned",)]
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    ((status, scanned),) = world.sql("SELECT status, scanned FROM inspections_inspection WHERE uid = %s", visit)
    assert (status, scanned) == ("held", True)
    ((finding,),) = world.sql("SELECT uid FROM inspections_finding WHERE text = %s", words)
    assert world.count("SELECT count(*) FROM evidence_attachment WHERE owner_uid = %s", finding) == 1


def test_a_refused_report_of_a_visit_comes_back_whole_and_is_handed_in_again(world: World, page_of: PageOf) -> None:
    words = f"配电箱没锁 {uuid4().hex[:4]}"
    visit = visit_of(world, "special", f"专项 {uuid4().hex[:4]}", "fire_day")
    screen = page_of("regulator", size=PHONE)
    page = settled(screen)
    with cut(screen):
        at(page, f"visit/{visit}")
        page.get_by_label("或者填标签下面的码").fill("2345-6789-ABCD")
        page.get_by_role("button", name="到场开始").click()
        page.get_by_role("link", name="消防日巡查").click()
        item = page.locator(".wa-check").first
        expect(item).to_be_visible()
        page.evaluate("document.querySelectorAll('input[value=pass]').forEach((one) => one.click())")
        item.get_by_label("不合格").check()
        item.locator("input[type=file]").set_input_files(photo("teal"))
        expect(item.locator(".wa-files-item")).to_have_count(1)
        page.get_by_role("button", name="填到这里").click()
        # What is not as it should be cannot be left unsaid.
        page.get_by_role("link", name="检查完毕，交换意见").click()
        page.locator(".wa-card-row", has_text="还没有写成问题").click()
        written(page, words)
        signed_on_the_spot(page)
        page.get_by_role("button", name="存好，准备发送").click()
        expect(page.locator("h1")).to_have_text("待发送")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text(re.compile("不是.+的标签"))).to_be_visible()
    expect(page.locator(".wa-card-row", has_text="检查情况：")).to_contain_text("没有被接受")
    page.locator(".wa-card-row", has_text="检查情况：").get_by_role("button", name="改一下再交").click()
    page.get_by_label("现场没有标签，写明原因").fill("大门没有标签")
    page.get_by_role("button", name="到场开始").click()
    page.locator(".wa-card-row", has_text=words).click()
    expect(page.locator(".wa-files-item")).to_have_count(1)
    page.get_by_role("button", name="记下").click()
    signed_on_the_spot(page)
    assert screen.sideways() <= 0
    page.get_by_role("button", name="存好，准备发送").click()
    sent(page)
    assert world.sql("SELECT status FROM inspections_inspection WHERE uid = %s", visit) == [("signed",)]
    assert world.sql("SELECT name FROM inspections_signature WHERE inspection_id = %s AND side = 'unit'", visit) == [
        ("钱守正",)
    ]
    assert (
        world.count("SELECT count(*) FROM evidence_attachment WHERE role = 'signature' AND owner_uid = %s", visit) == 1
    )


def test_a_hazard_is_put_right_without_signal_and_its_photo_survives_a_kill(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        hazard = HazardSituations(cast).assigned(who=cast.pharmacist)
    screen = page_of("pharmacist", size=PHONE)
    page = settled(screen)
    with cut(screen):
        at(page, f"hazard/{hazard.pk}")
        page.get_by_label("改成了什么样").fill("已清空")
        page.locator("input[type=file]").set_input_files(photo("green"))
        expect(page.locator(".wa-files-item")).to_have_count(1)
        killed_and_back(page)
        assert screen.sideways() <= 0
        page.get_by_role("button", name="改好了，申请验收").click()
        expect(page.locator("h1")).to_have_text("待发送")
        at(page, f"hazard/{hazard.pk}")
        expect(page.get_by_text("这条已经记了“申请验收”")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    assert world.sql("SELECT status, result FROM hazards_hazard WHERE uid = %s", hazard.pk) == [("applied", "已清空")]


def signed_on_the_spot(page: Page) -> None:
    """The visit is over, and somebody of the unit signs on the inspector's phone."""
    page.get_by_role("link", name="检查完毕，交换意见").click()
    page.get_by_label("当面签字").check()
    page.get_by_label("签字人姓名").fill("钱守正")
    page.get_by_label("职务").fill("副院长")
    draw(page)


def draw(page: Page) -> None:
    """Sign with a finger."""
    page.locator(".wa-sign").evaluate("(pad) => pad.scrollIntoView({ block: 'center' })")
    box = page.locator(".wa-sign").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    page.mouse.up()
