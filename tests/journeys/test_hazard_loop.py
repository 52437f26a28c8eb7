"""A ward reports a hazard from a phone; it is graded, assigned, put right, verified by somebody else and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys import papers
from tests.journeys.conftest import PHONE, PageOf
from tests.journeys.screen import Screen
from tests.journeys.world import World
from tests.tools.browsers import Version
from weian.kernel import clock

SENTENCE = "药房后门的疏散通道被纸箱堵住"


def report_with_phone(keeper: Screen, seed: int, sentence: str = "") -> str:
    """Three taps from the phone's home: 报隐患, 拍照, 上报. Returns the uid of the hazard."""
    keeper.go("/m/")
    taps = 0
    with keeper.page.expect_navigation():
        keeper.page.get_by_role("link", name="看到隐患，拍一张就行").tap()
        taps += 1
    with keeper.page.expect_file_chooser() as camera:
        keeper.page.get_by_role("button", name="拍照").tap()
        taps += 1
    camera.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": papers.photo(seed)})
    keeper.page.locator(".wa-files-item img").wait_for()
    if sentence:
        keeper.field("一句话").fill(sentence)
    keeper.inspect()
    with keeper.page.expect_navigation():
        keeper.page.get_by_role("button", name="上报").tap()
        taps += 1
    assert taps <= 3
    return keeper.uid


def open_act(screen: Screen, name: str) -> None:
    """The fold of an act on the page of a hazard."""
    fold = screen.page.locator("details", has=screen.page.locator(f"form#{name}"))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def do(screen: Screen, name: str, word: str) -> None:
    screen.press(screen.page.locator(f"form#{name}").get_by_role("button", name=word, exact=True))


@pytest.mark.parametrize("version", [153, 109])
def test_from_the_phone_of_a_ward_to_closure(world: World, page_of: PageOf, version: Version) -> None:
    keeper = page_of("keeper", size=PHONE, version=version)
    uid = report_with_phone(keeper, version, SENTENCE)
    assert keeper.sideways() <= 0
    (status, place, photos) = state_of(world, uid)
    assert (status, place, photos) == ("reported", "内科三病区", ["before"])

    officer = page_of("officer", version=version)
    officer.go("/hazards/?view=mine")  # a home shows the nearest deadlines first; this one has none yet
    officer.press(officer.page.locator("main").get_by_role("link", name=SENTENCE).first)
    assert officer.uid == uid
    officer.page.locator("form#grading").get_by_label("较大").check()
    do(officer, "grading", "定级")
    open_act(officer, "assignment")
    form = officer.page.locator("form#assignment")
    form.get_by_label("责任：整改责任人").select_option(label="药剂科 沈月华（药剂科主任）")
    form.get_by_label("措施", exact=True).fill("清走纸箱，划出禁放线")
    form.get_by_label("资金（元）").fill("0")
    form.get_by_label("时限").fill((clock.today() + timedelta(days=3)).isoformat())
    do(officer, "assignment", "派发")
    assert state_of(world, uid)[0] == "assigned"

    fixer = page_of("pharmacist", version=version)
    fixer.go("/")
    fixer.press(fixer.page.locator("main").get_by_role("link", name=SENTENCE).first)
    open_act(fixer, "rectification")
    after = fixer.page.locator("form#rectification")
    after.get_by_label("整改情况").fill("已清空并划线")
    after.locator("input[type=file]").set_input_files(
        {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": papers.photo(version, tidy=True)}
    )
    do(fixer, "rectification", "开始整改")
    open_act(fixer, "application")
    do(fixer, "application", "申请验收")
    assert fixer.page.locator("form#verification").count() == 0
    assert state_of(world, uid)[0] == "applied"

    officer.go("/hazards/?view=mine")
    officer.press(officer.page.locator("main").get_by_role("link", name=SENTENCE).first)
    officer.page.locator("form#verification").get_by_label("验收意见").fill("现场看过，通道畅通")
    do(officer, "verification", "验收通过")
    do(officer, "closure", "销号")
    assert state_of(world, uid)[0] == "closed"
    assert sorted(state_of(world, uid)[2]) == ["after", "before"]
    assert "已销号" in officer.words

    keeper.go(f"/hazards/{uid}/")
    assert "已销号" in keeper.words


def state_of(world: World, uid: str) -> tuple[str, str, list[str]]:
    """Status, department and roles of the photos, as the database has them."""
    ((status, department),) = world.sql(
        "SELECT h.status, u.name FROM hazards_hazard h LEFT JOIN org_unit u ON u.uid = h.department_id"
        " WHERE h.uid = %s",
        uid,
    )
    roles = world.sql(
        "SELECT role FROM evidence_attachment WHERE owner_kind = 'hazard' AND owner_uid = %s ORDER BY role", uid
    )
    return status, department, [role for (role,) in roles]
