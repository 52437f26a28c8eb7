"""The parts of a composite (五个一 …) at one unit as small cells: a word, a sign for the state, the task behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weian.ground.duties.addresses import url_of
from weian.ground.duties.owed import Owed
from weian.ground.duties.pack_schema import composites
from weian.ground.duties.states import FINISHED, UNBEGUN, TaskState

# A sign for each state, so that colour never tells it alone; of a part with several lines the first of these counts.
SIGNS = {
    "late": ("逾", "逾期"), "returned": ("退", "退回"), "unbegun": ("未", UNBEGUN), "started": ("办", "进行中"),
    "submitted": ("审", "待审核"), "done": ("完", "完成"), "exempted": ("免", "豁免"),
}  # fmt: skip
_RANK = list(SIGNS)


@dataclass(frozen=True)
class Cell:
    """One part of a composite at one unit. `word` is two characters of its title, `kind` a key of SIGNS."""

    number: int
    title: str
    word: str
    kind: str
    url: str

    @property
    def sign(self) -> str:
        return SIGNS[self.kind][0]

    @property
    def state(self) -> str:
        return SIGNS[self.kind][1]

    @property
    def is_missing(self) -> bool:
        return self.kind not in ("done", "exempted")


def cells(lines: Sequence[Owed], code: str) -> list[Cell]:
    """What one unit owes of a composite, a cell for each of its parts in their order; the others are not its own."""
    by_part: dict[int, list[Owed]] = defaultdict(list)
    for one in lines:
        if one.obligation.composite == code:
            by_part[one.obligation.part].append(one)
    known = composites().get(code)
    # Parts in clauses of their own have many lines each, and the name of the part; others say themselves what they are.
    named = known is not None and known.over == "clauses"
    titles = {one.order: one.title for one in known.parts} if known else {}
    own = {number: here[0].obligation.title for number, here in by_part.items()}
    titles = own | titles if named else titles | own
    words = _words(titles)
    return [_cell(number, titles[number], words[number], here) for number, here in sorted(by_part.items())]


def missing(shown: Sequence[Cell]) -> str:
    return "、".join(one.title for one in shown if one.is_missing)


def _cell(number: int, title: str, word: str, lines: Sequence[Owed]) -> Cell:
    kind, first = min(((_kind(one), one) for one in lines), key=lambda each: _RANK.index(each[0]))
    return Cell(number, title, word, kind, url_of(first))


def _kind(one: Owed) -> str:
    if one.state == TaskState.EXEMPTED:
        return "exempted"
    if one.state in FINISHED:
        return "done"
    if one.overdue:
        return "late"
    if one.task is None or one.state == TaskState.UNSIGNED:
        return "unbegun"
    return str(one.state.value)


def _words(titles: Mapping[int, str]) -> dict[int, str]:
    """Two characters by which the parts differ: their last (of 动员会 all three), else their first, else numbers."""
    last = {at: one[-3 if one.endswith("会") else -2 :] for at, one in titles.items()}
    ways = last, {at: one[:2] for at, one in titles.items()}, {at: str(at) for at in titles}
    return next(way for way in ways if len(set(way.values())) == len(titles))
