"""Source lines → paragraphs: lines broken by a page or column end are put together again."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from weian.foundation.documents.reading import header
from weian.foundation.documents.reading.numbering import Number, number_before_gap, number_of
from weian.foundation.documents.reading.passage import Passage

_CLOSED_RE = re.compile(r"[。；！？：…]$|[。；！？：][）”’]$")
_FLOWING_RE = re.compile(r"[，。；、：]")
_OPENING_RE = re.compile(
    r"^(?:一是|[二三四五六七八九十]是|附件|附：|抄送|注：|备注|联系人|请|（?(?:责任|牵头|配合|主办|承办|协办|完成时限|完成时间)(?:单位|部门|科室|处室|人|：))"
)
_PAGE_NUMBER_RE = re.compile(r"^[—–-]+\d{1,3}[—–-]+$")
_DATED_RE = re.compile(r"^(?:\d{2,4}|二[零〇])")
_UNBROKEN = 10_000  # no line is so long
_LOOSE = 8  # digits and Latin letters are narrower: a full line may have so many characters more
_CONTINUING_RE = re.compile(r"^[，。；、：）》”’的及和与或等是在]")
_CELL_RE = re.compile(r"\t|\s*\|\s*| {2,}|\u3000{2,}")


@dataclass
class Block:
    """One paragraph on its way to a clause. ``cells`` only where it is a row of a table."""

    first: int
    last: int
    passage: Passage
    kind: str = "clause"
    number: Number | None = None
    cells: list[Passage] = field(default_factory=list)
    clause_no: str | None = None
    body_from: int = 0

    @property
    def norm(self) -> str:
        return self.passage.norm


def split_lines(text: str) -> list[str]:
    """Lines as an editor counts them: only CR, LF and CRLF end a line."""
    return re.split(r"\r\n|\r|\n", text)


def build_blocks(lines: list[str]) -> list[Block]:
    """Paragraphs in order; every line falls into exactly one of them."""
    blocks: list[Block] = []
    width = _page_width(lines)
    for number, line in enumerate(lines, 1):
        passage = Passage.of_line(line, number)
        if not passage:
            blocks.append(Block(number, number, passage, kind="blank"))
            continue
        cells = _cells(line, number)
        held = _last_words(blocks)
        decimal = number_before_gap(line)
        full = held is not None and len(lines[held.last - 1].rstrip()) >= width
        if held is not None and full and (held.cells or "|" in held.norm) and not number_of(passage.norm):
            _drop_after(held, blocks)
            _lengthen_row(held, passage, _split_row(line, number))
        elif (
            held is not None and not (cells or held.cells or decimal) and _continues(held.norm, passage.norm, full=full)
        ):
            _drop_after(held, blocks)
            held.passage = Passage.join([held.passage, passage])
            held.last = number
        else:
            blocks.append(Block(number, number, passage, cells=cells, number=decimal))
    for block in blocks:
        if block.kind != "blank":
            block.number = block.number or number_of(block.norm)
    return blocks


def _page_width(lines: list[str]) -> int:
    """How many characters a line that reached the margin has at least; more than any where no page broke the lines."""
    lengths = Counter(len(line.rstrip()) for line in lines if line.strip())
    written = lengths.total()
    near = {length: sum(lengths[length + by] for by in range(-2, 3)) for length in lengths if 20 <= length <= 60}
    if not near:
        return _UNBROKEN
    width = max(near, key=lambda length: (near[length], length))
    longer = sum(count for length, count in lengths.items() if length > width + _LOOSE)
    return width - 2 if near[width] >= max(4, written / 5) and longer <= written / 20 else _UNBROKEN


def _last_words(blocks: list[Block]) -> Block | None:
    """The last paragraph with words, unless more than two blank lines or page numbers lie between."""
    for distance, block in enumerate(reversed(blocks)):
        if block.kind != "blank" and not _PAGE_NUMBER_RE.match(block.norm):
            return block if distance <= 2 else None
    return None


def _drop_after(held: Block, blocks: list[Block]) -> None:
    """What lay between a paragraph and its rest (blank lines, a page number) becomes part of it."""
    del blocks[blocks.index(held) + 1 :]


def _continues(held: str, line: str, *, full: bool) -> bool:
    """Is ``line`` the rest of the sentence that ``held`` broke off? ``full``: held ran up to the margin."""
    if (full and header.date_line(held + line)) or (_is_open(held) and re.match(r"\d{1,3}）", line)):
        return True
    if held.endswith(("（", "《", "“", "、")):  # no paragraph ends so
        return not number_of(line)
    if _CLOSED_RE.search(held) or number_of(line) or _OPENING_RE.match(line):
        return False
    if header.is_unit_name(held) and _DATED_RE.match(line):
        return False
    if _CONTINUING_RE.match(line):
        return len(held) > 6
    if header.side_kind(held) or header.side_kind(line) or header.date_line(line) or header.date_line(held):
        return False
    if header.is_doc_no(held) or header.is_doc_no(line) or header.is_address(line):
        return False
    titled = not number_of(held) and header.is_plain_line(held) and header.ends_in_genre(held)
    if full and not titled and not _PAGE_NUMBER_RE.match(line):
        return True
    numbered = number_of(held)
    words = held[numbered.end :] if numbered else held
    if numbered and header.is_plain_line(words) and len(words) < 40 and not _is_open(words):
        return False
    return (len(held) >= 24 and bool(_FLOWING_RE.search(words)) and not _ends_whole(words)) or _is_open(words)


def _is_open(words: str) -> bool:
    """An opened bracket, quotation or title that the line does not close."""
    return any(words.count(left) > words.count(right) for left, right in ("（）", "《》", "“”")) and len(words) > 8


def _ends_whole(words: str) -> bool:
    """A bracket with those responsible closes a paragraph even without a full stop."""
    return bool(
        re.search(r"(?:单位|部门|科室|负责|牵头|配合|日前|月底|年底|时限)[^（）]{0,40}）$", words)
    ) or header.ends_in_genre(words)


def _cells(line: str, number: int) -> list[Passage]:
    """Cells of a table row that was flattened to a line; empty where the line is none."""
    if not line.strip() or (
        line.lstrip(" \u3000") == line and "\t" not in line and "|" not in line and "  " not in line
    ):
        return []
    cells = _split_row(line, number)
    wide = bool(re.search(r"[\t|\u3000]| {3}", line.strip()))
    return cells if len(cells) >= (3 if wide else 4) else []


def _split_row(line: str, number: int) -> list[Passage]:
    cells, position = [], 0
    stripped = line.strip(" \u3000|\n")
    offset = line.find(stripped)
    for match in [*_CELL_RE.finditer(stripped), None]:
        stop = match.start() if match else len(stripped)
        cells.append(_cell(line, number, offset + position, offset + stop))
        position = match.end() if match else stop
    return cells


def _lengthen_row(row: Block, passage: Passage, cells: list[Passage]) -> None:
    """A row that the margin broke goes on: with bars they part the cells, else its last cell runs on."""
    row.passage = Passage.join([row.passage, passage])
    row.last = passage.lines()[1]
    if "|" in row.norm:
        bars = [-1, *(place for place, char in enumerate(row.norm) if char == "|"), len(row.passage)]
        row.cells = [row.passage.cut(low + 1, high) for low, high in itertools.pairwise(bars)]
    else:
        row.cells = [*row.cells[:-1], Passage.join([row.cells[-1], cells[0]]), *cells[1:]]


def _cell(line: str, number: int, start: int, stop: int) -> Passage:
    whole = Passage.of_line(line, number)
    kept = [i for i, (_, column) in enumerate(whole.places) if start <= column < stop]
    return whole.cut(kept[0], kept[-1] + 1) if kept else Passage("", "", ())
