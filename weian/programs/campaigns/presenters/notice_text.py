"""The text of a notice, its words tied to the lines that were made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from weian.foundation.documents.reading.blocks import split_lines
from weian.programs.campaigns.models import Campaign, Proposal

# Which drawing wins where words carry several meanings; `ask` is the ground under all.
_ROLES = ("due", "every", "target", "who", "actor", "ask")
_DRAWN = {"text": "ask", "due": "due", "every": "due", "who": "who", "actor": "who", "target": "target"}
# Reader's kinds of paragraphs → how they are set. These are never grey: they frame the text and ask nothing.
_FRAME = {
    "title": "title", "doc_no": "number", "issuer": "number", "addressees": "flush", "heading": "heading",
    "attachment": "flush", "signature": "sign", "date": "sign",
}  # fmt: skip


@dataclass
class Segment:
    """Some characters of one line with one drawing; `numbers` are the circles that stand before them."""

    text: str
    roles: list[str] = field(default_factory=list)
    is_here: bool = False
    numbers: list[Proposal] = field(default_factory=list)

    @property
    def role(self) -> str:
        return next((role for role in ("due", "target", "who", "ask") if role in self.roles), "")


@dataclass
class Shown:
    """One paragraph as set on the page; `kind` is a class of the shared notice part."""

    kind: str
    segments: list[Segment]
    is_idle: bool
    line: int


def shown_text(campaign: Campaign, proposals: Sequence[Proposal], open_one: Proposal | None) -> list[Shown]:
    """All paragraphs in order, blank ones left out."""
    lines = split_lines(campaign.document.body)
    spans = _by_line(proposals, open_one)
    started: set[Any] = set()
    shown = []
    for paragraph in campaign.paragraphs:
        first, last = paragraph["line"]
        if paragraph["kind"] == "blank":
            continue
        numbers = [n for n in range(first, last + 1) if n <= len(lines) and lines[n - 1].strip()]
        drawn = [piece for n in numbers for piece in _segments(lines[n - 1], spans.get(n, []), started)]
        if drawn:
            frame = _FRAME.get(paragraph["kind"])
            shown.append(Shown(frame or "text", drawn, not frame and not any(n in spans for n in numbers), first))
    return shown


def accounted(campaign: Campaign) -> int:
    """How many paragraphs with words the reader placed; it places every one, the page says so."""
    return sum(paragraph["kind"] != "blank" for paragraph in campaign.paragraphs)


@dataclass(frozen=True)
class _Tie:
    start: int
    end: int
    role: str
    proposal: Proposal
    is_here: bool


def _by_line(proposals: Iterable[Proposal], open_one: Proposal | None) -> dict[int, list[_Tie]]:
    found: dict[int, list[_Tie]] = {}
    for proposal in proposals:
        for span in proposal.spans:
            role = _DRAWN.get(span["role"])
            if role:
                tie = _Tie(span["start"], span["end"], role, proposal, proposal == open_one)
                found.setdefault(span["line"], []).append(tie)
    return found


def _segments(line: str, ties: list[_Tie], started: set[Any]) -> list[Segment]:
    """Cut the line at every border of a span. Pieces of a split line share their whole's words: one circle each."""
    borders = sorted({0, len(line), *(b for t in ties for b in (t.start, t.end) if 0 <= b <= len(line))})
    segments = []
    for start, end in pairwise(borders):
        here = [tie for tie in ties if tie.start <= start and end <= tie.end]
        numbers = []
        for tie in here:
            if tie.role == "ask" and tie.proposal.pk not in started:
                started.add(tie.proposal.pk)
                numbers.append(tie.proposal)
        roles = [role for role in _ROLES if any(tie.role == role for tie in here)]
        is_here = any(tie.is_here and tie.role == "ask" for tie in here)
        segments.append(Segment(line[start:end], roles, is_here, numbers))
    return segments
