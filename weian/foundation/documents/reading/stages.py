"""Stages of a campaign, read from the heads of clauses and from running words: 动员部署阶段（3月1日至3月31日）."""

import itertools
import re
from dataclasses import dataclass, replace

from weian.foundation.documents.reading.drafts import Draft
from weian.foundation.documents.reading.model import Stage
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.words import STAGE_SECTIONS
from weian.kernel.text.dates import Context, When, find_whens
from weian.kernel.text.days import make_day

_STAGED = r"[^，。；：（）]{1,20}?(?:阶段|期(?!间))"  # 动员部署阶段, 重点值守期
_YEARS = r"[^，。；：（）]{2,10}?(?<![周之一元])年"  # 集中攻坚年
_NAMED_RE = re.compile(r"^(?P<name>[^，。；：（）]{2,24}?)(?:阶段)?（(?P<when>[^（）]{2,40})）")
_PLAIN_RE = re.compile(
    r"^(?P<name>[^，。；：（）]{2,20}?阶段)[：，、。]?(?:时间(?:为|：)?)?(?P<when>[^，。；：]{2,40})"
)
_COLON_RE = re.compile(
    r"^(?P<name>[^，。；：（）]{2,20}?)[：。，](?:时间(?:为|：)?)?(?P<when>[^，。；：]{4,40}?)(?=[，。；：]|$)"
)
_TIME_FIRST_RE = re.compile(
    r"^(?:从|自)?(?P<when>[^，。；：（）]{4,36}?)(?:，|为|是|：)+(?P<name>[^，。；：（）]{2,20}?阶段)"
)
_IS_STAGE_RE = re.compile(
    rf"^(?:从|自)?(?P<when>[^，。；：（）]{{2,36}}?)(?:为|是)(?P<name>{_STAGED})(?=[，。；：、（]|$)"
)
_INLINE_RES = (
    re.compile(r"(?P<name>[^，。；：（）、]{2,20}?(?:阶段|期))（(?P<when>[^（）]{2,40})）"),
    re.compile(
        rf"(?:(?<=[，。；：、])|^)(?:从|自)?(?P<when>[^，。；：（）]{{2,36}}?)，?(?:为|是)(?P<name>{_STAGED}|{_YEARS})(?=[，。；：、（]|$)"
    ),
    re.compile(
        r"(?:(?<=[，。；：])|^)(?P<name>[^，。；：（）、]{2,20}?阶段)(?:为|：|，)?(?P<when>[^，。；：（）]{2,36})"
    ),
)
# 分动员部署（…）、集中攻坚（…）、巩固提升（…）三个阶段: only the count at the end calls them stages.
_COUNTED = r"[二两三四五六]个阶段"
_LISTED_RE = re.compile(
    r"(?:(?<=[，。；：、])|^)(?:[共拟将]|分(?:为|成)?)*(?P<name>[^，。；：（）、]{2,12}?)（(?P<when>[^（）]{2,40})）"
    rf"(?:等?{_COUNTED}[^，。；]{{0,6}})?"
)
_NUMBERED_RE = re.compile(
    r"^[：，、]?（(?P<when>[^（）]{4,40})）[：，、]?(?P<name>[^，。；：（）]{0,16})"
)  # 第一步（…）：自查
_AFTER_DAYS_RE = re.compile(r"[：，、]?(?P<name>[^，。；：（）\d]{2,16})(?=[，。；：（]|$)")  # 4月1日至30日：自查自纠
_BEFORE_DAYS_RE = re.compile(r"(?P<name>[^，。；：（）\d]{2,16})[：，]")  # 活动准备：5月25日—31日，…
_COUNTING_RE = re.compile(r"^(?:[一二三四五六]是|第[一二三四五六]个?(?:阶段)?[为是]|即)")
_BINDING = ("due", "span", "event", "bare", "start")


@dataclass
class Stretch:
    """The time that a clause stands under and where its words are; a stage where ``named``."""

    when: When
    passage: Passage
    name: str
    named: bool = True
    start: int = 0  # where a stage told in running words begins, and where what it asks does
    end: int = 0


def read_stretch(draft: Draft, context: Context) -> Stretch | None:
    """The time in the head of a clause, with a name if the clause is a stage. Moves ``context`` on."""
    head = _head_of(draft)
    if head is None:
        return None
    text = head.masked
    in_section = _in_stage_section(draft)
    patterns: tuple[re.Pattern[str], ...] = (
        _NAMED_RE,
        _PLAIN_RE,
        _TIME_FIRST_RE,
        _IS_STAGE_RE,
        *((_COLON_RE,) if in_section or draft.style == "stage" else ()),
        *((_NUMBERED_RE,) if draft.style == "stage" else ()),
    )
    for pattern in (_IS_STAGE_RE,) if draft.loose else patterns:
        match = pattern.match(text)
        when = _when_in(match, context, early=pattern is _COLON_RE) if match else None
        if match is None or when is None:
            continue
        name, named = _stage_name(head, match, draft, in_section or pattern is _IS_STAGE_RE)
        if not named and pattern is not _NAMED_RE:
            continue
        return Stretch(when, head, name, named)
    return _scheduled(head, context) if in_section else None


def _when_in(match: re.Match[str], context: Context, *, early: bool = False) -> When | None:
    """The first time in the words of a match, at its place. Moves ``context`` on."""
    tried = Context(context.year, context.month, context.issued)
    whens = [when for when in find_whens(match["when"], tried) if when.kind in _BINDING]
    if not whens or (early and whens[0].start > 2):
        return None
    context.year, context.month = tried.year, tried.month
    by = match.start("when")
    return replace(whens[0], start=whens[0].start + by, end=whens[0].end + by)


