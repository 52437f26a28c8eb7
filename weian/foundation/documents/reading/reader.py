"""Puts the parts together: lines → paragraphs → clauses → asks → reports and warnings."""

import re
from dataclasses import replace
from datetime import date

from weian.foundation.documents.reading import checks, stages, subjects
from weian.foundation.documents.reading.actors import Markers, actors_in, find_markers, names_in
from weian.foundation.documents.reading.asks import Setting, read_asks, year_doubts
from weian.foundation.documents.reading.blocks import Block, build_blocks, split_lines
from weian.foundation.documents.reading.cites import find_cites
from weian.foundation.documents.reading.drafts import Draft, build_drafts
from weian.foundation.documents.reading.errors import Unreadable
from weian.foundation.documents.reading.header import ends_in_genre
from weian.foundation.documents.reading.model import Ask, Clause, Paragraph, Reading
from weian.foundation.documents.reading.passage import Passage
from weian.foundation.documents.reading.reports import read_reports
from weian.foundation.documents.reading.structure import Head, classify
from weian.foundation.documents.reading.tables import Row
from weian.foundation.documents.reading.verbs import kind_of
from weian.foundation.documents.reading.words import EXHORT_SECTIONS
from weian.kernel.text.cadence import find_cadences
from weian.kernel.text.dates import Context, When, find_whens
from weian.kernel.text.glyphs import fold

MAX_CHARACTERS = 400_000


def read_lines(text: str) -> Reading:
    """Read the text of a notice; line numbers count from 1.

    Raises Unreadable for an empty or oversized text.
    """
    if not text.strip():
        raise Unreadable("文件里没有文字。请确认选对了文件；如果是扫描件，请先做文字识别，或把正文粘贴进来。")
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"文字超过{MAX_CHARACTERS // 10_000}万字，不像一份通知。请只放入通知正文。")
    blocks = build_blocks(split_lines(text))
    head = classify(blocks)
    drafts, warnings = build_drafts(blocks)
    whole = Passage.join([block.passage for block in blocks])
    reading = Reading(head.title, head.doc_no, head.issuer, head.issued_on or head.published_on, head.addressees)
    reading.attachments = head.attachments
    reading.cites = find_cites(blocks, head)
    if _is_told(head, drafts):
        warnings.append("没有文种、发文字号、主送单位和条款编号，像是报道或总结，没有从中提取要求")
        reading.clauses = [_empty_clause(draft) for draft in drafts]
    else:
        _read_clauses(reading, drafts, _year_of(head, whole))
    reading.reports = read_reports(reading.clauses, reading.issuer)
    reading.warnings = (
        _header_warnings(reading, head)
        + warnings
        + checks.find_contradictions(reading.clauses, reading.stages, reading.reports, reading.issued_on)
    )
    reading.paragraphs = [_paragraph(block) for block in blocks]
    return reading


def _is_told(head: Head, drafts: list[Draft]) -> bool:
    """A news item or a report of work done: nothing official about it."""
    official = ends_in_genre(fold(head.title)) or head.doc_no or head.addressees
    numbered = any(
        not draft.loose and draft.style in ("cn", "cnp", "ar", "arp", "article", "chapter") for draft in drafts
    )
    asking = any(
        re.search(r"请各|请于|务必|应当|须于|特此|现将|现就|要求如下|\d日前", body.masked)
        for draft in drafts
        for body in draft.bodies
    )
    return not official and not numbered and not asking


def _empty_clause(draft: Draft) -> Clause:
    return Clause(draft.no, draft.heading.raw if draft.heading else None, _text(draft), draft.line)


def _year_of(head: Head, whole: Passage) -> tuple[int | None, str | None]:
    """The year that dates without one fall into, and the doubt to attach when it was guessed."""
    issued = head.issued_on or head.published_on
    if issued:
        return issued.year, "原文没写年份，按发文年取{year}"
    if head.doc_year:
        return head.doc_year, "原文没写年份，按发文字号取{year}"
    titled = re.search(r"(20\d{2})年", fold(head.title)) or re.search(r"(20\d{2})年", whole.masked)
    return (int(titled[1]), "原文没写年份，按文中出现的年份取{year}") if titled else (None, None)


