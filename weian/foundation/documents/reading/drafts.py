"""Paragraphs → clauses: which words belong to which number."""

import itertools
import re
from dataclasses import dataclass, field

from weian.foundation.documents.reading import header, tables
from weian.foundation.documents.reading.blocks import Block
from weian.foundation.documents.reading.numbering import Number, Numbering, number_of
from weian.foundation.documents.reading.passage import Passage
from weian.kernel.text.cadence import find_cadences
from weian.kernel.text.dates import Context, find_whens
from weian.kernel.text.norms import find_norms

_CLOSING_RE = re.compile(r"^(?:请|各|以上|特此|上述|联系|为便于|本通知|本方案|本办法|此前|有关|市|省|县|区|我)")
_BRACKETED_RE = re.compile(r"〔[^〔〕]{2,20}〕")  # 【重点任务】
_NOTE_RE = re.compile(r"^(?:备?注|说明)：")
_APPENDIX_RE = re.compile(r"附[件表]?[\d一二三四五六七八九]*：?")
_DEMAND_RE = re.compile(r"(?<![重主需])要(?!求|点|素)|应(?!急)|必须|不得|严禁|每[日天周月季年]|日前|月底前")
_INLINE_HEADING_RE = re.compile(r"^(?P<heading>[^。；！？]{2,40}?)。(?=.)")
_COLON_HEADING_RE = re.compile(r"^(?P<heading>[^，。；：]{2,16})：(?=.)")


@dataclass
class Draft:
    """A clause before its words are read. ``bodies`` exclude number and heading."""

    no: str
    heading: Passage | None
    line: list[int]
    rank: float = 99
    style: str = ""
    bodies: list[Passage] = field(default_factory=list)
    parent: "Draft | None" = None
    row: "tables.Row | None" = None
    inline: bool = False
    loose: bool = False  # a paragraph outside any numbered clause

    def headings(self) -> list[str]:
        """Own heading and those above it."""
        above = self.parent.headings() if self.parent else []
        return [*above, self.heading.norm] if self.heading else above


@dataclass
class _Walk:
    drafts: list[Draft] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    stack: list[Draft] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    loose: int = 0
    numbered: bool = False


def build_drafts(blocks: list[Block]) -> tuple[list[Draft], list[str]]:
    """Clauses in order and warnings about their numbers. Sets ``clause_no`` and heading kinds on the blocks."""
    walk = _Walk()
    solid = [block for block in blocks if block.kind != "blank"]
    walk.numbered = any(block.number for block in solid if block.kind == "clause")
    rows = tables.find_rows(solid)
    _set_forms_aside(solid, rows)
    for index, block in enumerate(solid):
        if block.kind == "title":
            _restart(walk, "")
        elif block.kind == "attachment" and _APPENDIX_RE.fullmatch(block.norm):
            _restart(walk, block.norm.rstrip("："))
        elif block.kind == "clause":
            row = rows.get(index)
            if row is not None:
                _take_row(walk, block, row)
            else:
                _take(walk, solid, index)
    return walk.drafts, walk.warnings + walk.numbering.warnings


def _set_forms_aside(solid: list[Block], rows: "dict[int, tables.Row]") -> None:
    """An appendix without numbers, tasks or demands is a form or a list to look at: nothing in it is asked."""
    heads = [index for index, block in enumerate(solid) if _APPENDIX_RE.fullmatch(block.norm)]
    for head, stop in itertools.pairwise([*heads, len(solid)]):
        section = range(head + 1, stop)
        if any(index in rows or solid[index].number or _is_demand(solid[index]) for index in section):
            continue
        for index in section:
            if solid[index].kind in ("clause", "title"):
                solid[index].kind = "attachment"


def _is_demand(block: Block) -> bool:
    return bool(_DEMAND_RE.search(block.passage.masked)) and block.norm.endswith(("。", "；"))


def _restart(walk: _Walk, prefix: str) -> None:
    walk.warnings += walk.numbering.warnings
    walk.numbering = Numbering(prefix=prefix)
    walk.stack = []


def _take(walk: _Walk, solid: list[Block], index: int) -> None:
    block = solid[index]
    note = _NOTE_RE.match(block.norm)
    if note:
        _restart(walk, "注")
        block.number = number_of(block.norm[note.end() :])
        if block.number:
            _take_numbered(walk, block, block.number, note.end())
        else:
            _take_loose(walk, block, "注")
    elif block.number:
        _take_numbered(walk, block, block.number)
    elif _is_bare_heading(solid, index):
        _take_bare_heading(walk, block)
    elif walk.stack and not _is_closing(walk, solid, index):
        draft = walk.stack[-1]
        draft.bodies.append(block.passage)
        draft.line[1] = block.last
        block.clause_no = draft.no
    else:
        _take_loose(walk, block, None)


def _take_numbered(walk: _Walk, block: Block, number: Number, offset: int = 0) -> None:
    no = walk.numbering.enter(number, block.first)
    words = block.passage.cut(offset + number.end)
    heading_end, body_start = split_heading(words.norm, number)
    draft = Draft(
        no, words.cut(0, heading_end) if heading_end else None, [block.first, block.last], number.rank, number.style
    )
    if body_start < len(words):
        draft.bodies.append(words.cut(body_start))
        draft.inline = True
    _push(walk, draft)
    block.clause_no = no
    block.kind = "clause" if draft.inline else "heading"


