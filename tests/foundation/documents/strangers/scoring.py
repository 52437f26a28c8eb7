"""Scores a reading of a stranger against its gold, as README.md says the gold is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.foundation.documents.strangers.papers import Stranger
from tests.seeds.compare import FIELDS, Score
from weian.foundation.documents.reading import Ask, Reading, Span
from weian.foundation.documents.reading.blocks import split_lines

SHARES = ("kind", "who")  # the gold is not complete in these: only what it names is looked for
ALL_FIELDS = (*FIELDS, "times", *SHARES)
_DROPPED_RE = re.compile(r"— ?\d+ ?—|[\s|]")
_COUNTED = re.compile(r"[次轮场]")


@dataclass(frozen=True)
class Found:
    """A value of the reading and the lines of the stranger's text that it may be counted on."""

    lines: frozenset[int]
    value: tuple


class Sheet:
    """One stranger, its reading, and what stands on which line."""

    def __init__(self, stranger: Stranger, reading: Reading, text: str) -> None:
        self.gold, self.reading = stranger.gold, reading
        self.lines = stranger.lines
        self.source = split_lines(text)
        self.renumbered = {} if stranger.file_name.endswith(".txt") else _by_words(self.source, stranger.lines)

    def line(self, span: Span) -> int:
        """Line of the stranger's text on which a span begins."""
        return self.renumbered.get((span.line, span.start), span.line) if self.renumbered else span.line

    def words(self, spans: list[Span]) -> str:
        return "".join(self.source[span.line - 1][span.start : span.end] for span in spans)

    def unjudged(self, lines: frozenset[int], *fields: str) -> bool:
        return any(item["line"] in lines and item["field"] in fields for item in self.gold["unjudged"])

    def of(self, ask: Ask, key: str) -> frozenset[int]:
        """The line of the value's own words and that of the ask's."""
        return frozenset(self.line(spans[0]) for spans in (ask.spans.get(key), ask.spans["text"]) if spans)

    @cached_property
    def asks(self) -> list[dict[str, Any]]:
        return [ask for clause in self.gold["clauses"] for ask in clause["asks"]]

    def clause_at(self, line: int) -> int:
        """First line of the gold's clause that holds a line; the line itself outside them."""
        return next((low for low, high in (c["line"] for c in self.gold["clauses"]) if low <= line <= high), line)

    @cached_property
    def stage_ends(self) -> set[tuple[int, str]]:
        """(line, end) for every line that stands in a stage: a due of that value is never wrong there."""
        ends = set()
        for stage in self.gold["stages"]:
            holder = next((c for c in self.gold["clauses"] if c["line"][0] <= stage["line"] <= c["line"][1]), None)
            under = [c for c in self.gold["clauses"] if holder and c.get("no", "").startswith(holder.get("no", "?"))]
            end = stage["to"] or stage["to_event"]
            ends.add((stage["line"], end))
            for clause in [*under, holder] if holder else []:
                ends |= {(line, end) for line in range(clause["line"][0], clause["line"][1] + 1)}
        return ends


def score(sheet: Sheet) -> dict[str, Score]:
    """Score of every field of ``ALL_FIELDS``."""
    return {
        "due": _dues(sheet),
        "every": _everies(sheet),
        "target": _targets(sheet),
        "actors": _actors(sheet),
        "stages": _stages(sheet),
        "reports": _reports(sheet),
        "times": _times(sheet),
        "kind": _share(sheet, "kind", lambda ask, kind: ask.kind == kind),
        "who": _share(sheet, "who", lambda ask, who: all(any(_alike(one, name) for one in ask.who) for name in who)),
    }


def _by_words(source: list[str], lines: tuple[str, ...]) -> dict[tuple[int, int], int]:
    """Place in the source → line of the stranger's text, where a page breaks lines anew."""
    whole = "".join(_bare(line) for line in lines)
    owner = [number for number, line in enumerate(lines, 1) for _ in _bare(line)]
    places: dict[tuple[int, int], int] = {}
    position = 0
    for number, line in enumerate(source, 1):
        words = _bare(line)
        at = whole.find(words, position)
        at = at if at >= 0 else whole.find(words)
        if not words or at < 0:
            continue
        position = at + len(words)
        step = iter(range(at, position))
        for column, char in enumerate(line):
            if not _DROPPED_RE.match(char):
                places[(number, column)] = owner[next(step, position - 1)]
    return places


