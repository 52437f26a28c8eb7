"""The city's board follows what is done on the ground, and each of its figures opens down to the photo."""

from __future__ import annotations

import re

from tests.conftest import acting
from tests.journeys import history
from tests.journeys.conftest import PageOf
from tests.journeys.screen import Screen
from tests.journeys.world import World
from weian.ground.duties import api as duties

SENTENCE = "门诊楼三层防火卷帘下堆放座椅"
WALL = (1920, 1080)


def test_a_hazard_and_an_accepted_task_move_the_board(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        campaign = history.issued(cast, 501)
    document = str(campaign.document_id)
    board = page_of("regulator", size=WALL)
    board.go("/reports/board/")
    before = figures(board, document)
    assert before["在办"] == open_hazards(world)
    assert (before["签收"], before["全面检查"]) == ("0/1", "0/1")

    with world.looking() as cast:
        hazard = history.reported(cast, SENTENCE)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        with acting(cast.regulator) as by:
            task = next(one for one in duties.owed([cast.city_hospital], document=campaign.document)
                        if one.obligation.pk == owed.obligation.pk).task  # fmt: skip
            assert task is not None
            duties.accept(task, by=by)
    board.go("/reports/board/")
    after = figures(board, document)
    assert after["在办"] == before["在办"] + 1 == open_hazards(world)
    assert after["登记"] == before["登记"] + 1
    assert after["白鹭县"] == before["白鹭县"] + 1
    assert after["云泽市第一人民医院"] == before["云泽市第一人民医院"]
    assert (after["签收"], after["全面检查"]) == ("1/1", "1/1")

    # Figure, list, record: three steps to the photo.
    board.press(board.page.locator(".wa-flow a", has_text="登记"))
    assert board.page.locator("main tbody tr").count() == after["登记"]
    board.press(board.page.get_by_role("link", name=SENTENCE).first)
    assert board.uid == str(hazard.pk)
    photo = board.page.locator("main img").first
    assert photo.evaluate("picture => picture.complete && picture.naturalWidth > 0")


def test_a_county_s_board_stays_its_own(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        history.reported(cast, "检验科试剂柜未上锁", by=cast.city_officer)
        city_hospital = cast.city_hospital.pk
    county = page_of("county_regulator", size=WALL)
    county.go("/reports/board/")
    own = "白鹭县"
    assert own in county.page.locator("h1").inner_text()
    here = world.count(
        "SELECT count(*) FROM hazards_hazard h JOIN org_unit u ON u.name = '白鹭县卫生健康局'"
        " WHERE h.status <> 'closed' AND h.org_pos >= u.pos AND h.org_pos < u.end"
    )
    assert amount(county.page.locator(".wa-board-panel .wa-aside").first.inner_text()) == here
    with county.expecting(404):
        assert county.go(f"/reports/board/{city_hospital}/").status == 404


def figures(board: Screen, document: str) -> dict[str, int | str]:
    """What the board shows: all open hazards, each stage, each tile, each bar of the notice."""
    page = board.page
    found: dict[str, int | str] = {"在办": amount(page.locator(".wa-board-panel .wa-aside").first.inner_text())}
    for stage in page.locator(".wa-flow li").all():
        found[stage.locator(".wa-state").inner_text().strip()] = amount(stage.locator("b").inner_text())
    for tile in page.locator(".wa-tile").all():
        found[tile.locator("b").inner_text().strip()] = amount(tile.locator(".wa-tile-figure").inner_text())
    for bar in page.locator(".wa-funnel tr", has=page.locator(f"a[href*='{document}']")).all():
        found[bar.locator("th").inner_text().strip()] = bar.locator("td a").inner_text().replace(" ", "")
    return found


def amount(words: str) -> int:
    found = re.search(r"[\d,]+", words)
    assert found, words
    return int(found[0].replace(",", ""))


def open_hazards(world: World) -> int:
    return world.count("SELECT count(*) FROM hazards_hazard WHERE status <> 'closed'")
