"""A regulator issues a notice from a file; a hospital signs for it and does its 五个一 with evidence; it is judged."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys import papers
from tests.journeys.conftest import PageOf
from tests.journeys.issuing import TITLE, Issued, issue, upload
from tests.journeys.screen import Screen
from tests.journeys.world import World
from weian.kernel import clock

FIVE = ["一份工作方案", "一次专项部署会议", "一次全面检查", "一次全员培训", "一次专项督导"]
PEOPLE = "邓海涛\n姚静\n陈立\n"


def sign(officer: Screen, issued: Issued) -> None:
    """From the home page to the document, and sign for it."""
    officer.go("/")
    officer.press(officer.page.locator(f"main a[href*='{issued.document}']").first)
    assert TITLE in officer.words
    officer.press("签收")


def open_task(officer: Screen, title: str, issued: Issued) -> None:
    """From the list of tasks to the task of this notice."""
    officer.go("/tasks/?view=unit")
    row = officer.page.locator("tr", has_text=issued.doc_no).filter(has_text=title)
    officer.press(row.get_by_role("link").first)
    assert title in officer.words


def answer(officer: Screen, part: int) -> None:
    """Write the record that the part asks for, with its evidence, and hand it in."""
    officer.press(officer.page.get_by_role("link", name="写记录").first)
    field = officer.field
    if part == 0:
        field("批准人").fill("邓海涛")
        field("批准日期").fill(clock.today().isoformat())
        officer.page.locator("[name=line_what]").first.fill("逐层检查疏散通道")
        officer.page.locator("[name=line_who]").first.fill("姚静")
        officer.page.locator("[name=line_due]").first.fill((clock.today() + timedelta(days=5)).isoformat())
        officer.page.locator("[name=papers]").set_input_files(upload("工作方案.pdf", papers.plan()))  # type: ignore[arg-type]
    elif part == 1:
        field("主持人").fill("邓海涛")
        field("参加人员").fill(PEOPLE)
        field("议定事项").fill("各科室三天内完成自查")
    elif part == 3:
        field("培训主题").fill("冬季消防")
        field("应到人数").fill("4")
        field("实到人员").fill(PEOPLE)
    else:
        field("检查了哪里").fill("门诊楼、配电室")
        field("发现问题").fill("2")
        field("其中当场整改").fill("1")
        officer.page.locator("[name=photos]").set_input_files(upload("现场.jpg", papers.photo(part)))  # type: ignore[arg-type]
    officer.page.locator("[name=text]").fill("按通知要求办理。")
    officer.press("保存记录")
    officer.press("提交审核")


def test_a_hospital_answers_five_things_and_the_city_judges(world: World, page_of: PageOf) -> None:
    regulator, officer = page_of("regulator"), page_of("city_officer")
    issued = issue(regulator, 101)
    assert receipts(world, issued) == ["sent"]
    sign(officer, issued)
    assert receipts(world, issued) == ["signed"]
    for part, title in enumerate(FIVE):
        open_task(officer, title, issued)
        answer(officer, part)
    assert states(world, issued) == ["submitted"] * 5
    assert evidence(world, issued) == {"application/pdf": 1, "image/jpeg": 2}

    for title in FIVE[:4]:
        to_review(regulator, title, issued)
        regulator.press("审核通过")
    to_review(regulator, FIVE[4], issued)
    back = regulator.page.locator("section#return")
    back.locator("summary").click()
    back.get_by_label("理由").fill("照片看不出是哪里，请补一张")
    regulator.press(back.get_by_role("button", name="退回"))
    assert sorted(states(world, issued)) == ["accepted"] * 4 + ["returned"]

    regulator.go(f"/notices/{issued.campaign}/")
    assert "4/5" in regulator.words
    open_task(officer, FIVE[4], issued)
    assert "照片看不出是哪里，请补一张" in officer.words


def to_review(regulator: Screen, title: str, issued: Issued) -> None:
    regulator.go("/tasks/?view=review")
    row = regulator.page.locator("tr", has_text=issued.doc_no).filter(has_text=title)
    regulator.press(row.get_by_role("link").first)


def receipts(world: World, issued: Issued) -> list[str]:
    return [one for (one,) in world.sql("SELECT status FROM documents_receipt WHERE document_id = %s", issued.document)]


def states(world: World, issued: Issued) -> list[str]:
    """States of the five, in their order."""
    rows = world.sql(
        "SELECT t.status FROM duties_task t JOIN duties_obligation o ON o.uid = t.obligation_id"
        " WHERE o.document_id = %s AND o.composite = 'five_ones' ORDER BY o.part",
        issued.document,
    )
    return [one for (one,) in rows]


def evidence(world: World, issued: Issued) -> dict[str, int]:
    """Files of the records that answer this notice, by what they really are."""
    return dict(
        world.sql(
            "SELECT b.mime, count(*) FROM evidence_attachment a JOIN evidence_blob b ON b.sha256 = a.blob_id"
            " JOIN duties_answer w ON w.record_id = a.owner_uid JOIN duties_task t ON t.uid = w.task_id"
            " JOIN duties_obligation o ON o.uid = t.obligation_id WHERE o.document_id = %s GROUP BY b.mime",
            issued.document,
        )
    )