def _bare(words: str) -> str:
    return _DROPPED_RE.sub("", words)


def _alike(one: str, other: str) -> bool:
    """Two cuts of the same words."""
    one, other = _bare(one), _bare(other)
    return bool(one and other) and (one in other or other in one)


def _match(gold: set[tuple[int, tuple]], found: list[Found], excused: Any, same: Any = None) -> Score:
    same = same or (lambda wanted, value: wanted == value)
    result = Score()
    claimed: set[Found] = set()
    for line, wanted in sorted(gold, key=str):
        hits = [item for item in found if line in item.lines and same(wanted, item.value)]
        claimed.update(hits)
        if hits:
            result.hit += 1
        else:
            result.missed.append(f"{line} {wanted}")
    false = {(min(item.lines), item.value) for item in found if item not in claimed and not excused(item)}
    result.invented = [f"{line} {value}" for line, value in sorted(false, key=str)]
    return result


def _dues(sheet: Sheet) -> Score:
    gold = {
        (ask["line"], (ask.get("due") or ask["due_event"],))
        for ask in sheet.asks
        if ask.get("due") or ask.get("due_event")
    }
    found = [
        Found(sheet.of(ask, "due"), (str(ask.due or ask.due_event),))
        for ask in sheet.reading.asks
        if ask.due or ask.due_event
    ]

    def excused(item: Found) -> bool:
        ended = any(line in item.lines and _alike(str(end), item.value[0]) for line, end in sheet.stage_ends)
        return ended or sheet.unjudged(item.lines, "due", "due_event")

    return _match(gold, found, excused, _same_end)


def _same_end(wanted: tuple, value: tuple) -> bool:
    return bool(wanted == value or (not re.match(r"\d{4}-", wanted[0]) and _alike(wanted[0], value[0])))


def _everies(sheet: Sheet) -> Score:
    gold = {(ask["line"], (ask["every"], ask.get("by"))) for ask in sheet.asks if ask.get("every")}
    found = [Found(sheet.of(ask, "every"), (ask.every, ask.by)) for ask in sheet.reading.asks if ask.every]

    def same(wanted: tuple, value: tuple) -> bool:
        return wanted[0] == value[0] and wanted[1] in (None, value[1])

    return _match(gold, found, lambda item: sheet.unjudged(item.lines, "every"), same)


def _times(sheet: Sheet) -> Score:
    gold = {(ask["line"], (ask["times"],)) for ask in sheet.asks if ask.get("times")}
    found = [Found(sheet.of(ask, "every"), (ask.times,)) for ask in sheet.reading.asks if ask.times]
    silent = [item for item in found if item.value != (1,)]  # 每月检查一次: the gold may leave the once unsaid
    result = _match(gold, silent, lambda item: sheet.unjudged(item.lines, "times"))
    once = {
        (line, value)
        for line, value in gold
        if value == (1,) and any(line in item.lines and item.value == value for item in found)
    }
    result.hit += len(once)
    result.missed = [words for words in result.missed if words not in {f"{line} {value}" for line, value in once}]
    return result


def _targets(sheet: Sheet) -> Score:
    wanted = [(ask["line"], ask["target"]) for ask in sheet.asks if ask.get("target")]
    gold = {(line, (target.get("op"), float(target["value"]), target["unit"])) for line, target in wanted}
    asks = [ask for ask in sheet.reading.asks if ask.target]
    found, harmless = [], set()
    for ask in asks:
        assert ask.target is not None
        item = Found(sheet.of(ask, "target"), (ask.target.op, ask.target.value, ask.target.unit))
        found.append(item)
        if ask.target.unit == "count" and (ask.target.value == 1 or _COUNTED.search(sheet.words(ask.spans["target"]))):
            harmless.add(item)

    def same(wanted: tuple, value: tuple) -> bool:
        return wanted[1:] == value[1:] and wanted[0] in (None, value[0])

    return _match(gold, found, lambda item: item in harmless or sheet.unjudged(item.lines, "target"), same)


