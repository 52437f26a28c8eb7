"""Says what each paragraph is: title, number, addressees, heading, clause, signature, …"""

import re
from dataclasses import dataclass, field
from datetime import date

from weian.foundation.documents.reading import header
from weian.foundation.documents.reading.blocks import Block
from weian.kernel.text.glyphs import fold

_ATTACHED_RE = re.compile(r"^附[件表]?[\d一二三四五六七八九]*：?$")


@dataclass
class Head:
    """What stands around the body."""

    title: str = ""
    doc_no: str | None = None
    doc_year: int | None = None
    issuer: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    addressees: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


def classify(blocks: list[Block]) -> Head:
    """Set ``kind`` of every block and collect the head of the notice."""
    head = Head()
    solid = [block for block in blocks if block.kind != "blank"]
    body = _classify_head(solid, head)
    _classify_tail(solid, body, head)
    _classify_inner_titles(solid, body, head)
    return head


def _classify_head(solid: list[Block], head: Head) -> int:
    """Blocks before the body; returns the index where the body begins."""
    titles: list[Block] = []
    for index, block in enumerate(solid):
        norm = block.norm
        if header.is_address(norm):
            block.kind = "addressees"
            head.addressees = header.split_addressees(block.passage.raw)
            return _finish_title(titles, head, index + 1)
        if not _classify_head_line(block, head, titles):
            return _finish_title(titles, head, index)
    return _finish_title(titles, head, len(solid))


def _classify_head_line(block: Block, head: Head, titles: list[Block]) -> bool:
    norm = block.norm
    number = header.DOC_NO_RE.match(norm)
    if number and header.is_doc_no(norm):
        block.kind = "doc_no"
        head.doc_no = head.doc_no or block.passage.raw[: number.end()].lstrip("（(")
        head.doc_year = head.doc_year or int(number["year"])
    elif header.letterhead(norm):
        block.kind = "issuer"
        head.issuer = header.letterhead(norm)
    elif imprint := header.imprint(norm):
        block.kind, (head.issuer, head.issued_on) = "issuer", imprint
    elif header.date_line(norm):
        block.kind = "date"
        head.published_on = header.date_line(norm)
    elif header.published_on(norm) and len(norm) < 60:
        block.kind = "note"
        head.published_on = header.published_on(norm)
    elif side := header.side_kind(norm):
        block.kind = side
    elif block.number is None and not block.cells and header.is_plain_line(norm) and not _after_title(titles):
        titles.append(block)
    elif block.number is None and header.is_unit_name(norm) and not head.issuer:
        block.kind, head.issuer = "issuer", block.passage.raw
    else:
        return False
    return True


def _after_title(titles: list[Block]) -> bool:
    return bool(titles) and header.ends_in_genre(titles[-1].norm)


def _finish_title(titles: list[Block], head: Head, body: int) -> int:
    """Joins the lines of the title; lines that belong to no official genre are notes."""
    chosen = titles
    if titles and not header.ends_in_genre(titles[-1].norm):
        chosen = [max(titles, key=lambda block: len(block.norm))]
    while len(chosen) > 1 and header.is_unit_name(chosen[0].norm) and not re.search(r"关于|《", chosen[0].norm):
        head.issuer = head.issuer or chosen[0].passage.raw
        chosen[0].kind = "issuer"
        chosen = chosen[1:]
    for block in titles:
        if block.kind != "issuer":
            block.kind = "title" if block in chosen else "note"
    head.title = "".join(block.passage.raw for block in chosen)
    return body


def _classify_tail(solid: list[Block], body: int, head: Head) -> None:
    listing = False
    for index in range(body, len(solid)):
        block = solid[index]
        norm = block.norm
        side = header.side_kind(norm)
        if side == "attachment":
            block.kind = "attachment"
            listing = not _ATTACHED_RE.match(norm)
            head.attachments += _attachment_names(block.passage.raw)
        elif listing and block.number and block.number.style == "ar" and header.is_plain_line(norm) and len(norm) < 70:
            block.kind = "attachment"
            head.attachments.append(block.passage.raw[block.number.end :])
        elif side:
            block.kind, listing = side, listing and side == "note"
            head.issued_on = head.issued_on or header.printed_on(norm)
        else:
            listing = False
            _classify_signature(solid, index, head)


def _attachment_names(raw: str) -> list[str]:
    names = re.sub(r"^附[件表]?\s*[:：]?", "", raw)
    parts = re.split(r"(?:^|(?<=[^\d]))\d{1,2}[.．、](?!\d)", names)
    return [
        part.strip("：:；;。 ")
        for part in parts
        if part.strip("：:；;。 ") and not re.fullmatch(r"[\d一二三四五]+", part.strip("：: "))
    ]


def _classify_signature(solid: list[Block], index: int, head: Head) -> None:
    block = solid[index]
    day = header.date_line(block.norm)
    if day:
        block.kind = "date"
        head.issued_on = head.issued_on or day
        return
    imprint = header.imprint(block.norm)
    if imprint and not block.number:
        block.kind = "signature"
        head.issuer, head.issued_on = head.issuer or imprint[0], head.issued_on or imprint[1]
        return
    following = solid[index + 1].norm if index + 1 < len(solid) else ""
    near = bool(header.date_line(following)) or index + 1 == len(solid)
    if index + 2 < len(solid) and header.is_unit_name(following):
        near = near or bool(header.date_line(solid[index + 2].norm))
    if block.number is None and not block.cells and near and header.is_unit_name(block.norm):
        block.kind = "signature"
        head.issuer = head.issuer or block.passage.raw


def _classify_inner_titles(solid: list[Block], body: int, head: Head) -> None:
    """A notice often carries the plan it issues: its title starts the numbering anew."""
    for index in range(body, len(solid)):
        block = solid[index]
        if block.kind != "clause" or block.number or block.cells:
            continue
        named = header.ends_in_genre(block.norm) and header.is_plain_line(block.norm) and 8 <= len(block.norm) <= 60
        after_side = index > 0 and solid[index - 1].kind in ("signature", "date", "note", "attachment", "cc", "contact")
        if named and (after_side or block.norm.strip("《》") in fold(head.title)):
            block.kind = "title"