def _read_clauses(reading: Reading, drafts: list[Draft], year: tuple[int | None, str | None]) -> None:
    running = Context(year[0], issued=reading.issued_on)
    stretches: dict[int, stages.Stretch] = {}
    named: list[stages.Stretch] = []
    unnamed: list[tuple[Draft, stages.Stretch]] = []
    for draft in drafts:
        told = stages.told_stretches(draft, running)
        inline = [stretch for _, found in told for stretch in found]
        stretch = None if inline else stages.read_stretch(draft, running)
        own = stretch or stretches.get(id(draft.parent))
        named += inline
        if stretch and stretch.named:
            named.append(stretch)
        elif stretch:
            unnamed.append((draft, stretch))
        if own:
            stretches[id(draft)] = own
        setting = _setting(draft, own, year, reading.issued_on)
        clause = _read_clause(draft, setting) if not inline else _read_staged(draft, told, setting, year)
        reading.clauses.append(clause)
    named += stages.name_by_sequence(unnamed)
    named.sort(key=lambda one: one.passage.places[one.when.start])
    doubting = Setting(running, year_doubt=year[1])
    reading.stages = [stages.stage_of(one, year_doubts(one.when, doubting)) for one in named]
    _merge_stage_sections(reading)


def _read_staged(
    draft: Draft,
    told: list[tuple[Passage, list[stages.Stretch]]],
    setting: Setting,
    year: tuple[int | None, str | None],
) -> Clause:
    """A clause that tells its stages in running words: each part is read under its own stage."""
    clause = _empty_clause(draft)
    for body, found in told:
        starts = [stretch.start for stretch in found]
        _read_body(clause, draft, body.cut(0, starts[0] if starts else None), setting)
        for stretch, stop in zip(found, [*starts[1:], None], strict=False):
            part = _setting(draft, stretch, year, setting.context.issued)
            _read_body(clause, draft, body.cut(stretch.end, stop), part)
    clause.text = _text(draft)
    return clause


def _merge_stage_sections(reading: Reading) -> None:
    """Loose paragraphs without an ask need no clause: they stay in ``paragraphs``."""
    reading.clauses = [clause for clause in reading.clauses if clause.asks or not re.match(r"首段", clause.no)]


def _setting(
    draft: Draft, stretch: "stages.Stretch | None", year: tuple[int | None, str | None], issued: date | None
) -> Setting:
    context = Context(year[0], issued=issued)
    setting = Setting(context, year_doubt=year[1])
    setting.terse = draft.no.startswith("首段") or any(
        re.search(EXHORT_SECTIONS, heading) for heading in draft.headings()
    )
    if stretch and not (draft.row and draft.row.times):  # a time of its own in a table beats that of the stage
        day = stretch.when.first or stretch.when.last
        if day:  # the stage says the year
            context.year, setting.year_doubt = day.year, None
        if stretch.when.last or stretch.when.event:
            setting.inherited, setting.inherited_passage = stretch.when, stretch.passage
    return setting


def _read_clause(draft: Draft, setting: Setting) -> Clause:
    clause = _empty_clause(draft)
    if draft.heading and not draft.bodies and not setting.inherited and _bears_fields(draft.heading):
        _read_body(clause, draft, draft.heading, setting)
    for index, body in enumerate(draft.bodies):
        _read_body(clause, draft, body, setting, first=index == 0)
    if draft.row is not None:
        _read_row(clause, draft.row, setting)
    clause.text = _text(draft)
    return clause


def _read_body(clause: Clause, draft: Draft, body: Passage, setting: Setting, *, first: bool = False) -> None:
    markers = find_markers(body)
    clause.actors += markers.actors
    rest = _without(body, markers)
    if not rest.norm.strip("—-·●■▪。；，"):
        rest = Passage("", "", ())
    if not rest and draft.heading and not clause.asks:  # nothing but those responsible: the heading is the task
        rest = draft.heading
    if rest and first and setting.inherited_passage is not None:
        rest = _past_stretch(rest, setting)
    asks = read_asks(rest, setting) if rest else []
    _apply_marked_times(clause, asks, body, rest, markers, setting)
    _apply_heading(asks, draft.heading)
    clause.asks += asks


