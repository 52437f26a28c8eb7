"""A safety officer who is no programmer builds a checklist in the browser."""

from __future__ import annotations

import base64
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from weian.ground.checklists import api
from weian.ground.checklists.actions import editing, making, publishing
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.kernel.sheets import OutColumn, write_sheet

pytestmark = pytest.mark.django_db

ITEM = {
    "text": "安全出口从里面一推就开", "kind": "pass", "photo": "fault", "required": "on", "na": "on", "weight": "1",
    "section": "s1", "fault": "安全出口锁闭", "title": "中华人民共和国消防法", "clause": "第二十八条",
}  # fmt: skip


def _made(client: Client, title: str = "病区夜查") -> str:
    """The address of a new list."""
    answer = client.post("/checklists/new/", {"request_id": str(uuid4()), "title": title})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).removesuffix("building/")


def _list(at: str) -> Checklist:
    with set_up():
        return Checklist.objects.select_related("published", "unit").get(pk=at.split("/")[2])


def _draft(at: str) -> ChecklistVersion:
    with set_up():
        return ChecklistVersion.objects.select_related("checklist").get(checklist=at.split("/")[2], status="draft")


def test_a_list_is_built_item_by_item_published_and_used_by_the_unit_and_below(cast: Cast) -> None:
    client = client_of(cast.county_regulator)
    at = _made(client)
    assert client.post(at + "sections/s1/correction/", {"title": "疏散", "help": ""}).status_code == 302
    assert client.post(at + "sections/s1/items/", ITEM).status_code == 302
    reading = ITEM | {
        "text": "氧气压力",
        "kind": "reading",
        "low": "0.4",
        "high": "0.8",
        "unit": "MPa",
        "choices": "丢",
    }
    assert client.post(at + "sections/s1/items/", reading).status_code == 302
    assert client.post(at + "sections/", {"title": "用电"}).status_code == 302
    choice = ITEM | {"text": "配电箱", "kind": "choice", "choices": "完好\n敞开！", "section": "s2"}
    assert client.post(at + "sections/s2/items/", choice).status_code == 302
    assert client.post(at + "items/i3/shift/", {"step": "-1"}).status_code == 302
    head = {"title": "病区夜间巡查", "purposes": "round", "score": "items", "light": "no", "minutes": "5"}
    assert client.post(at + "head/", head).status_code == 302
    sheet = _draft(at).sheet
    assert [[item.text for item in section.items] for section in sheet.sections] == [
        ["安全出口从里面一推就开", "氧气压力", "配电箱"], [],
    ]  # fmt: skip
    told = api.judge(sheet, {"i1": {"v": "pass"}, "i2": {"v": 0.9}, "i3": {"v": "c2", "photos": ["a"]}})
    assert [fault.text for fault in told.faults] == [
        "安全出口锁闭：实测 0.9 MPa，应为 0.4～0.8 MPa", "安全出口锁闭：敞开",
    ]  # fmt: skip

    page = client.get(at + "building/").content.decode()
    assert "“用电”这一节没有检查项" in page and "病区夜间巡查" in page
    assert client.post(at + "publication/").status_code == 422
    assert client.post(at + "sections/s2/removal/").status_code == 302
    assert client.post(at + "publication/", {"note": "第一次"}).status_code == 302
    with set_up():
        assert "病区夜间巡查" in [one.title for one in api.sheets_for(cast.hospital)]
        assert "病区夜间巡查" not in [one.title for one in api.sheets_for(cast.neighbour_hospital)]
        assert "病区夜间巡查" not in [one.title for one in api.sheets_for(cast.clinic)]
    page = client_of(cast.officer).get(at).content.decode()
    assert "正常 0.4～0.8 MPa" in page and "《中华人民共和国消防法》" in page
    assert client_of(cast.outsider).get(at).status_code == 404


