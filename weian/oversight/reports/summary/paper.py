"""A summary as official paper: what is not met first, and no number without its measure and list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from weian.foundation.documents import paper as official
from weian.foundation.documents.paper import Column, Figure, Heading, Kind, Paper, Para, Table, Text, marked
from weian.foundation.documents.paper.model import Block, Run
from weian.foundation.org import api as org
from weian.kernel.text.numerals import to_chinese
from weian.oversight.reports.models import Summary


def paper_of(summary: Summary) -> Paper:
    """The paper of a summary; the same summary always gives the same paper."""
    facts = summary.body
    as_of = datetime.fromisoformat(facts["as_of"]).date()
    sections = [
        ("未落实的条款", _unmet(facts)),
        ("总体情况", _overall(facts)),
        ("组合任务落实情况", _composites(facts)),
        ("隐患排查整治情况", _hazards(facts)),
        ("存在问题", _own(summary.problems) or _problems(facts)),
        ("下一步工作", _own(summary.next_steps) or [Para("对未落实的条款逐家督办，按期销号。")]),
    ]
    blocks: list[Block] = []
    for number, (title, content) in enumerate(((title, list(content)) for title, content in sections), 1):
        blocks.append(Heading(1, f"{to_chinese(number)}、{title}"))
        blocks += content or [Para("没有。")]
    return Paper(
        title=summary.title, blocks=blocks, signature=facts["node"], date=as_of, demo=org.is_demo(),
        footnotes=[
            f"数据截至 {as_of.isoformat()}，由系统按记录计算；正文中的每个数都可按尾注的网址打开名单。",
            *_head(facts),
        ],
    )  # fmt: skip


def _head(facts: dict[str, Any]) -> Iterator[str]:
    """The head of the unit's chain; summaries written before this was printed have none."""
    if "chain" in facts:
        chain, seq, digest = facts["chain"]
        yield f"本单位审计链的链头当时是“{chain} {seq} {digest}”。此后若有人改写以前的记录，与这里就对不上。"


def complaints(problems: str, next_steps: str) -> dict[str, str]:
    """Sentences for typed numbers that have no measure, by field."""
    found = {}
    for name, text in (("problems", problems), ("next_steps", next_steps)):
        bare = official.check_no_bare_numbers(Paper(title="", blocks=_own(text)))
        if bare:
            found[name] = "手写的数字没有口径，请改成文字，或写明在哪个指标里：" + "；".join(bare[:3])
    return found


def _unmet(facts: dict[str, Any]) -> Iterator[Block]:
    open_ones = [row for row in facts["clauses"] if row["rest"]]
    for row in sorted(open_ones, key=lambda row: (row["due"] or "9999", row["order"])):
        runs: list[Run] = [Text(f"“{row['title']}”", Kind.QUOTED)]
        if row["no"]:
            runs.append(Text(f"（依据：{row['no']}）", Kind.QUOTED))
        if row["due"]:
            runs += [Text("，期限"), Text(row["due"], Kind.DATE)]
        runs += [
            Text("：应落实"), _count(row, "whole", "应落实", facts),
            Text("，已落实"), _count(row, "done", "已落实", facts),
            Text("，未落实"), _count(row, "rest", "未落实", facts),
        ]  # fmt: skip
        names = "、".join(row["names"])
        more = "等" if row["waiting"] > len(row["names"]) else ""
        runs.append(Text(f"：{names}{more}。", Kind.QUOTED) if names else Text("。"))
        yield Para(runs)


def _overall(facts: dict[str, Any]) -> Iterator[Block]:
    document = facts["document"]
    # An outside body's order keeps its source in what is reported up (S1-3b).
    runs: list[Run] = [Text(f"{document.get('outside', '')}《{document['title']}》", Kind.QUOTED)]
    if document["doc_no"]:
        runs.append(Text(f"（{document['doc_no']}）", Kind.DOC_NO))
    told = (
        "下发后，签收率{receipts.signed}，要求落实率{obligations.done}，按期提交率{tasks.in_time}，迟报{tasks.late}。"
    )
    yield Para([*runs, *_told(facts, told)])


def _composites(facts: dict[str, Any]) -> Iterator[Block]:
    rows = [row for row in facts["clauses"] if row["composite"]]
    if not rows:
        return
    cells: list[list[Text | Figure]] = [
        [
            Text(row["title"], Kind.QUOTED), _count(row, "whole", "应落实", facts),
            _count(row, "done", "已落实", facts), _count(row, "rest", "未落实", facts),
        ]
        for row in rows
    ]  # fmt: skip
    yield Table(
        [Column("事项", 2.4), Column("应落实"), Column("已落实"), Column("余")], cells, caption="组合任务各项进度"
    )


def _hazards(facts: dict[str, Any]) -> Iterator[Block]:
    found = "共发现隐患{hazards.found}，其中当场改正{hazards.on_the_spot}；整改率{hazards.closed_rate}，"
    done = "按期整改率{hazards.in_time_rate}，重大隐患整改率{hazards.major_rate}；"
    yield Para(_told(facts, found + done + "现在办{hazards.open}，其中逾期{hazards.overdue}。"))


def _problems(facts: dict[str, Any]) -> list[Block]:
    """Only what the figures show: nothing is a problem because a template says so."""
    found: list[Block] = []
    if any(row["rest"] for row in facts["clauses"]):
        found.append(Para("部分条款还没有落实，名单见第一部分。"))
    for code, told in (
        ("hazards.overdue", "逾期没有改正的隐患{hazards.overdue}。"),
        ("tasks.late", "迟报{tasks.late}。"),
    ):
        if facts["figures"][code]["value"]:
            found.append(Para(_told(facts, told)))
    return found


def _told(facts: dict[str, Any], sentence: str) -> list[Run]:
    """A sentence with {measure} in it as words and figures."""
    pieces = re.split(r"\{([a-z_.]+)\}", sentence)
    return [_figure(facts, piece) if number % 2 else Text(piece) for number, piece in enumerate(pieces) if piece]


def _own(text: str) -> list[Block]:
    return [Para(marked(line.strip())) for line in text.splitlines() if line.strip()]


def _figure(facts: dict[str, Any], code: str) -> Figure:
    one = facts["figures"][code]
    value = one["value"]
    return Figure(
        value=value if value is None or isinstance(value, int) else Decimal(str(value)), unit=one["unit"],
        measure_key=one["key"], measure=f"{one['title']}：{one['definition']}", list_url=one["url"],
        numerator=one["numerator"], denominator=one["denominator"], label=one["title"],
        exclusions="；".join(f"{title} {count}" for title, count in one["exclusions"]), as_of=_as_of(facts),
    )  # fmt: skip


# The part of the measure that stands behind each column.
PARTS = {"whole": "denominator", "done": "numerator", "rest": "remainder"}


def _count(row: dict[str, Any], name: str, title: str, facts: dict[str, Any]) -> Figure:
    return Figure(
        value=row[name], unit=row["unit"], measure_key=row["key"],
        measure=f"{title}：{row['title']}。{row['definition']}", list_url=row["urls"][PARTS[name]],
        numerator=row["done"], denominator=row["whole"], as_of=_as_of(facts), label=title,
        exclusions="；".join(f"{title} {count}" for title, count in row["exclusions"]),
    )  # fmt: skip


def _as_of(facts: dict[str, Any]) -> date:
    return datetime.fromisoformat(facts["as_of"]).date()
