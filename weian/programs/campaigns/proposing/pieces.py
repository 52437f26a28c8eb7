"""Cutting words: the short title of an ask, and the pieces into which one ask may fall."""

from __future__ import annotations

import re

TITLE_CHARS = 26
_LEAD = re.compile(
    r"^(?:各[^，。；、]{1,16}?(?:要|应当?|须)|要|应当?|须|必须|认真|切实|严格|进一步|全面|及时|积极|继续|坚决)+(?=.{4})"
)
_STOP = re.compile(r"[，。；：]")
# Where a sentence falls into acts of its own; the order is from strong to weak.
_CUTS = (r"；", r"。", r"，(?=(?:并|同时|另|还要|以及|对)[^，。；]{4})", r"，", r"、")
# A piece of fewer characters says nothing that could be done.
_SHORTEST = 4


def title_of(text: str) -> str:
    """A title of at most 26 characters: the first phrase without its opening formula."""
    words = _LEAD.sub("", " ".join(text.split())) or text
    first = _STOP.split(words, maxsplit=1)[0].strip() or words.strip()
    return first if len(first) <= TITLE_CHARS else first[: TITLE_CHARS - 1] + "…"


def pieces_of(text: str) -> list[str]:
    """The pieces at the strongest cut that gives two or more; the text itself where it does not fall apart."""
    whole = text.strip().rstrip("。；")
    for cut in _CUTS:
        pieces = [piece.strip(" ，。；、") for piece in re.split(cut, whole)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1 and all(len(piece) >= _SHORTEST for piece in pieces):
            return pieces
    return [whole]
