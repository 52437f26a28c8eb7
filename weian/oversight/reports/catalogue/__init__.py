"""The one catalogue of measures. Boards, summaries, pages and exports take figures from here and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ground.duties.models import Obligation
from weian.kernel import clock, memo
from weian.oversight.reports.catalogue import duties, hazards, receipts, tasks
from weian.oversight.reports.catalogue.asking import Asked, Conditions, Entry
from weian.oversight.reports.catalogue.duties import OwedEntry
from weian.oversight.reports.catalogue.hazards import AGES
from weian.oversight.reports.measured import (
    DENOMINATOR,
    NUMERATOR,
    Measure,
    Measured,
    Part,
    Row,
    Unmeasurable,
)

__all__ = ["AGES", "KEPT", "MEASURES", "Measure", "Measured", "Row", "Unmeasurable", "measure", "measures", "rows"]

MEASURES: dict[str, Entry | OwedEntry] = {
    one.measure.code: one for one in (*receipts.ENTRIES, *duties.ENTRIES, *tasks.ENTRIES, *hazards.ENTRIES)
}
# A parameter that a measure does not have says nothing to it: `since` can be asked of a whole report at once.
PARAMETERS = {name for one in MEASURES.values() for name in one.measure.parameters}
# What is summed anew from time to time.
KEPT = (hazards.KEPT, receipts.KEPT)
NO_BASE = "分母是 0，没有比率可算。"
# (code, parameters)
Wanted = tuple[str, dict[str, str]]


def measure(
    code: str, node: Unit, *, on: date | None = None, document: Document | None = None, **parameters: str
) -> Measured:
    """Take one measure. Raises KeyError and TypeError for unknown names, Unmeasurable for values that mean nothing.

    Whoever calls has asked whether the viewer may look at `node`; row security keeps other places out anyway.
    """
    return measures([(code, parameters)], node, on=on, document=document)[0]


def measures(
    wanted: Iterable[Wanted], node: Unit, *, on: date | None = None, document: Document | None = None
) -> list[Measured]:
    """Take several at one node: one query for each table, one loading of what is owed.

    A request that only reads takes each figure once, whichever parts of a page ask for it.
    """
    day, shelf = on or clock.today(), memo.shelf("measures")
    named = [(code, parameters, _key(code, parameters, node, day, document)) for code, parameters in wanted]
    lacking = {key: (code, parameters) for code, parameters, key in named if key not in shelf}
    shelf |= zip(lacking, _taken_now(list(lacking.values()), node, day, document), strict=True)
    return [shelf[key] for _, _, key in named]


def _key(code: str, parameters: dict[str, str], node: Unit, day: date, document: Document | None) -> Hashable:
    return code, tuple(sorted(parameters.items())), node.pk, day, document.pk if document else None


def _taken_now(wanted: list[Wanted], node: Unit, on: date, document: Document | None) -> list[Measured]:
    asked = [(MEASURES[code], _asked(MEASURES[code], node, on, document, parameters)) for code, parameters in wanted]
    taken: dict[int, Measured] = {}
    by_source: dict[tuple[str, date | None], list[int]] = defaultdict(list)
    for number, (entry, one) in enumerate(asked):
        by_source[(entry.source.code, one.since) if isinstance(entry, Entry) else ("", None)].append(number)
    for numbers in by_source.values():
        group = [asked[number] for number in numbers]
        figures = _from_owed(group) if isinstance(group[0][0], OwedEntry) else _from_rows(group)  # type: ignore[arg-type]
        taken |= zip(numbers, figures, strict=True)
    return [taken[number] for number in range(len(asked))]


def rows(
    code: str, node: Unit, part: str = NUMERATOR, *, on: date | None = None, document: Document | None = None,
    after: str = "", limit: int | None = None, **parameters: str,
) -> list[Row]:  # fmt: skip
    """The records behind a part of a figure; as many as the figure says. `after` is the key of the last row seen.

    Raises KeyError for an unknown code, Unmeasurable for a part or parameters that mean nothing.
    """
    entry = MEASURES[code]
    return entry.rows(_asked(entry, node, on, document, parameters), part, after, limit)


def _asked(
    entry: Entry | OwedEntry, node: Unit, on: date | None, document: Document | None, parameters: dict[str, str]
) -> Asked:
    unknown = set(parameters) - PARAMETERS
    if unknown:
        raise TypeError(f"no measure has a parameter {sorted(unknown)}")
    known = {name: value for name, value in parameters.items() if name in entry.measure.parameters and value}
    about_documents = isinstance(entry, OwedEntry) or entry.source.about_documents
    return Asked(node, on or clock.today(), document if about_documents else None, known)


def _from_rows(group: list[tuple[Entry | OwedEntry, Asked]]) -> list[Measured]:
    conditions: list[Conditions] = [entry.conditions(asked) for entry, asked in group]  # type: ignore[union-attr]
    wanted = {f"m{number}_{code}": one for number, each in enumerate(conditions) for code, one in each.named().items()}
    source = group[0][0].source  # type: ignore[union-attr]
    shape = tuple((entry.measure.code, tuple(sorted(asked.parameters.items()))) for entry, asked in group)
    counts = source.counts(group[0][1], wanted, shape)
    return [
        _taken(
            entry, asked, counts[f"m{number}_{NUMERATOR}"], counts.get(f"m{number}_{DENOMINATOR}"),
            tuple((code, title, counts[f"m{number}_{code}"]) for code, title, _ in each.exclusions),
            tuple((code, title, counts[f"m{number}_{code}"]) for code, title, _ in each.details),
            entry.title(asked) if entry.title else entry.measure.title,  # type: ignore[call-arg, misc]
        )
        for number, ((entry, asked), each) in enumerate(zip(group, conditions, strict=True))
    ]  # fmt: skip


def _from_owed(group: list[tuple[OwedEntry, Asked]]) -> list[Measured]:
    try:
        reading = duties.Reading(group[0][1])
    except Unmeasurable as why:
        return [_unknown(entry, asked, str(why)) for entry, asked in group]
    chosen = [entry.chosen(asked, reading.obligations) for entry, asked in group]
    counts = reading.counts([(entry, some) for (entry, _), some in zip(group, chosen, strict=True)])
    return [
        _one_owed(entry, asked, some, count) if count is not None else _unknown(entry, asked, duties.TOO_MANY)
        for (entry, asked), some, count in zip(group, chosen, counts, strict=True)
    ]


def _one_owed(entry: OwedEntry, asked: Asked, chosen: list[Obligation], count: Mapping[str, int]) -> Measured:
    exclusions, details = (
        tuple((code, title, count.get(code, 0)) for code, title in named) for named in (entry.exclusions, entry.details)
    )
    title = entry.title(asked, chosen) if entry.title else entry.measure.title
    return _taken(entry, asked, count.get(NUMERATOR, 0), count.get(DENOMINATOR, 0), exclusions, details, title)


def _unknown(entry: OwedEntry, asked: Asked, why: str) -> Measured:
    return replace(_taken(entry, asked, 0, 0, (), (), entry.measure.title), note=why)


def _taken(
    entry: Entry | OwedEntry, asked: Asked, numerator: int, denominator: int | None, exclusions: tuple[Part, ...],
    details: tuple[Part, ...], title: str,
) -> Measured:  # fmt: skip
    value: int | float | None = numerator
    if entry.measure.is_rate:
        value = numerator * 100 / denominator if denominator else None
    return Measured(
        entry.measure, asked.node, asked.on, asked.document, value, numerator, denominator,
        None if denominator is None else denominator - numerator, exclusions, details,
        NO_BASE if value is None else "", tuple(sorted(asked.parameters.items())),
        title,
    )  # fmt: skip
