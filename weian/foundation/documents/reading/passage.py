"""Text freed of blanks whose every character still knows its place in the source."""

import re
from dataclasses import dataclass

from weian.foundation.documents.reading.model import Span
from weian.kernel.text.glyphs import fold

_BLANK = " \t\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\u200b\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_QUOTED_RE = re.compile(r"《[^《》]*》|〈[^〈〉]*〉|“[^“”]{0,40}”|‘[^‘’]{0,40}’|〔\d{4}〕\d*号?")
_PERIOD_WORDS_RE = re.compile(r"[前起至—]|两会|两节|双节|五一|十一|每|零报告|[日周月]报(?:告|$)")


@dataclass(frozen=True)
class Passage:
    """``raw`` as written, ``norm`` folded for the grammars, ``places`` (line, column) of each character."""

    raw: str
    norm: str
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of_line(cls, line: str, number: int) -> "Passage":
        kept = [i for i, char in enumerate(line) if char not in _BLANK or _between_words(line, i)]
        raw = "".join(line[i] for i in kept)
        return cls(raw, fold(raw), tuple((number, i) for i in kept))

    @classmethod
    def join(cls, parts: "list[Passage]") -> "Passage":
        return cls(
            "".join(part.raw for part in parts),
            "".join(part.norm for part in parts),
            tuple(place for part in parts for place in part.places),
        )

    def __len__(self) -> int:
        return len(self.raw)

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """The part from ``start`` to ``end``."""
        return Passage(self.raw[start:end], self.norm[start:end], self.places[start:end])

    def spans(self, start: int = 0, end: int | None = None) -> list[Span]:
        """Where characters ``start`` to ``end`` stand in the source, one span a line."""
        places = self.places[start:end]
        if places and places[0][0] == places[-1][0]:
            return [Span(places[0][0], places[0][1], places[-1][1] + 1)]
        spans: list[Span] = []
        for line, column in places:
            if spans and spans[-1].line == line:
                spans[-1] = Span(line, spans[-1].start, column + 1)
            else:
                spans.append(Span(line, column, column + 1))
        return spans

    def lines(self) -> list[int]:
        """First and last source line."""
        return [self.places[0][0], self.places[-1][0]] if self.places else [0, 0]

    @property
    def masked(self) -> str:
        """``norm`` with titles, document numbers and quotations blotted out, so that no date or number
        inside them is taken for a demand. Quoted words that name a period stay."""
        return _QUOTED_RE.sub(_blot, self.norm)


def _blot(match: re.Match[str]) -> str:
    words: str = match.group()
    if words[0] in "“‘" and _PERIOD_WORDS_RE.search(words) and len(words) < 16:
        return words
    return words[0] + "□" * (len(words) - 2) + words[-1]


def _between_words(line: str, index: int) -> bool:
    """Blanks count only between two Latin words."""
    if line[index] != " " or not 0 < index < len(line) - 1:
        return False
    before, after = line[index - 1], line[index + 1]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
