"""No number without its measure: find digits that stand in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from weian.foundation.documents.paper.model import (
    Block,
    Bullets,
    Figure,
    Heading,
    Kind,
    Paper,
    Para,
    Runs,
    Table,
    Text,
    runs_of,
)
from weian.kernel.text.numbers import find_doc_nos

_DATE = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?)?|\d{4}-\d{2}-\d{2}|\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|份)?"
    r"|\d{1,2}日|第?[1-4]季度"
)
_QUOTE = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")
# The number of a heading or of an item in front of its words is an ordinal, not a count.
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)]|附件\s*\d{1,2})")
# 百分之五 is a number too, whatever it is written in.
_NUMBER = re.compile(r"\d[\d,.]*\s*[%‰％]?|百分之[〇零一二三四五六七八九十百点]+|千分之[〇零一二三四五六七八九十百点]+")


def marked(text: str) -> list[Text]:
    """Split ``text`` into runs: quotations, document numbers and dates marked, the rest plain."""
    spans = [(one.start(), one.end(), Kind.QUOTED) for one in _QUOTE.finditer(text)]
    spans += [(one.start, one.end, Kind.DOC_NO) for one in find_doc_nos(text)]
    spans += [(one.start(), one.end(), Kind.DATE) for one in _DATE.finditer(text)]
    runs: list[Text] = []
    done = 0
    # An outer span wins: a date inside a quotation belongs to the quotation.
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        if start > done:
            runs.append(Text(text[done:start]))
        runs.append(Text(text[start:end], kind))
        done = end
    if done < len(text):
        runs.append(Text(text[done:]))
    return runs


def check_no_bare_numbers(paper: Paper) -> list[str]:
    """Return a Chinese sentence for each number that is no Figure, in the order of the document.

    Looked at are headings, paragraphs, items, table cells and captions, attachments and remarks.
    Not looked at: title, addressees, number, dates, table headings (names of columns).
    """
    found = [*_blocks(paper.blocks, "正文")]
    for number, attachment in enumerate(paper.attachments, start=1):
        found += _blocks(attachment.blocks, f"附件{number}")
    for remark in paper.footnotes:
        found += _runs(marked(remark), "说明")
    return found


def _blocks(blocks: Sequence[Block], place: str) -> Iterator[str]:
    for block in blocks:
        for content, where in _contents(block):
            yield from _runs(content, f"{place}{where}")


def _contents(block: Block) -> Iterator[tuple[Runs, str]]:
    if isinstance(block, Heading):
        yield (marked(block.text) if isinstance(block.text, str) else block.text), "标题"
    elif isinstance(block, Para):
        yield block.runs, ""
    elif isinstance(block, Bullets):
        yield from ((item, "") for item in block.items)
    elif isinstance(block, Table):
        yield marked(block.caption), "表题"
        for number, row in enumerate(block.rows, start=1):
            yield from ((cell, f"表格第{number}行") for cell in row)


def _runs(content: Runs, place: str) -> Iterator[str]:
    for index, run in enumerate(runs_of(content)):
        if isinstance(run, Figure) or run.kind is not Kind.PLAIN:
            continue
        text = _ORDINAL.sub("", run.text) if index == 0 else run.text
        for match in _NUMBER.finditer(text):
            around = text[max(match.start() - 8, 0) : match.end() + 8]
            yield f"{place}中的数字“{match[0].strip()}”没有指标和清单：……{around}……"
