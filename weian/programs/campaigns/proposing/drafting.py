"""One draft per thing asked, in the order of the notice."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from weian.foundation.documents.reading import Reading
from weian.foundation.documents.reading.model import Ask, Clause
from weian.ground.duties import api as duties
from weian.programs.campaigns.pack_schema import OTHER_KIND, OWN, PLAN_KIND, AskKind
from weian.programs.campaigns.proposing import audience, composites
from weian.programs.campaigns.proposing.domains import domain_of
from weian.programs.campaigns.proposing.pieces import core_of, title_of
from weian.programs.campaigns.proposing.tables import Tables

_OWN_WORK = "这一条说的是本级自己要做的，采纳后是本级自己的任务，不派给下级。"
_STRANGE = "原文写的是“{who}”，不是收文单位，先派给{sent}，请核对。"
_VAGUE = "没有读出要交什么、什么时候办完，请核对要不要单独下发。"
_FRAGMENT = "只读出半句，请对照原文补全，或者与相邻的条目并作一条。"
# 12月31日前完成 without its object: fewer characters than this are left once the term is taken off.
_SHORTEST = 4


@dataclass
class Draft:
    """A proposal before it has a row. `clause` is the number of its clause in the reading, from 0."""

    clause: int
    kind: str
    title: str
    text: str
    due: date | None = None
    due_event: str = ""
    every: str = ""
    by_day: str = ""
    times: int | None = None
    who: list[str] = field(default_factory=list)
    target: dict[str, Any] | None = None
    actors: list[dict[str, str]] = field(default_factory=list)
    composite: str = ""
    composite_part: int | None = None
    evidence: list[str] = field(default_factory=list)
    acceptor: str = "own_desk"
    domain: str = ""
    to_kinds: list[str] = field(default_factory=list)
    to_types: list[str] = field(default_factory=list)
    to_grades: list[str] = field(default_factory=list)
    size: str = ""
    minutes: int = 0
    spans: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def sure(self) -> bool:
        return not self.doubts

    def copy(self, **changes: Any) -> Draft:
        return replace(deepcopy(self), **changes)

    def values(self) -> dict[str, Any]:
        """Fields of the model, without the clause."""
        found = {name: value for name, value in vars(self).items() if name != "clause"}
        return found | {"sure": self.sure}


def draft_all(reading: Reading, tables: Tables) -> list[Draft]:
    """All drafts of a notice, numbered by their order in the list."""
    found: list[Draft] = []
    for number, clause in enumerate(reading.clauses):
        headings = _headings(clause, reading)
        drafts = [_of_ask(number, clause, ask, headings, tables) for ask in clause.asks]
        named = composites.named_in(f"{clause.heading or ''} {clause.text}", tables.composites.values())
        # The first clause that names a composite sets it; later ones only refer to it.
        if named and named.over == "asks" and not any(draft.composite == named.code for draft in found):
            drafts = composites.assign(named, drafts, _blank(number, clause, tables))
        found += drafts
    found += _spread(found, reading, tables)
    days = [report.due for report in reading.reports if report.due]
    composites.fill_due(found, max(days, default=None))
    _map_plans(found, reading)
    for draft in found:  # last, as a composite decides what its parts are
        draft.minutes = _known(draft.kind, tables).minutes
    return found


def _spread(drafts: list[Draft], reading: Reading, tables: Tables) -> list[Draft]:
    """Composites whose parts have clauses of their own (七道防线); returns lines for parts that no clause speaks of."""
    headings = [clause.heading or "" for clause in reading.clauses]
    added: list[Draft] = []
    for composite in tables.composites.values():
        places = (
            n for n, one in enumerate(reading.clauses) if composites.named_in(f"{headings[n]} {one.text}", [composite])
        )
        where = next(places, None) if composite.over == "clauses" else None
        if where is not None:
            added += composites.spread(composite, drafts, headings, _blank(where, reading.clauses[where], tables))
    return added


def _map_plans(drafts: list[Draft], reading: Reading) -> None:
    """The plan that closes the first stage answers the notice clause by clause (S2-0.2, S2-3.1)."""
    first = reading.stages[0].name if reading.stages else None
    for draft in drafts:
        heading = reading.clauses[draft.clause].heading or ""
        if first and draft.kind == PLAN_KIND and heading.startswith(first):
            draft.evidence += [code for code in ("plan_file", duties.CLAUSE_MAP) if code not in draft.evidence]


def _headings(clause: Clause, reading: Reading) -> list[str]:
    """What the clause stands under, nearest first: 三（一） has the heading of 三."""
    above = [one for one in reading.clauses if one.heading and clause.no.startswith(one.no)]
    return [one.heading or "" for one in sorted(above, key=lambda one: -len(one.no))]


def _of_ask(number: int, clause: Clause, ask: Ask, headings: list[str], tables: Tables) -> Draft:
    known = _known(ask.kind, tables)
    answerable = [actor.name for actor in clause.actors if actor.role != "support"]
    meant = audience.receivers_for(ask.who, answerable, tables, text=ask.text, headings=headings)
    draft = Draft(
        clause=number, kind=known.code, title=title_of(ask.text), text=ask.text.strip(), due=ask.due,
        due_event=ask.due_event or "", every=ask.every or "", by_day=ask.by or "", times=ask.times, who=list(ask.who),
        target=vars(ask.target).copy() if ask.target else None, actors=_actors(clause), evidence=list(known.evidence),
        acceptor=known.acceptor, domain=domain_of(ask.text, clause.heading or "", tables.domains),
        to_kinds=meant.to_kinds, to_types=meant.to_types, to_grades=meant.to_grades, size=meant.size,
        spans=_spans(clause, ask), doubts=[*ask.doubts, *meant.doubts],
    )  # fmt: skip
    draft.doubts += _doubts(draft, meant.strange)
    return draft


def _known(kind: str, tables: Tables) -> AskKind:
    return tables.ask_kinds.get(kind) or tables.ask_kinds[OTHER_KIND]


def _doubts(draft: Draft, strange: list[str]) -> Iterator[str]:
    """What a person should look at, beyond what the reader doubted itself."""
    if draft.to_kinds == [OWN]:
        yield _OWN_WORK
    elif strange:
        sent = (
            "全部发送对象"
            if len(draft.to_kinds) > 1
            else "医疗卫生机构"
            if draft.to_kinds == ["institution"]
            else "下级"
        )
        yield _STRANGE.format(who="、".join(strange), sent=sent)
    if len(core_of(draft.text)) < _SHORTEST:
        yield _FRAGMENT
    elif draft.kind == OTHER_KIND and not (draft.due or draft.due_event or draft.every or draft.target):
        yield _VAGUE


def _blank(number: int, clause: Clause, tables: Tables) -> Draft:
    return Draft(
        clause=number, kind=OTHER_KIND, title="", text="", actors=_actors(clause),
        domain=domain_of(clause.text, clause.heading or "", tables.domains), to_kinds=list(audience.EVERYBODY),
    )  # fmt: skip


def _actors(clause: Clause) -> list[dict[str, str]]:
    return [{"name": actor.name, "role": actor.role} for actor in clause.actors]


def _spans(clause: Clause, ask: Ask) -> list[dict[str, Any]]:
    found = [
        {"role": role, "line": span.line, "start": span.start, "end": span.end}
        for role, spans in ask.spans.items()
        for span in spans
    ]
    return found + [
        {"role": "actor", "line": span.line, "start": span.start, "end": span.end}
        for actor in clause.actors
        for span in actor.spans
    ]