def test_what_was_published_is_frozen_and_the_next_version_leaves_old_results_alone(cast: Cast) -> None:
    with set_up():
        made = making.make(uid=uuid4(), title="夜查", by=cast.officer)
        version = making.take_up(made, by=cast.officer)
        item = {"text": "出口没有上锁"}
        editing.add_item(version, "s1", item, by=cast.officer)
        publishing.publish(version, by=cast.officer)
        first = version.ref
        with pytest.raises(api.NoSuchSheet):
            api.sheet("own:" + str(uuid4()))
        with pytest.raises(editing.Refused):
            editing.add_item(version, "s1", item, by=cast.officer)
        with pytest.raises(DatabaseError), transaction.atomic():
            ChecklistVersion.objects.filter(pk=version.pk).update(body={})
    client, at = client_of(cast.officer), f"/checklists/{made.pk}/"
    assert client.post(at + "next/").status_code == 302
    assert client.post(at + "next/").status_code == 302  # twice is once
    assert client.post(at + "items/i1/removal/").status_code == 302
    assert client.post(at + "sections/s1/items/", ITEM).status_code == 302
    assert 'id="item-i1"' in client.get(at).content.decode()  # the version in force asks it still
    assert client.post(at + "publication/", {"note": "换了一项"}).status_code == 302
    with set_up():
        assert [item.text for item in api.sheet(first).items] == ["出口没有上锁"]
        # A code is never given to another item.
        assert [(item.code, item.text) for item in api.sheet(_list(at).published.ref).items] == [("i2", ITEM["text"])]  # type: ignore[union-attr]
    page = client.get(at).content.decode()
    assert "第 2" in page and "换了一项" in page and "?version=1" in page
    assert "旧版" in client.get(at + "?version=1").content.decode()