def _push(walk: _Walk, draft: Draft) -> None:
    walk.stack = [held for held in walk.stack if held.rank < draft.rank]
    draft.parent = walk.stack[-1] if walk.stack else None
    walk.stack.append(draft)
    walk.drafts.append(draft)


def _take_bare_heading(walk: _Walk, block: Block) -> None:
    no = walk.numbering.enter_unnumbered(block.passage.raw, block.first)
    _push(walk, Draft(no, block.passage, [block.first, block.last], 3, "bare"))
    block.kind, block.clause_no = "heading", no


def _take_loose(walk: _Walk, block: Block, no: str | None) -> None:
    """A paragraph before, after or without numbered clauses."""
    walk.loose += 1
    before = not any(not draft.loose for draft in walk.drafts)
    if no is None and walk.numbered:
        no = "首段" if before else "末段"
    no = no or f"第{walk.loose}段"
    same = sum(draft.no == no or draft.no.startswith(no + "之") for draft in walk.drafts)
    no = f"{no}之{same + 1}" if same else no
    draft = Draft(no, None, [block.first, block.last], bodies=[block.passage], inline=True, loose=True)
    walk.drafts.append(draft)
    block.clause_no = no
    if before and walk.numbered:
        block.kind = "preamble"


def _take_row(walk: _Walk, block: Block, row: "tables.Row") -> None:
    if row.is_header:
        block.kind = "heading"
        return
    parent = next((held for held in reversed(walk.stack)), None)
    base = parent.no if parent else ""
    no = f"{base}表{row.serial}"
    draft = Draft(
        no, None, [block.first, block.last], 90, "row", bodies=[row.task], parent=parent, row=row, inline=True
    )
    walk.drafts.append(draft)
    block.clause_no = no


def _is_closing(walk: _Walk, solid: list[Block], index: int) -> bool:
    """The last unnumbered paragraphs after a clause that is already complete speak to everybody."""
    rest = [block for block in solid[index:] if block.kind == "clause"]
    return (
        walk.stack[-1].inline
        and not any(block.number or block.cells for block in rest)
        and bool(_CLOSING_RE.match(solid[index].norm))
        and not tables.has_label(solid[index].norm)
    )


def _is_bare_heading(solid: list[Block], index: int) -> bool:
    block = solid[index]
    if (
        block.cells
        or not header.is_plain_line(block.norm)
        or not 3 <= len(block.norm) <= 30
        or tables.has_label(block.norm)
    ):
        return False
    if _BRACKETED_RE.fullmatch(block.norm):
        return True
    if re.search(r"[，。；：、？！）]$", block.norm) or index + 1 >= len(solid):
        return False
    following = solid[index + 1]
    if following.kind != "clause":
        return False
    if following.number:
        return following.number.value == 1 and following.number.style in ("cnp", "ar", "arp")
    return len(block.norm) <= 14 and len(following.norm) > 30 and not _has_fields(block.norm)


def split_heading(norm: str, number: Number) -> tuple[int, int]:
    """(end of heading, start of body) in the words after a number; (0, 0) where there is no heading."""
    norm = norm[:400]  # a heading stands in the first words
    if not re.search(r"[。；！？]", norm):
        if _has_fields(norm) and not _is_stage_like(norm):
            return 0, 0
        colon = _COLON_HEADING_RE.match(norm)
        if colon:
            return colon.end("heading"), colon.end()
        if re.search(r"[，：]", norm) and len(norm) > 24:
            return 0, 0
        return (len(norm), len(norm)) if len(norm) <= 60 and number.style != "circ" else (0, 0)
    inline = _INLINE_HEADING_RE.match(norm)
    if (
        inline
        and (
            not _has_fields(inline["heading"])
            or _is_stage_like(inline["heading"])
            or _is_told_below(inline["heading"], norm[inline.end() :])
        )
        and _is_headlike(inline["heading"])
    ):
        return inline.end("heading"), inline.end()
    staged = re.match(r"^(?P<heading>[^，。；：（）]{2,24}（[^（）]{2,40}）)[：。]?(?=.)", norm)
    if (
        staged
        and _has_fields(staged["heading"].partition("（")[2])
        and not _has_fields(staged["heading"].partition("（")[0])
    ):
        return staged.end("heading"), staged.end()
    colon = _COLON_HEADING_RE.match(norm)
    if colon and not _has_fields(colon["heading"]):
        return colon.end("heading"), colon.end()
    return 0, 0


def _is_told_below(heading: str, body: str) -> bool:
    """按月报送。每月25日前…: names a period that the words after it tell."""
    named = {cadence.every for cadence in find_cadences(heading)}
    return not re.search(r"[\d每]", heading) and named <= {cadence.every for cadence in find_cadences(body)}


def _is_headlike(words: str) -> bool:
    return (
        len(words) <= 34
        and words.count("，") <= 2
        and not re.search(
            r"^(?:请|各|要|应|对)|[要须]|应(?!急|对|用)|下列|，由[^，。；]{2,10}(?:组织|负责|牵头|完成)", words
        )
    )


def _is_stage_like(words: str) -> bool:
    return bool(re.search(r"阶段|^[^，。；：（）]{2,24}（[^（）]{2,40}）$", words))


def _has_fields(words: str) -> bool:
    masked = re.sub(r"《[^《》]*》|“[^“”]*”", "", words)
    context = Context(year=2000)
    timed = any(when.kind != "bare" or "月" in masked[when.start : when.end] for when in find_whens(masked, context))
    return timed or bool(find_cadences(masked)) or bool(find_norms(masked))
