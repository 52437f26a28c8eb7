"""A sheet drawn on a page, and its POST read back: nothing typed is lost."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from tests.ground.checklists.test_judging import DOOR, PRESSURE, VALVE, _sheet
from weian.ground.checklists.api import FillForm

SHEET = _sheet(DOOR, PRESSURE, VALVE, {"code": "who", "text": "被检查人", "kind": "signature"})


def test_what_was_typed_comes_back_with_a_sentence_at_each_item_that_is_wrong() -> None:
    data = QueryDict("a-door=fail&n-door=南侧堆放<床垫>&a-pressure=很高&a-valve=none")
    fill = FillForm(SHEET, data)
    assert not fill.is_valid
    assert [(line.number, line.error) for line in fill.wrong] == [
        (1, "这一项不合格，要有一张照片。"), (2, "要填数字，单位 MPa。"),
    ]  # fmt: skip
    assert [(line.number, line.error) for line in fill.unanswered] == [(4, "还没有填。")]
    page = render_to_string("checklists/parts/fill.html", {"fill": fill})
    assert 'value="南侧堆放&lt;床垫&gt;"' in page and 'value="很高"' in page
    assert page.count(" checked") == 2 and page.count("wa-error") >= 3
    assert "没有答，从第 4" in page and 'href="#i-pressure"' in page and 'id="i-pressure"' in page


def test_photos_get_the_same_uid_when_a_form_is_sent_twice() -> None:
    key = uuid4()

    def sent() -> FillForm:
        files = MultiValueDict({"p-door": [SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.jpg", b"2")]})
        data = QueryDict("a-door=fail&a-pressure=0.5&a-valve=has&a-who=何敏&p-door_origin=taken")
        return FillForm(SHEET, data, files, key)

    first, second = sent(), sent()
    assert first.is_valid and first.answers == second.answers
    assert first.answers["door"]["photos"] == [str(one.uid) for one in first.uploads] and len(first.uploads) == 2
    assert [one.origin for one in first.uploads] == ["taken", ""]


def test_not_applicable_is_a_tick_beside_a_reading_unless_a_figure_was_typed() -> None:
    data = QueryDict("a-door=na&x-pressure=na&a-valve=na&a-who=何敏")
    assert FillForm(SHEET, data).judged.not_applicable == 3
    data = QueryDict("a-pressure=0.5&x-pressure=na")
    assert FillForm(SHEET, data).answers["pressure"]["v"] == "0.5"


def test_a_page_not_sent_yet_shows_no_error_and_what_was_answered_before() -> None:
    fill = FillForm(SHEET, given={"pressure": {"v": "0.6"}, "door": {"v": "fail", "photos": [str(uuid4())]}})
    page = render_to_string("checklists/parts/fill.html", {"fill": fill})
    assert "wa-error" not in page and 'value="0.6"' in page and "已有" in page
