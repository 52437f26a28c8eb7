"""A numbered instrument as official paper (GB/T 9704-2012 layout), from nothing but what it said when given out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from weian.foundation.documents.paper import Column, Heading, Kind, Paper, Para, Table, Text, chinese_date, marked
from weian.foundation.documents.paper.model import Block, Run
from weian.foundation.org import api as org
from weian.kernel import clock
from weian.programs.inspections.models import Instrument


def paper_of(made: Instrument) -> Paper:
    """The same instrument always gives the same paper."""
    told = made.body
    blocks = list({"record": _record, "order": _order}.get(made.kind, _later)(made, told))
    return Paper(
        title=made.title, doc_no=made.no, issuer=told["office"], addressees=[told.get("to") or told["target"]],
        blocks=blocks, signature=told["office"], date=made.issued_at.astimezone(clock.SHANGHAI).date(),
        demo=org.is_demo(),
    )  # fmt: skip


def _record(made: Instrument, told: dict[str, Any]) -> Iterator[Block]:
    yield Heading(1, "一、检查情况")
    yield Para(_said(f"检查方式：{told['mode']}；方法：{'、'.join(told['methods']) or '未记'}。"))
    yield Para([Text("时间："), Text(_from_until(told["from"], told["until"]), Kind.DATE), Text("。")])
    yield Para(_said(f"检查人员：{'、'.join(told['team'])}。"))
    if told["note"]:
        yield Para(_said(told["note"]))
    talks = told["interviews"]
    if talks["people"]:
        quoted = f"不记名访谈 {talks['people']} 人，问 {talks['asked']} 题，答对 {talks['knew']} 题"
        yield Para([Text(quoted, Kind.QUOTED), Text("。")])
    yield Heading(1, "二、发现的问题")
    yield from _findings(told["findings"])
    yield from _objections(told["findings"])
    if told.get("outcomes"):
        yield Heading(1, "三、各部门处理")
        yield from _outcomes(told["outcomes"])
    yield Heading(1, f"{'四' if told.get('outcomes') else '三'}、确认")
    for one in told["signatures"]:
        runs: list[Run] = [Text(f"{one['side']}：{one['who']}　{one['word']}", Kind.QUOTED)]
        if one["text"]:
            runs.append(Text(f"（{one['text']}）", Kind.QUOTED))
        yield Para([*runs, Text("　"), Text(_in_words(one["at"]), Kind.DATE)])


def _order(made: Instrument, told: dict[str, Any]) -> Iterator[Block]:
    yield Para(
        "经检查，你单位存在下列问题。请按期整改，整改完毕后提出验收；期限届满不能完成的，应当事先申请延期并写明理由。"
    )
    yield from _findings(told["findings"])
    if told.get("outcomes"):
        yield Para("联合检查的各部门另有处理的，以较早的期限为准：")
        yield from _outcomes(told["outcomes"])


def _later(made: Instrument, told: dict[str, Any]) -> Iterator[Block]:
    openings = {
        "listing": "下列重大事故隐患列为挂牌督办事项。请每周报告整改进展，期限届满前申请解除。",
        "acceptance": "经现场核查，对下列问题的整改提出验收意见：",
        "transfer": "检查中发现下列事项不属于本部门职责，现移送你单位处理，处理结果请函告：",
    }
    yield Para(openings[made.kind])
    yield from _findings(told["findings"])
    if made.due:
        yield Para([Text("期限："), Text(chinese_date(made.due), Kind.DATE), Text("。")])
    if told.get("text"):
        yield Para(_said(told["text"]))


def _findings(rows: list[dict[str, str]]) -> Iterator[Block]:
    if not rows:
        yield Para("没有发现问题。")
        return
    cells = [
        [
            Text(f"{number}. {row['text']}" + (f"（{row['place']}）" if row["place"] else ""), Kind.QUOTED),
            Text(row["grade"]),
            Text(row["basis"], Kind.QUOTED), Text(_way(row), Kind.QUOTED),
            Text(row["due"] or "—", Kind.DATE),
        ]
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    # A day of ten characters of 小四 needs its 1.2 parts of the type area.
    columns = [
        Column("问题", 2.2),
        Column("等级", 0.6),
        Column("依据", 1.4),
        Column("整改要求", 1.6),
        Column("期限", 1.2),
    ]
    yield Table(columns, cells)


def _objections(rows: list[dict[str, str]]) -> Iterator[Block]:
    """What the inspected side did not agree with, and what it was told."""
    for number, row in enumerate(rows, 1):
        if row.get("objection"):
            said = f"第 {number} 条，被检查单位异议：{row['objection']}　检查组答复：{row.get('answer') or '未答复'}"
            yield Para([Text(said, Kind.QUOTED)])


def _way(row: dict[str, str]) -> str:
    if row["fixed"]:
        return f"当场改正：{row['fixed']}"
    return row["demand"] + (f"（责任人 {row['who']}）" if row["who"] else "")


def _outcomes(rows: list[dict[str, str]]) -> Iterator[Block]:
    cells = [
        [Text(row["agency"]), Text(row["kind"], Kind.QUOTED), Text(row["no"] or "—", Kind.DOC_NO),
         Text(row["due"] or "—", Kind.DATE)]
        for row in rows
    ]  # fmt: skip
    yield Table([Column("部门", 1.6), Column("处理"), Column("文书号", 1.4), Column("期限", 0.9)], cells)


def _from_until(first: str, last: str) -> str:
    """Two moments, the day once where it is the same."""
    day, _, time = last.partition(" ")
    return f"{_in_words(first)} 至 {time if first.startswith(day) else _in_words(last)}"


def _in_words(moment: str) -> str:
    """`2026-11-23 10:22` as official prose writes it: 2026年11月23日 10:22."""
    day, _, time = moment.partition(" ")
    return f"{chinese_date(date.fromisoformat(day))} {time}" if day else ""


def _said(text: str) -> list[Text]:
    return marked(text)
