"""What answers to a checklist mean."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from weian.ground.checklists import api
from weian.ground.checklists.schema import Sheet


def _sheet(*items: dict[str, object], score: str = "items") -> Sheet:
    sections = [{"code": f"s{n}", "title": f"第{n}节", "items": [one]} for n, one in enumerate(items)]
    return Sheet.model_validate({"code": "try", "title": "试用", "domain": "gas", "score": score, "sections": sections})


DOOR = {"code": "door", "text": "出口没有上锁", "fault": "出口上锁", "photo": "fault"}
PRESSURE = {
    "code": "pressure",
    "text": "氧气压力",
    "kind": "reading",
    "low": 0.4,
    "high": 0.8,
    "unit": "MPa",
    "weight": 3,
}
VALVE = {
    "code": "valve", "text": "自闭阀", "kind": "choice",
    "choices": [{"code": "has", "text": "已装"}, {"code": "none", "text": "没有装", "fault": True}],
}  # fmt: skip


def test_a_reading_outside_its_limits_is_a_fault_that_says_what_was_read() -> None:
    told = api.judge(_sheet(PRESSURE), {"pressure": {"v": "０．３"}})
    assert [fault.text for fault in told.faults] == ["氧气压力：实测 0.3 MPa，应为 0.4～0.8 MPa"]
    assert told.complete and told.score == 0
    assert api.judge(_sheet(PRESSURE), {"pressure": {"v": 0.8}}).score == 100


def test_a_failed_item_asks_for_the_photo_that_its_fault_needs() -> None:
    told = api.judge(_sheet(DOOR), {"door": {"v": "fail", "note": "南侧"}})
    assert told.errors == {"door": "这一项不合格，要有一张照片。"} and not told.complete
    told = api.judge(_sheet(DOOR), {"door": {"v": "fail", "note": "南侧", "photos": ["a"]}})
    assert told.complete
    assert [(one.text, one.note, one.photos, one.item.domain) for one in told.faults] == [
        ("出口上锁", "南侧", ("a",), "gas")
    ]


def test_what_does_not_apply_leaves_the_base_of_the_score() -> None:
    sheet = _sheet(DOOR, PRESSURE, VALVE)
    told = api.judge(sheet, {"door": {"v": "pass"}, "pressure": {"v": "na"}, "valve": {"v": "none"}})
    assert (told.score, told.met, told.of, told.not_applicable) == (50, 1, 2, 1)
    assert api.judge(sheet, {code: {"v": "na"} for code in ("door", "pressure", "valve")}).score is None


def test_a_value_that_cannot_be_is_refused_at_its_item_and_nothing_is_taken_for_it() -> None:
    told = api.judge(_sheet(DOOR, PRESSURE, VALVE), {
        "door": {"v": "maybe"}, "pressure": {"v": "nan"}, "valve": {"v": "other"}, "gone": {"v": "pass"},
    })  # fmt: skip
    assert set(told.errors) == {"door", "pressure", "valve", "gone"}
    assert "数字" in told.errors["pressure"] and not told.faults and told.score is None


def test_what_must_be_answered_is_missing_until_it_is() -> None:
    photo = {"code": "shot", "text": "拍配电箱", "kind": "photo"}
    spare = {"code": "more", "text": "补充", "kind": "text", "required": False}
    sheet = _sheet(DOOR, photo, spare)
    assert api.judge(sheet, {}).missing == ["door", "shot"]
    assert api.judge(sheet, {"door": {"v": "pass"}, "shot": {"photos": ["x"]}}).complete


def test_a_sheet_scored_by_sections_counts_those_without_a_fault() -> None:
    told = api.judge(_sheet(DOOR, PRESSURE, VALVE, score="sections"), {
        "door": {"v": "pass"}, "pressure": {"v": 0.1}, "valve": {"v": "has"},
    })  # fmt: skip
    assert (told.met, told.of, told.score) == (2, 3, 66.7)


@pytest.mark.parametrize(
    "item",
    [
        {**DOOR, "kind": "reading"},
        {**PRESSURE, "low": 2},
        {**VALVE, "choices": VALVE["choices"][:1]},
        {**DOOR, "low": 1},
    ],
)
def test_an_item_that_contradicts_itself_is_no_item(item: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _sheet(item)
    with pytest.raises(ValidationError):
        _sheet(DOOR, DOOR)
