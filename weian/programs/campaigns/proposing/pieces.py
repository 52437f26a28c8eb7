"""Cutting words: the short title of an ask, and the pieces into which one ask may fall."""

from __future__ import annotations

import re

TITLE_CHARS = 26
_WHO = re.compile(r"^(?:各|本|全|所有)[^。；]{1,40}?(?=要|应当|应(?!急)|须|严格|对照|[于在]?\d{1,4}[年月])")
_WHEN = re.compile(
    r"^[^，。；]{1,14}期间，|^即日起，?|^(?:到|至|在|于|自)?(?=\d{1,4}[年月日]|[年月]底)(?:\d{4}年)?(?:\d{1,2}月)?"
    r"(?:\d{1,2}[日号]|[上中下]旬)?(?:[年月]?[底末])?(?:之前|以前|前|起)?，?"
)
_MODAL = re.compile(
    r"^(?:要|应当?|须|必须|请|认真|切实|严格|进一步|全面(?=[\u4e00-\u9fff]{4})|及时|积极|继续|坚决)(?=.{4})"
)
_STOP = re.compile(r"[，。；：]")
# Where a sentence falls into acts of its own; the order is from strong to weak.
_CUTS = (r"；", r"。", r"，(?=(?:并|同时|另|还要|以及|对)[^，。；]{4})", r"，", r"、")
# A piece of fewer characters says nothing that could be done.
_SHORTEST = 4


def title_of(text: str) -> str:
    """A title of at most 26 characters: the first phrase, without who, until when and the formula before the verb."""
    first = _STOP.split(core_of(text), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= TITLE_CHARS else first[: TITLE_CHARS - 1] + "…"


def core_of(text: str) -> str:
    """The words that say what is done: 各单位要在12月20日前对…检查 → 对…检查."""
    words = " ".join(text.split())
    for pattern in (_WHO, _WHEN, _MODAL, _WHO, _WHEN, _MODAL):
        words = pattern.sub("", words, count=1) or words
    return words.lstrip("，、 ") or text.strip()


def pieces_of(text: str) -> list[str]:
    """The pieces at the strongest cut that gives two or more; the text itself where it does not fall apart."""
    whole = text.strip().rstrip("。；")
    for cut in _CUTS:
        pieces = [piece.strip(" ，。；、") for piece in re.split(cut, whole)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) > 1 and all(len(piece) >= _SHORTEST for piece in pieces):
            return pieces
    return [whole]