def test_a_refused_item_keeps_everything_that_was_typed(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = _made(client)
    bad = ITEM | {"kind": "reading", "low": "很低", "high": "3", "unit": "℃", "fault": "压力<异常>", "weight": "一"}
    answer = client.post(at + "sections/s1/items/", bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "下限要填数字。" in page and "权重要填数字" in page
    assert 'value="很低"' in page and "压力&lt;异常&gt;" in page and ITEM["text"] in page
    answer = client.post(at + "sections/s1/items/", ITEM | {"kind": "choice", "choices": "只有一个"})
    assert answer.status_code == 422 and "选项至少写两个" in answer.content.decode()
    assert _draft(at).sheet.count == 0


def test_a_step_by_htmx_brings_the_same_page_with_its_regions(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = _made(client)
    answer = client.post(at + "sections/s1/items/", ITEM | {"more": "1"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200 and answer["HX-Push-Url"] == at + "building/?open=new-s1"
    assert all(f'id="{region}"' in page for region in ("list-head", "list-lines", "list-side"))
    assert "已加一项。" in page and page.count(ITEM["text"]) >= 2  # in the list, and as the phone shows it


def test_a_list_of_content_is_copied_into_an_own_draft_and_its_users_are_told(cast: Cast) -> None:
    client = client_of(cast.officer)
    page = client.get("/checklists/packs/fire_day/").content.decode()
    assert "待核" in page and "照抄一份" in page
    key = str(uuid4())
    first = client.post("/checklists/packs/fire_day/copying/", {"request_id": key})
    again = client.post("/checklists/packs/fire_day/copying/", {"request_id": key})
    assert first["Location"] == again["Location"]
    at = str(first["Location"]).removesuffix("building/")
    with set_up():
        source = api.sheet("pack:fire_day")
        copied = _draft(at).sheet
        assert copied.sections == source.sections and copied.applies == source.applies
    assert client_of(cast.county_regulator).get(at).status_code == 404  # a draft is nobody else's
    assert client.post(at + "publication/").status_code == 302
    page = client_of(cast.county_regulator).get("/checklists/packs/fire_day/").content.decode()
    assert "照抄成自己的" in page and cast.hospital.name in page
    assert "消防日巡查" in client_of(cast.county_regulator).get("/checklists/?view=below").content.decode()


def test_only_who_keeps_checklists_changes_them_and_a_retired_one_is_offered_to_nobody(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = _made(client, "停用试试")
    client.post(at + "sections/s1/items/", ITEM)
    client.post(at + "publication/")
    for other in (cast.keeper, cast.county_regulator, cast.outsider_officer):
        for act in ("next/", "retirement/", "items/i1/removal/", "publication/"):
            assert client_of(other).post(at + act).status_code == 404
    assert client_of(cast.keeper).get("/checklists/new/").status_code == 404
    assert client.post(at + "retirement/").status_code == 302
    assert client.post(at + "next/").status_code == 422
    with set_up():
        assert "停用试试" not in [one.title for one in api.sheets_for(cast.hospital)]
    assert "停用试试" in client.get("/checklists/?view=retired").content.decode()
    assert client.post(at + "resumption/").status_code == 302
    with set_up():
        assert "停用试试" in [one.title for one in api.sheets_for(cast.hospital)]


def test_a_list_goes_out_to_excel_and_comes_back_as_it_was(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = str(client.post("/checklists/packs/gas_use/copying/").headers["Location"]).removesuffix("building/")
    before = _draft(at).sheet
    book = client.get(at + "table/").content
    upload = SimpleUploadedFile("表.xlsx", book)
    assert client.post(at + "import/", {"file": upload}).status_code == 302
    after = _draft(at).sheet
    # Choices are numbered anew; all else is as it was, also what no column says: codes, lines, helps of sections.
    apart = {"sections": {"__all__": {"items": {"__all__": {"choices", "domain"}}}}}
    assert after.model_dump(exclude=apart) == before.model_dump(exclude=apart)


def test_an_item_that_the_workbook_moves_to_another_section_stays_the_same_item(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = _made(client)
    client.post(at + "sections/s1/correction/", {"title": "疏散", "help": "夜里也要看"})
    client.post(at + "sections/s1/items/", ITEM)
    client.post(at + "sections/s1/items/", ITEM | {"text": "通道没有堆放"})
    heads = ["节", "检查内容", "答法"]
    rows = [
        ["用电", ITEM["text"], "合格不合格"],
        ["疏散", ITEM["text"], "合格不合格"],
        ["用电", "通道没有堆放", "合格不合格"],
    ]
    book = write_sheet("表", [OutColumn(head) for head in heads], rows)
    assert client.post(at + "import/", {"file": SimpleUploadedFile("表.xlsx", book)}).status_code == 302
    power, exits = _draft(at).sheet.sections
    assert (exits.code, exits.help, [one.code for one in exits.items]) == ("s1", "夜里也要看", ["i1"])
    assert (power.code, [one.code for one in power.items]) == ("s2", ["i3", "i2"])


def test_bad_cells_come_back_marked_and_nothing_of_the_draft_is_lost(cast: Cast) -> None:
    client = client_of(cast.officer)
    at = _made(client)
    client.post(at + "sections/s1/items/", ITEM)
    heads = ["节", "检查内容", "答法", "下限", "上限", "选项", "权重"]
    rows = [["疏散", "出口", "合格不合格"], ["用气", "压力", "读数", 9, 1], ["用气", "阀", "选择", None, None, "一个"],
            ["用气", "表", "看看"], ["", "没有节"], ["用气", "重", "合格不合格", None, None, None, "重"]]  # fmt: skip
    book = write_sheet("表", [OutColumn(head) for head in heads], rows)
    answer = client.post(at + "import/", {"file": SimpleUploadedFile("表.xlsx", book)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "下限不能大于上限" in page and "选项至少要有两个" in page and "只能填：合格不合格" in page
    marked = re.search(r"base64,([^\"]+)\"", page)
    assert marked and len(base64.b64decode(marked[1])) > 3000
    assert [item.text for item in _draft(at).sheet.items] == [ITEM["text"]]
    answer = client.post(at + "import/", {"file": SimpleUploadedFile("坏.xlsx", b"no")})
    assert answer.status_code == 422 and "Excel" in answer.content.decode()


def test_trying_a_list_tells_what_would_become_a_hazard_and_keeps_nothing(cast: Cast) -> None:
    client = client_of(cast.officer)
    page = client.get("/checklists/packs/alcohol_point/preview/").content.decode()
    assert 'data-wa-device="phone"' in page and "试着交一次" in page
    answer = client.post("/checklists/packs/alcohol_point/preview/", {"a-amount": "99"})
    assert answer.status_code == 422 and "还没有选。" in answer.content.decode()
    # What was not answered yet is asked for no photo.
    assert "wa-check is-open" not in answer.content.decode()
    passed = {f"a-{code}": "pass" for code in ("place", "closed", "apart", "fire")}
    answer = client.post("/checklists/packs/alcohol_point/preview/", {"a-amount": "99", **passed})
    page = answer.content.decode()
    assert answer.status_code == 200 and "实测 99" in page and "4/5" in page
