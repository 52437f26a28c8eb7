"""Stages of a campaign, read from the heads of clauses: 动员部署阶段（3月1日至3月31日）."""

import re
from dataclasses import dataclass, replace

from weian.foundation.documents.reading.drafts import Draft
from weian.foundation.documents.reading.model import Stage
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.words import STAGE_SECTIONS
from weian.kernel.text.dates import Context, When, find_whens

_NAMED_RE = re.compile(r"^(?P<name>[^，。；：（）]{2,24}?)(?:阶段)?（(?P<when>[^（）]{2,40})）")
_PLAIN_RE = re.compile(
    r"^(?P<name>[^，。；：（）]{2,20}?阶段)[：，、。]?(?:时间(?:为|：)?)?(?P<when>[^，。；：]{2,40})"
)
_COLON_RE = re.compile(
    r"^(?P<name>[^，。；：（）]{2,20}?)[：。，](?:时间(?:为|：)?)?(?P<when>[^，。；：]{4,40}?)(?=[，。；：]|$)"
)
_TIME_FIRST_RE = re.compile(
    r"^(?:从|自)?(?P<when>[^，。；：（）]{4,36}?)(?:，|为|是)+(?P<name>[^，。；：（）]{2,20}?阶段)"
)
_BINDING = ("due", "span", "event", "bare", "start")


@dataclass
class Stretch:
    """The time that a clause stands under and where its words are."""

    when: When
    passage: Passage
    name: str | None = None


def read_stretch(draft: Draft, context: Context) -> Stretch | None:
    """The time in the head of a clause, with a name if the clause is a stage. Moves ``context`` on."""
    head = _head_of(draft)
    if head is None:
        return None
    text = head.masked
    in_section = _in_stage_section(draft)
    for pattern in (
        _NAMED_RE,
        _PLAIN_RE,
        _TIME_FIRST_RE,
        *((_COLON_RE,) if in_section or draft.style == "stage" else ()),
    ):
        match = pattern.match(text)
        if not match:
            continue
        tried = Context(context.year, context.month, context.issued)
        whens = [when for when in find_whens(match["when"], tried) if when.kind in _BINDING]
        if not whens or (pattern is _COLON_RE and whens[0].start > 2):
            continue
        context.year, context.month = tried.year, tried.month
        start, _ = match.span("when")
        name = _stage_name(head, match, draft, in_section)
        if name is None and pattern is not _NAMED_RE:
            continue
        return Stretch(_shift(whens[0], start), head, name)
    return None


def _head_of(draft: Draft) -> Passage | None:
    """Heading and the first words after it."""
    if draft.row is not None or draft.loose:
        return None
    parts = [draft.heading] if draft.heading else []
    if draft.inline and draft.bodies:
        if parts:
            last = parts[0]
            colon = Passage("：", "：", last.places[-1:])
            parts.append(colon)
        parts.append(draft.bodies[0].cut(0, 80))
    return Passage.join(parts) if parts else None


def _stage_name(head: Passage, match: re.Match[str], draft: Draft, in_section: bool) -> str | None:
    low, high = match.span("name")
    if head.norm.startswith("阶段", high):
        high += 2
    name = head.raw[low:high]
    if name.endswith("阶段") or draft.style == "stage" or in_section:
        return name
    return None


def _in_stage_section(draft: Draft) -> bool:
    above = draft.parent.headings() if draft.parent else []
    return any(re.search(STAGE_SECTIONS, heading) for heading in above)


def _shift(when: When, by: int) -> When:
    return replace(when, start=when.start + by, end=when.end + by)


def stage_of(stretch: Stretch, doubts: list[str]) -> Stage:
    """The stage that a named stretch of time makes."""
    when = stretch.when
    first = when.first if when.kind in ("span", "event", "bare", "start") else None
    last = when.last if when.kind in ("span", "due", "bare") else None
    line = [span.line for span in stretch.passage.spans(when.start, when.end)]
    return Stage(stretch.name or "", first, last, when.from_event, when.event, [line[0], line[-1]], doubts)
