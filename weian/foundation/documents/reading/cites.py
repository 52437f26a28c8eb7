"""Documents that a notice refers to."""

import re

from weian.foundation.documents.reading.blocks import Block
from weian.foundation.documents.reading.model import Cite
from weian.foundation.documents.reading.structure import Head

_CITE_RE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:（(?P<no>[^（）]{3,24}?\d{1,5}号)）)?")
_NUMBER_RE = re.compile(r"（(?P<no>[一-龥]{2,12}〔\d{4}〕\d{1,5}号)）")
_KINDS = ("clause", "preamble", "heading")


def find_cites(blocks: list[Block], head: Head) -> list[Cite]:
    """Each title or document number once, in order of appearance."""
    cites: dict[tuple[str | None, str | None], Cite] = {}
    for block in blocks:
        if block.kind not in _KINDS:
            continue
        raw, norm = block.passage.raw, block.norm
        taken = []
        for match in _CITE_RE.finditer(norm):
            title = raw[match.start("title") : match.end("title")]
            number = raw[match.start("no") : match.end("no")] if match["no"] else None
            taken.append(match.span())
            if title not in head.title:
                cites.setdefault((title, number), Cite(title, number))
        for match in _NUMBER_RE.finditer(norm):
            if not any(low <= match.start() < high for low, high in taken):
                number = raw[match.start("no") : match.end("no")]
                cites.setdefault((None, number), Cite(None, number))
    return list(cites.values())