def _head_of(draft: Draft) -> Passage | None:
    """Heading and the first words after it, on its own line or the next."""
    if draft.row is not None:
        return None
    parts = [draft.heading] if draft.heading else []
    if draft.bodies and (draft.inline or (draft.heading and draft.heading.norm.endswith("阶段"))):
        if parts:
            last = parts[0]
            colon = Passage("：", "：", last.places[-1:])
            parts.append(colon)
        parts.append(draft.bodies[0].cut(0, 80))
    return Passage.join(parts) if parts else None


def _stage_name(head: Passage, match: re.Match[str], draft: Draft, surely: bool) -> tuple[str, bool]:
    low, high = match.span("name")
    if head.norm.startswith("阶段", high):
        high += 2
    name = head.raw[low:high]
    if match.re is _NUMBERED_RE:  # the number is the name: 第一步（9月20日至10月31日）：自查整改
        name = draft.no[-3:] + name
    return name, name.endswith("阶段") or draft.style == "stage" or surely


def _in_stage_section(draft: Draft, *, own: bool = False) -> bool:
    above = draft.headings() if own else draft.parent.headings() if draft.parent else []
    return any(re.search(STAGE_SECTIONS, heading) for heading in above)


def told_stretches(draft: Draft, context: Context) -> list[tuple[Passage, list[Stretch]]]:
    """The paragraphs of a clause with the stages that each tells, in running words or as lines of a schedule."""
    told = [(body, _inline_stretches(body, context)) for body in draft.bodies]
    if len(told) < 2 or any(found for _, found in told) or not _in_stage_section(draft, own=True):
        return told
    tried = replace(context)
    listed = [(body, _scheduled(body, tried)) for body in draft.bodies]
    stretches = [stretch for _, stretch in listed if stretch]
    if len(stretches) < 2 or not _follow_one_another(stretches):
        return told
    context.year, context.month = tried.year, tried.month
    return [(body, [stretch] if stretch else []) for body, stretch in listed]


def _scheduled(body: Passage, context: Context) -> Stretch | None:
    """A line of a schedule: from, to and what is done then. Unnamed until its brothers follow."""
    text, tried = body.masked[:80], replace(context)
    when = next((one for one in find_whens(text, tried) if one.kind == "span" and one.first and one.last), None)
    if when is None:
        return None
    leads = text[: when.start] in ("", "从", "自")
    named = _AFTER_DAYS_RE.match(text, when.end) if leads else _BEFORE_DAYS_RE.fullmatch(text, 0, when.start)
    if named is None or not (leads or re.match(r"[，。；：]|$", text[when.end :])):
        return None
    context.year, context.month = tried.year, tried.month
    name = body.raw[slice(*named.span("name"))]
    return Stretch(when, body, name, named=False, end=max(when.end, named.end()))


def _inline_stretches(body: Passage, context: Context) -> list[Stretch]:
    """Stages that one paragraph tells one after another; none where it names fewer than two."""
    if "阶段" not in body.norm and not re.search(r"期|[年月][为是]|为.{2,12}年", body.norm):
        return []
    listed = (_LISTED_RE,) if re.search(_COUNTED, body.norm) else ()
    for pattern in (*_INLINE_RES, *listed):
        tried = replace(context)
        found: list[Stretch] = []
        for match in pattern.finditer(body.masked):
            when = _when_in(match, tried)
            if when is None or when.start != match.start("when"):
                continue
            when = _after(found[-1].when, when) if found else when
            low, high = match.span("name")
            counted = _COUNTING_RE.match(body.norm[low:high])
            low += counted.end() if counted else 0
            found.append(Stretch(when, body, body.raw[low:high], start=match.start(), end=match.end()))
        if _is_period(found) or (len(found) >= 2 and _follow_one_another(found)):
            context.year, context.month = tried.year, tried.month
            return found
    return []


def _after(before: When, when: When) -> When:
    """Of 12月1日至31日 and then 1月1日至31日 the second is in the next year, though nobody writes so."""
    if when.year_from != "context" or not (before.first and when.first and when.first < before.first):
        return when
    first, last = (day and (make_day(day.year + 1, day.month, day.day)[0] or day) for day in (when.first, when.last))
    return replace(when, first=first, last=last)


def _is_period(found: list[Stretch]) -> bool:
    """自6月15日起至8月31日止，为度夏保障期: a name and both ends make a stage without brothers."""
    return len(found) == 1 and found[0].when.kind in ("span", "event") and found[0].name.endswith(("期", "阶段"))


def name_by_sequence(unnamed: list[tuple[Draft, Stretch]]) -> list[Stretch]:
    """Brothers whose dates follow one another are stages, whatever the section above them is called."""
    staged: list[Stretch] = []
    for _, brothers in itertools.groupby(unnamed, key=lambda item: id(item[0].parent)):
        stretches = [stretch for _, stretch in brothers]
        if len(stretches) >= 2 and _follow_one_another(stretches):
            staged += stretches
    return staged


def _follow_one_another(stretches: list[Stretch]) -> bool:
    spans = [(one.when.first, one.when.last) for one in stretches]
    return all(
        last is None or first is None or last < first for (_, last), (first, _) in itertools.pairwise(spans)
    ) and any(first for first, _ in spans[1:])


def stage_of(stretch: Stretch, doubts: list[str]) -> Stage:
    """The stage that a named stretch of time makes."""
    when = stretch.when
    first = when.first if when.kind in ("span", "event", "bare", "start") else None
    last = when.last if when.kind in ("span", "due", "bare") else None
    line = [span.line for span in stretch.passage.spans(when.start, when.end)]
    return Stage(stretch.name, first, last, when.from_event, when.event, [line[0], line[-1]], doubts)
