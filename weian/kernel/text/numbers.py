"""Document numbers (发文字号): one written form, however they were typed.

GB/T 9704-2012, 7.2.5: the issuer's code, the year in full in six-sided brackets, the serial
number without leading zeros and without 第, then 号.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = r"[\[(〔【〖﹝]", r"[\])〕】〗﹞]"
_DIGIT = r"[0-9〇○零一二三四五六七八九]"
_GAP = r"[ \t\u3000]*"
_NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fff](?:{_GAP}[\u4e00-\u9fff]){{0,15}}){_GAP}"
    rf"{_OPEN}{_GAP}(?P<year>{_DIGIT}(?:{_GAP}{_DIGIT}){{3}}){_GAP}年?{_GAP}{_CLOSE}{_GAP}"
    rf"第?{_GAP}(?P<serial>[0-9](?:{_GAP}[0-9]){{0,5}}){_GAP}号"
)
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_BLANK = re.compile(r"\s+")
# Words that run into a code from the left in running text, never part of one.
_LEADING = re.compile(r"^.*(?:根据|按照|现将|依据|依照|贯彻|落实|执行|参照|转发|印发|详见|见|关于|文件|通知)")
# 和 and 及 join two numbers only after the end of something; 和安 begins a code.
_JOINING = re.compile(r"(?:以及|和|及|与)")
_ENDS = tuple("）)》〉〕]”号、，")


@dataclass(frozen=True, slots=True)
class DocNo:
    """A document number in its parts; ``str()`` gives the official form."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class FoundDocNo:
    """A document number in running text, at ``text[start:end]``."""

    start: int
    end: int
    doc_no: DocNo


def parse_doc_no(text: str) -> DocNo | None:
    """Return the document number that ``text`` as a whole is, or None."""
    match = _NUMBER.fullmatch(_plain(text).strip())
    return _doc_no(match, match["code"]) if match else None


def normalise_doc_no(text: str) -> str:
    """Return the official form of a document number, or ``text`` without outer blanks if it is none."""
    found = parse_doc_no(text)
    return str(found) if found else text.strip()


def find_doc_nos(text: str) -> Iterator[FoundDocNo]:
    """Yield the document numbers in running text, left to right.

    The code is taken from the characters before the bracket, without the words that commonly run
    into it (根据, 印发 …); what remains is a proposal, as Chinese has no blanks.
    """
    plain = _plain(text)
    for match in _NUMBER.finditer(plain):
        code = match["code"]
        cut = _lead(code, plain[: match.start()])
        yield FoundDocNo(match.start() + cut, match.end(), _doc_no(match, code[cut:]))


def _lead(code: str, before: str) -> int:
    """Return how many characters at the left of ``code`` are not of it."""
    lead = _LEADING.match(code)
    if lead is None and before.rstrip().endswith(_ENDS):
        lead = _JOINING.match(code)
    cut = lead.end() if lead else 0
    cut += len(code[cut:]) - len(code[cut:].lstrip())
    return cut if cut < len(code) else 0


def _doc_no(match: re.Match[str], code: str) -> DocNo:
    year = _BLANK.sub("", match["year"]).translate(_CHINESE)
    return DocNo(_BLANK.sub("", code), int(year), int(_BLANK.sub("", match["serial"])))


def _plain(text: str) -> str:
    """Narrow each full-width form by itself, so that places in the text stay what they are."""
    return "".join(_narrow(character) for character in text)


def _narrow(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
