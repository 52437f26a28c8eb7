"""What lines are made of a notice: titles, domains, receivers, composites, doubts. No database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.programs.campaigns.situations import CITY, PROVINCE
from weian.foundation.documents.reading import read_text
from weian.ground.duties import api as duties
from weian.programs.campaigns import pack_schema
from weian.programs.campaigns.presenters import words
from weian.programs.campaigns.proposing import Draft, Tables, draft_all, pieces_of
from weian.programs.campaigns.proposing.pieces import title_of
from weian.programs.campaigns.proposing.tables import own_names

FOLDER = Path(pack_schema.__file__).resolve().parents[2] / "content" / "domains" / "common"


def entries(name: str, schema: Any, folder: Path = FOLDER) -> dict[str, Any]:
    return {
        one["code"]: schema.model_validate(one) for one in yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    }


@pytest.fixture(scope="module")
def composites() -> dict[str, Any]:
    part = duties.CompositePart
    parts = [
        part(order=1, kind="plan", title="一份工作方案", evidence=["plan_file"], acceptor="upper"),
        part(order=2, kind="meeting", title="一次专项部署会议", evidence=["minutes"], acceptor="upper"),
        part(order=3, kind="inspection", title="一次全面检查", evidence=["record"], acceptor="upper"),
        part(order=4, kind="training", title="一次全员培训", evidence=["attendance"], acceptor="upper"),
        part(order=5, kind="inspection", title="一次专项督导", evidence=["record"], acceptor="upper"),
    ]
    return {"five_ones": duties.Composite(code="five_ones", name="五个一", aliases=[], parts=parts)}


@pytest.fixture(scope="module")
def drafted(composites: dict[str, Any]):  # type: ignore[no-untyped-def]
    def draft(text: str, issuer: str = "云泽市卫生健康委员会") -> list[Draft]:
        tables = Tables(
            entries("domain", pack_schema.Domain), entries("ask_kind", pack_schema.AskKind),
            entries("audience", pack_schema.Audience), composites, own_names(issuer),
            entries("scope", pack_schema.Scope, FOLDER.parent / "bound"),
        )  # fmt: skip
        return draft_all(read_text(text), tables)

    return draft


def test_five_ones_become_its_five_parts_and_say_whose_day_they_took(drafted) -> None:  # type: ignore[no-untyped-def]
    parts = [one for one in drafted(CITY) if one.composite]
    assert [(one.composite_part, one.title) for one in parts] == [
        (1, "一份工作方案"), (2, "一次专项部署会议"), (3, "一次全面检查"), (4, "一次全员培训"), (5, "一次专项督导"),
    ]  # fmt: skip
    assert {str(one.due) for one in parts} == {"2027-01-10"}
    assert all("按报送日" in " ".join(one.doubts) for one in parts)
    assert parts[1].evidence == ["minutes"]


def test_a_part_that_the_text_does_not_name_is_added_with_a_doubt(drafted) -> None:  # type: ignore[no-untyped-def]
    text = "关于部署的通知\n各单位：\n一、部署“五个一”活动\n各单位要制定一份工作方案。各单位要召开一次专项部署会议。\n"
    parts = [one for one in drafted(text) if one.composite]
    added = [one for one in parts if any("按内容包补上" in doubt for doubt in one.doubts)]
    assert all(one.minutes for one in added)  # what nobody wrote down takes its time all the same
    assert len(parts) == 5
    assert [one.composite_part for one in added] == [3, 4, 5]


OWN_FIVE = (
    "关于开展“五个一”活动的通知\n各单位：\n一、开展“五个一”活动\n各单位主要负责人牵头开展“五个一”活动，即：制定一份消防专项方案、"
    "召开一次动员会、开展一次隐患大排查、组织一次夜间应急演练、举办一次警示教育。\n"
)


def test_a_notice_that_lists_five_of_its_own_keeps_its_words_and_gets_none_of_the_usual(drafted) -> None:  # type: ignore[no-untyped-def]
    parts = sorted((one for one in drafted(OWN_FIVE) if one.composite), key=lambda one: one.composite_part)
    assert [one.composite_part for one in parts] == [1, 2, 3, 4, 5]
    told = " ".join(one.title for one in parts)
    for own in ("一份消防专项方案", "一次动员会", "一次隐患大排查", "一次夜间应急演练", "一次警示教育"):
        assert own in told
    assert "全员培训" not in told and "专项督导" not in told
    assert parts[0].kind == "plan" and parts[0].evidence == ["plan_file"]
    drill = next(one for one in parts if "演练" in one.title)
    assert drill.kind == "drill" and any("按原文自己列的算" in doubt for doubt in drill.doubts)
    assert not any("按内容包补上" in doubt for one in parts for doubt in one.doubts)


@pytest.mark.parametrize(
    ("words_in_it", "domain"),
    [("消防水泵房", "fire"), ("配电室", "power"), ("危险化学品", "hazmat"), ("高压氧舱", "special_equipment"),
     ("外包单位", "outsourcing"), ("屋面积雪", "weather"), ("工作总结", "management")],
)  # fmt: skip
def test_the_domain_follows_the_words(drafted, words_in_it: str, domain: str) -> None:  # type: ignore[no-untyped-def]
    assert next(one for one in drafted(CITY) if words_in_it in one.text).domain == domain


@pytest.mark.parametrize(
    ("words_in_it", "kinds"),
    [("配电室", ["institution"]), ("明查暗访", ["commission"]), ("安全生产管理协议", ["commission", "institution"]),
     ("12月5日前", ["commission", "institution"])],
)  # fmt: skip
def test_the_receivers_follow_the_subject(drafted, words_in_it: str, kinds: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert next(one for one in drafted(CITY) if words_in_it in one.text).to_kinds == kinds


def test_what_the_issuer_does_itself_goes_to_nobody(drafted) -> None:  # type: ignore[no-untyped-def]
    own = next(one for one in drafted(PROVINCE, "云岭省卫生健康委员会") if "专项督查" in one.text)
    assert own.to_kinds == ["own"] and not own.sure


def test_a_comma_inside_a_bracket_parts_no_subject(drafted) -> None:  # type: ignore[no-untyped-def]
    line = next(one for one in drafted(CITY) if "明查暗访" in one.text)
    assert not any("不是收文单位" in doubt for doubt in line.doubts)


def test_a_subject_that_is_no_unit_is_doubted(drafted) -> None:  # type: ignore[no-untyped-def]
    line = next(one for one in drafted(CITY) if "门诊大厅" in one.text)
    assert any("不是收文单位" in doubt for doubt in line.doubts)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("各单位要在12月20日前对消防水泵房逐项检查测试", "对消防水泵房逐项检查测试"),
        ("元旦、春节期间，各单位严格执行领导干部带班制度", "执行领导干部带班制度"),
        ("到2026年底，重大火灾隐患整改率达到100%", "重大火灾隐患整改率达到100%"),
        ("在建医疗卫生项目要落实主体责任", "在建医疗卫生项目要落实主体责任"),
        ("12月31日前完成", "完成"),
    ],
)
def test_titles_leave_out_who_and_when(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("建立台账；明确专人负责。", ["建立台账", "明确专人负责"]),
        ("制定一份方案、召开一次会议", ["制定一份方案", "召开一次会议"]),
        ("每周检查一次", ["每周检查一次"]),
        ("对酒、油逐项检查", ["对酒、油逐项检查"]),
    ],
)
def test_pieces_are_cut_where_the_sentence_falls_apart(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces


@pytest.mark.parametrize(
    ("every", "by", "times", "said"),
    [
        ("P1M", "D25", None, "每月25日前"), ("P1M", "last", None, "每月底前"),
        ("P3M", "M3D25", None, "每季度第3个月25日前"),
        ("PT2H", "", None, "每 2\u00a0小时"), ("P6M", "", 1, "每半年至少 1\u00a0次"), ("P2W", "", None, "每 2\u00a0周"),
        ("P1W", "W5", None, "每周五前"), ("P1Y", "M6D30", None, "每年6月30日前"),
    ],
)  # fmt: skip
def test_cadences_are_told_in_chinese(every: str, by: str, times: int | None, said: str) -> None:
    assert words.cadence(every, by, times) == said


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"op": ">=", "value": 1.0, "unit": "ratio"}, "不少于 100%"),
        ({"op": "<=", "value": 3, "unit": "permille"}, "不超过 3‰"),
        ({"op": ">=", "value": 4, "unit": "hour"}, "不少于 4\u00a0学时"),
        (None, ""),
    ],
)
def test_targets_are_told_in_chinese(target: dict[str, Any] | None, said: str) -> None:
    assert words.target(target) == said
