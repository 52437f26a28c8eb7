"""Clause numbers in all official styles, and how clauses are cited."""

import re
from dataclasses import dataclass, field

from weian.kernel.text.glyphs import fold
from weian.kernel.text.numerals import parse_number, to_chinese

_CN = "[一二三四五六七八九十百零]{1,4}"
# style, rank (smaller contains larger), pattern; the order is the order of trial
_STYLES = [
    ("chapter", 0, rf"第(?P<n>{_CN}|\d{{1,3}})[章编](?P<sep>)"),
    ("section", 1, rf"第(?P<n>{_CN}|\d{{1,3}})节(?P<sep>)"),
    ("article", 2, rf"第(?P<n>{_CN}|\d{{1,3}})条(?P<sep>)[：、]?"),
    ("stage", 4, r"第(?P<n>[一二三四五六七八九])(?:阶段|步)(?P<sep>)(?=[：，、（]|.{0,20}[：（。])[：，、]?"),
    ("cn", 3, rf"(?P<n>{_CN})(?P<sep>[、.])(?!\d)"),
    ("cnp", 4, rf"（(?P<n>{_CN})）(?P<sep>)[、.]?"),
    ("arp", 6, r"[（](?P<n>\d{1,3})）(?P<sep>)[、.]?"),
    ("arp", 6, r"(?P<n>\d{1,3})）(?P<sep>)"),
    ("ar", 5, r"(?P<n>\d{1,3})(?P<sep>[.、])(?!\d)"),
    ("ar", 5, r"(?P<n>\d{1,3})(?P<sep>[.、])(?=\d{1,2}月(?:\d|底|份|[上中下]旬)|\d{4}年)"),
    (
        "dec",
        5,
        r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,3})(?P<sep>)(?![倍米元万亿吨升小公分秒克千厘毫名人台年月日次个前起止%‰℃\d.—至-]|天(?!然))",
    ),
    ("circ", 7, r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])(?P<sep>)[、.]?"),
]
_GAP_RE = re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){0,3})[ \t\u3000]+(?=(?P<next>\S))")
_COUNTED = "年月日时分秒个名人次台套种项条家处份位天周级类层楼号元万倍米度%℃学课小只辆张支组场轮期公千毫"
_COMPILED = [(style, rank, re.compile(pattern)) for style, rank, pattern in _STYLES]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Number:
    """A clause number at the head of a paragraph; ``end`` is where the words begin."""

    style: str
    rank: float
    value: int
    label: str
    end: int


def number_of(norm: str) -> Number | None:
    """The number that ``norm`` begins with, or None."""
    for style, rank, pattern in _COMPILED:
        match = pattern.match(norm)
        if match:
            words = match["n"]
            if style == "dec":
                return _decimal(words, match.end())
            value = _CIRCLED.index(words) + 1 if style == "circ" else int(parse_number(words))
            return Number(style, rank, value, _label(style, words, match.group()), match.end())
    return None


def number_before_gap(line: str) -> Number | None:
    """The number of a line such as "2 病区用氧" or "2.1 3月底前…", which only the gap sets apart."""
    words = fold(line.strip())
    match = _GAP_RE.match(words)
    if match is None:
        return None
    heading = "一" <= match["next"] <= "龥" and match["next"] not in _COUNTED and not re.search(r"[，。；]", words)
    if "." not in match["n"] and not (heading and len(words) <= 34):
        return None
    return _decimal(match["n"], match.end("n"))


def _decimal(words: str, end: int) -> Number:
    """1, 1.1, 1.1.1: the deeper the smaller."""
    parts = words.split(".")
    return Number("dec", 5 + (len(parts) - 1) / 10, int(parts[-1]), words, end)


def _label(style: str, words: str, whole: str) -> str:
    if style in ("cnp", "arp"):
        return f"（{words}）"
    if style in ("chapter", "section", "article", "stage"):
        return whole.rstrip("：，、")
    return words


@dataclass
class Numbering:
    """Walks through numbered paragraphs and says how each is cited; gaps are told in ``warnings``."""

    prefix: str = ""
    stack: list[Number] = field(default_factory=list)
    last_cn: int | None = None
    warnings: list[str] = field(default_factory=list)

    def enter(self, number: Number, line: int) -> str:
        """Citation of a clause that begins with ``number`` on source line ``line``."""
        closed = [held for held in self.stack if held.rank == number.rank and held.style == number.style]
        self.stack = [held for held in self.stack if held.rank < number.rank]
        if closed and number.value > closed[-1].value + 1 and not self.prefix:
            self.warnings.append(f"第{line}行：编号从“{closed[-1].label}”跳到“{number.label}”，中间可能缺条")
        self.stack.append(number)
        if number.style == "cn":
            self.last_cn = number.value
        return self.cited()

    def enter_unnumbered(self, heading: str, line: int) -> str:
        """Citation of a heading without a number; where 一、二、 went before, the next one is meant."""
        if self.last_cn is not None and self.last_cn < 98:
            value = self.last_cn + 1
            label = to_chinese(value)
            self.warnings.append(f"第{line}行：标题“{heading}”没有编号，按次序记作“{label}”")
            self.last_cn = value
            self.stack = [held for held in self.stack if held.rank < 3]
        else:
            value, label, self.stack = 0, heading[:20], []
        self.stack.append(Number("cn", 3, value, label, 0))
        return self.cited()

    def cited(self) -> str:
        labels: list[str] = []
        for held in self.stack:
            if held.style == "dec":  # 1.1 says its 1 itself
                labels = [label for label in labels if not held.label.startswith(label + ".")]
            if held.style not in ("chapter", "section"):
                labels.append(held.label)
        return self.prefix + ("".join(labels) or self.stack[-1].label)
