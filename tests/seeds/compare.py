"""Compares a reading with gold annotations: what was found, missed and invented, field by field.

The rules of matching are written down in docs/reading.md.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from weian.foundation.documents.reading import Ask, Reading

FIELDS = ("due", "every", "target", "actors", "stages", "reports")


@dataclass
class Score:
    """Counts of one field; recall, precision and F1 are 1.0 where nothing was to be found and nothing was."""

    hit: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + len(self.missed)) if self.hit or self.missed else 1.0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + len(self.invented)) if self.hit or self.invented else 1.0

    @property
    def f1(self) -> float:
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0

    def add(self, other: "Score") -> None:
        self.hit += other.hit
        self.missed += other.missed
        self.invented += other.invented


def compare(gold: dict, reading: Reading) -> dict[str, Score]:
    """Score of every field of ``FIELDS``."""
    return {
        "due": _sets(_gold_dues(gold), _dues(reading)),
        "every": _every(gold, reading),
        "target": _bags(_gold_targets(gold), _targets(reading)),
        "actors": _bags(_gold_actors(gold), _actors(reading)),
        "stages": _stages(gold, reading),
        "reports": _reports(gold, reading),
    }


def _line(ask: Ask, name: str) -> int:
    spans = ask.spans.get(name) or ask.spans["text"]
    return spans[0].line


def _event(words: str | None) -> str | None:
    if words is None:
        return None
    kept = words.translate({ord(char): None for char in '“”"《》'})
    return kept[5:] if kept[:4].isdigit() and kept[4:5] == "年" else kept


def _gold_dues(gold: dict) -> set:
    return {(item["line"], item.get("value") or _event(item["event"])) for item in gold["due"]}


def _dues(reading: Reading) -> set:
    return {(_line(ask, "due"), ask.due or _event(ask.due_event)) for ask in reading.asks if ask.due or ask.due_event}


def _sets(gold: set, found: set) -> Score:
    return Score(len(gold & found), _words(gold - found), _words(found - gold))


def _bags(gold: Counter, found: Counter) -> Score:
    hit = sum((gold & found).values())
    return Score(hit, _words((gold - found).elements()), _words((found - gold).elements()))


def _words(items) -> list[str]:
    return sorted(" ".join(str(part) for part in item) for item in items)


def _every(gold: dict, reading: Reading) -> Score:
    found: dict[tuple, set] = {}
    for ask in reading.asks:
        if ask.every:
            found.setdefault((_line(ask, "every"), ask.every), set()).add(ask.by)
    wanted: dict[tuple, set] = {}
    for item in gold["every"]:
        wanted.setdefault((item["line"], item["value"]), set()).update({item["by"]} if "by" in item else set())
    score = Score()
    for key, days in wanted.items():
        if key in found and days <= found[key]:
            score.hit += 1
        else:
            score.missed.append(f"{key} {sorted(days)}")
    score.invented = [f"{key} {days}" for key, days in found.items() if key not in wanted or not wanted[key] <= days]
    return score


def _target(line: int, op: str, value: float, unit: str) -> tuple:
    return (line, ">=" if unit == "ratio" and value == 1 and op == "=" else op, float(value), unit)


def _gold_targets(gold: dict) -> Counter:
    return Counter(_target(item["line"], item["op"], item["value"], item["unit"]) for item in gold["target"])


def _targets(reading: Reading) -> Counter:
    return Counter(
        _target(_line(ask, "target"), ask.target.op, ask.target.value, ask.target.unit)
        for ask in reading.asks
        if ask.target
    )


def _gold_actors(gold: dict) -> Counter:
    return Counter((item["line"], item["name"], item["role"]) for item in gold["actors"])


def _actors(reading: Reading) -> Counter:
    return Counter(
        (actor.spans[0].line, actor.name, actor.role) for clause in reading.clauses for actor in clause.actors
    )


def _stages(gold: dict, reading: Reading) -> Score:
    wanted = {
        (item["line"], item["name"], item.get("from"), item.get("to"), _event(item.get("to_event")))
        for item in gold["stages"]
    }
    found = {(stage.line[0], stage.name, stage.first, stage.last, _event(stage.to_event)) for stage in reading.stages}
    return _sets(wanted, found)


def _reports(gold: dict, reading: Reading) -> Score:
    score = Score()
    left = list(reading.reports)
    for item in sorted(gold["reports"], key=lambda item: -len(item)):
        match = next((report for report in left if _same_report(item, report)), None)
        if match is None:
            score.missed.append(str(item))
        else:
            left.remove(match)
            score.hit += 1
    score.invented = [f"{report.line[0]} {report.what}→{report.to} {report.due} {report.every}" for report in left]
    return score


def _same_report(item: dict, report) -> bool:
    due: date | None = item.get("due")
    return (
        report.line[0] <= item["line"] <= report.line[1]
        and report.due == due
        and report.every == item.get("every")
        and ("event" not in item or _event(report.due_event) == _event(item["event"]))
        and ("what" not in item or item["what"] in report.what)
        and ("to" not in item or item["to"] in (report.to or ""))
    )