def _actors(sheet: Sheet) -> Score:
    gold = {
        (clause["line"][0], (actor["name"], actor["role"]))
        for clause in sheet.gold["clauses"]
        for actor in clause["actors"]
    }
    found = [
        Found(frozenset([sheet.clause_at(sheet.line(actor.spans[0]))]), (actor.name, actor.role))
        for clause in sheet.reading.clauses
        for actor in clause.actors
    ]
    return _match(gold, found, lambda item: sheet.unjudged(item.lines, "actors"))


def _stages(sheet: Sheet) -> Score:
    keys = ("from", "to", "from_event", "to_event")
    gold = {(stage["line"], (stage["name"], *(stage.get(key) for key in keys))) for stage in sheet.gold["stages"]}
    found = []
    for stage in sheet.reading.stages:
        first, last = (str(day) if day else None for day in (stage.first, stage.last))
        lines = frozenset(range(_line_of(sheet, stage.line[0]), _line_of(sheet, stage.line[1]) + 1))
        found.append(Found(lines, (stage.name, first, last, stage.from_event, stage.to_event)))

    def same(wanted: tuple, value: tuple) -> bool:
        ends = all(
            (one is None) == (two is None) and (one is None or _alike(one, two))
            for one, two in zip(wanted[3:], value[3:], strict=True)
        )
        begun = wanted[1:3] == value[1:3]
        return begun and ends and _alike(wanted[0].removesuffix("阶段"), value[0])

    gold = {item for item in gold if not sheet.unjudged(frozenset([item[0]]), "stages")}
    return _match(gold, found, lambda item: sheet.unjudged(item.lines, "stages"), same)


def _line_of(sheet: Sheet, line: int) -> int:
    """Line of the stranger's text for a whole line of the source."""
    return next((sheet.renumbered[key] for key in _columns(sheet, line)), line) if sheet.renumbered else line


def _columns(sheet: Sheet, line: int) -> Iterator[tuple[int, int]]:
    return (key for key in ((line, column) for column in range(len(sheet.source[line - 1]))) if key in sheet.renumbered)


def _reports(sheet: Sheet) -> Score:
    left = list(sheet.reading.reports)
    result = Score()
    for item in sorted(sheet.gold["reports"], key=lambda item: -len(item)):
        match = next((report for report in left if _same_report(sheet, item, report)), None)
        if match is None:
            result.missed.append(str(item))
        else:
            left.remove(match)
            result.hit += 1
    for report in left:
        lines = frozenset(_line_of(sheet, line) for line in report.line)
        if not sheet.unjudged(lines, "reports"):
            result.invented.append(f"{min(lines)} {report.what}→{report.to} {report.due} {report.every}")
    return result


def _same_report(sheet: Sheet, item: dict[str, Any], report: Any) -> bool:
    lines = range(_line_of(sheet, report.line[0]), _line_of(sheet, report.line[1]) + 1)
    due = str(report.due) if report.due else None
    return (
        item["line"] in lines
        and ("due" not in item or item["due"] == due)
        and ("every" not in item or item["every"] == report.every)
        and _alike(item["what"], report.what)
        and (not item.get("to") or _alike(item["to"], report.to or ""))
    )


def _share(sheet: Sheet, key: str, holds: Any) -> Score:
    """How many of the values that the gold names stand on their line; nothing can be a false find."""
    result = Score()
    for ask in sheet.asks:
        if not ask.get(key):
            continue
        here = [one for one in sheet.reading.asks if ask["line"] in sheet.of(one, "text")]
        if any(holds(one, ask[key]) for one in here):
            result.hit += 1
        else:
            result.missed.append(f"{ask['line']} {ask[key]} «{ask['text']}» {[(one.kind, one.who) for one in here]}")
    return result