def _apply_heading(asks: list[Ask], heading: Passage | None) -> None:
    """主要负责人：每季度…: a heading that is nothing but a name is the subject of what stands under it."""
    if heading and subjects.is_name(heading.norm):
        for ask in (ask for ask in asks if not ask.who):
            ask.who = names_in(heading, 0, len(heading))
            ask.spans["who"] = heading.spans()


def _bears_fields(passage: Passage) -> bool:
    return bool(re.search(r"[\d每]|年底|月底", passage.norm))


def _past_stretch(body: Passage, setting: Setting) -> Passage:
    """The words after the stage's own dates, so that they are not read as a deadline of the first sentence."""
    if setting.inherited is None or setting.inherited_passage is None:
        return body
    places = setting.inherited_passage.places[setting.inherited.start : setting.inherited.end]
    inside = [index for index, place in enumerate(body.places) if place in set(places)]
    return body.cut(inside[-1] + 1) if inside else body


def _without(body: Passage, markers: Markers) -> Passage:
    """The paragraph without its markers."""
    parts, position = [], 0
    for low, high in sorted(markers.cuts):
        parts.append(body.cut(position, max(position, low)))
        position = max(position, high)
    return Passage.join([*parts, body.cut(position)]) if parts else body


def _apply_marked_times(
    clause: Clause, asks: list[Ask], body: Passage, rest: Passage, markers: Markers, setting: Setting
) -> None:
    """完成时限：6月底前 holds for every ask before it that has no time of its own."""
    for low, high in markers.times:
        _apply_time(clause, asks, body.cut(low, high), rest, setting)


def _apply_time(clause: Clause, asks: list[Ask], part: Passage, rest: Passage, setting: Setting) -> None:
    """Give a marked time to the asks; a second one (先…前，后…前) makes the last ask once more."""
    masked = part.masked
    cadences = find_cadences(masked)
    whens = [when for when in find_whens(masked, replace(setting.context)) if when.last or when.event]
    if (whens or cadences) and rest and not asks and not clause.asks:
        asks.append(
            Ask(kind_of(rest.masked) or "other", rest.raw.strip("。；，"), rest.lines(), spans={"text": rest.spans()})
        )
    open_asks = [ask for ask in [*clause.asks, *asks] if not (ask.due or ask.due_event)]
    unmet = whens and not any((ask.due, ask.due_event) == (whens[-1].last, whens[-1].event) for ask in asks)
    if unmet and not open_asks and asks:
        asks.append(replace(asks[-1], spans=dict(asks[-1].spans), doubts=[]))
        open_asks = asks[-1:]
    for ask in open_asks:
        if whens:
            _give(ask, whens[-1], part, setting)
        if cadences and (not ask.every or (ask.every == cadences[0].every and not ask.by)):
            if not ask.every:
                ask.times = cadences[0].times
            ask.every, ask.by = cadences[0].every, cadences[0].by
            ask.spans["every"] = part.spans(cadences[0].start, cadences[0].end)


def _give(ask: Ask, when: When, part: Passage, setting: Setting) -> None:
    ask.due, ask.due_event = when.last, when.event
    ask.spans["due"] = part.spans(when.start, when.end)
    ask.doubts += year_doubts(when, setting)


def _read_row(clause: Clause, row: Row, setting: Setting) -> None:
    for role, cell in row.actors:
        clause.actors += actors_in(cell, 0, len(cell), role)
    for cell in row.times:
        _apply_time(clause, clause.asks, cell, row.task, setting)
    clause.receiver = row.receiver
    for ask in clause.asks if row.reports else ():
        ask.kind = "report"


def _text(draft: Draft) -> str:
    parts = []
    for body in draft.bodies:
        parts.append(_without(body, find_markers(body)).raw)
    return "\n".join(part for part in parts if part) or (draft.heading.raw if draft.heading else "")


def _header_warnings(reading: Reading, head: Head) -> list[str]:
    sentences = []
    if not reading.title:
        sentences.append("没有找到标题")
    if not head.issued_on:
        found = "按网页发布日期取" + str(head.published_on) if head.published_on else "没有年份的日期无法据此推算"
        sentences.append(f"没有找到成文日期，{found}")
    if not reading.clauses:
        sentences.append("没有找到条款，请确认是否为通知正文")
    return sentences


def _paragraph(block: Block) -> Paragraph:
    return Paragraph([block.first, block.last], block.passage.raw, block.kind, block.clause_no)
