"""Bad input and bad luck: a clear sentence where it happened, nothing lost, nothing half done."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from tests import database
from tests.journeys import history, papers
from tests.journeys.conftest import PageOf
from tests.journeys.issuing import upload
from tests.journeys.world import World

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
UNREADABLE = {
    "旧版.doc": (OLD_WORD, "另存为 .docx"),
    "照片.docx": (papers.photo(3), "这是图片"),
    "空.docx": (b"", "空的"),
    "坏了.docx": (papers.word("通知")[:300], ""),
}


@pytest.mark.parametrize("name", UNREADABLE, ids=["old-word", "picture", "empty", "broken"])
def test_an_unreadable_file_is_refused_in_a_sentence(world: World, page_of: PageOf, name: str) -> None:
    content, words = UNREADABLE[name]
    regulator = page_of("regulator")
    before = kept(world)
    regulator.go("/notices/new/")
    regulator.field("通知文件").set_input_files(upload(name, content))  # type: ignore[arg-type]
    with regulator.expecting(422):
        assert regulator.press("读入").status == 422
    said = regulator.page.locator(".wa-error").first.inner_text().replace("\u00a0", " ")
    assert words in said
    assert len(said) > 8
    assert kept(world) == before


def test_a_notice_that_asks_for_nothing_says_so(page_of: PageOf) -> None:
    regulator = page_of("regulator")
    regulator.go("/notices/new/")
    regulator.field("或者粘贴通知全文").fill("关于调整值班电话的通知\n\n委直属各单位：\n\n值班电话已经调整。\n")
    regulator.press("读入")
    assert "没有读出要做的事" in regulator.words


def test_a_form_sent_twice_makes_one_hazard(world: World, page_of: PageOf) -> None:
    sentence = "楼梯间应急灯不亮"
    officer = page_of("officer")
    officer.go("/hazards/new/")
    officer.field("一句话").fill(sentence)
    form = officer.page.locator("form#report")
    fields = {one["name"]: one["value"] for one in form.evaluate(FIELDS)}
    officer.inspect()
    with officer.page.expect_navigation():
        officer.page.get_by_role("button", name="上报").dblclick()
    assert hazards_called(world, sentence) == 1
    # The same bytes again, as after a lost answer: the same hazard answers, nothing new is made.
    again = officer.page.context.request.post(officer.address + "/hazards/new/", multipart=fields)
    assert again.ok
    assert hazards_called(world, sentence) == 1
    assert (
        world.count("SELECT count(*) FROM audit_event WHERE record = %s AND verb = 'hazard.reported'", officer.uid) == 1
    )


def test_what_somebody_else_has_done_meanwhile_is_said(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        hazard = history.reported(cast, "病区插座松动")
    first, second = page_of("officer"), page_of("officer_2")
    for screen in (first, second):
        screen.go(f"/hazards/{hazard.pk}/")
    first.press(first.page.locator("form#fix, form#grading").get_by_role("button", name="定级"))
    fold = first.page.locator("form#assignment")
    assert fold.count() == 1
    second.field("一般").check()
    second.press(second.page.locator("form#grading").get_by_role("button", name="定级"))
    events = "SELECT count(*) FROM audit_event WHERE record = %s"
    assert world.count(events, hazard.pk) <= 3
    assert world.sql("SELECT status FROM hazards_hazard WHERE uid = %s", hazard.pk) == [("graded",)]


def test_an_assignment_without_its_elements_keeps_what_was_typed(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        hazard = history.reported(cast, "治疗车堵住防火门")
    officer = page_of("officer")
    officer.go(f"/hazards/{hazard.pk}/")
    officer.press(officer.page.locator("form#grading").get_by_role("button", name="定级"))
    form = officer.page.locator("form#assignment")
    form.get_by_label("措施", exact=True).fill("移走治疗车并张贴标识")
    with officer.expecting(422):
        assert officer.press(form.get_by_role("button", name="派发")).status == 422
    assert officer.page.locator("form#assignment .wa-error").count() >= 2
    assert (
        officer.page.locator("form#assignment").get_by_label("措施", exact=True).input_value() == "移走治疗车并张贴标识"
    )
    assert world.sql("SELECT status FROM hazards_hazard WHERE uid = %s", hazard.pk) == [("graded",)]


def test_another_institution_s_task_is_not_there(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        campaign = history.issued(cast, 701)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        address = f"/tasks/{owed.obligation.pk}/{cast.city_hospital.pk}/"
    stranger = page_of("officer")
    with stranger.expecting(404):
        assert stranger.go(address).status == 404
        stranger.inspect()


def test_while_the_database_is_away_nothing_is_lost(world: World, page_of: PageOf) -> None:
    sentence = "地下车库配电箱门敞开"
    officer = page_of("officer")
    officer.go("/hazards/new/")
    officer.field("一句话").fill(sentence)
    officer.page.get_by_text("草稿").first.wait_for()
    with away(world) as statuses, officer.expecting(503):
        assert officer.press(officer.page.get_by_role("button", name="上报")).status == 503
        assert "数据库" in officer.words or "稍" in officer.words
        assert officer.page.locator("html").get_attribute("lang") == "zh-CN"
    assert set(statuses) <= {200, 503}
    officer.go("/hazards/new/")
    assert officer.field("一句话").input_value() == sentence
    officer.press(officer.page.get_by_role("button", name="上报"))
    assert hazards_called(world, sentence) == 1


FIELDS = """form => [...new FormData(form)].filter(([, value]) => typeof value === "string")
  .map(([name, value]) => ({name, value}))"""


@contextmanager
def away(world: World) -> Iterator[list[int]]:
    """The instance's database takes no connection and loses those that it had.

    After the block the product has found it again by itself; the list says what it answered until then.
    """
    statuses: list[int] = []
    with psycopg.connect(database.cluster().superuser_dsn(), autocommit=True) as server:
        name = sql.Identifier(world.name)
        server.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false").format(name))
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [world.name])
        try:
            yield statuses
        finally:
            server.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(name))
            wait_for(world, statuses)


def wait_for(world: World, statuses: list[int]) -> None:
    """Until the product answers well many times in a row, by whichever of its processes and connections."""
    limit = time.monotonic() + 90
    asking = urllib.request.Request(world.address + "/", headers={"Cookie": f"sessionid={world.cookie('keeper')}"})
    while statuses[-12:] != [200] * 12:
        assert time.monotonic() < limit, f"the product did not find its database again: {statuses}"
        try:
            with urllib.request.urlopen(asking) as got:
                statuses.append(got.status)
        except urllib.error.HTTPError as got:
            statuses.append(got.code)
        time.sleep(0.1)


def kept(world: World) -> list[int]:
    """How many notices, documents and files there are."""
    return [world.count(f"SELECT count(*) FROM {table}") for table in TABLES]


TABLES = ("campaigns_campaign", "documents_document", "evidence_attachment")


def hazards_called(world: World, sentence: str) -> int:
    return world.count("SELECT count(*) FROM hazards_hazard WHERE text = %s", sentence)
