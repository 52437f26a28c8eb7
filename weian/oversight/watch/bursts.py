"""Much written down just before a deadline that it answers, where that is usual neither for oneself nor for others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from uuid import UUID

from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.acts import Act, Due, Found, Numbers, Term

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Late:
    """Of so many acts (`all`) so many came in the last stretch before their deadline."""

    late: int = 0
    all: int = 0

    def __add__(self, other: Late) -> Late:
        return Late(self.late + other.late, self.all + other.all)

    def __sub__(self, other: Late) -> Late:
        return Late(self.late - other.late, self.all - other.all)

    def surprise(self, rate: float) -> float:
        """How rare it is that so many come late at this rate, in powers of ten: at least so much (Chernoff's bound)."""
        share = self.late / self.all
        if share <= rate:
            return 0.0
        others = (1 - share) * log((1 - share) / (1 - rate)) if share < 1 else 0.0
        return self.all * (share * log(share / rate) + others) / log(10)


def bursts(acts: Sequence[Act], numbers: Numbers) -> Found:
    """Points whose windows are the same are one deadline, whatever asks for each."""
    at: Counter[tuple[UUID, Span]] = Counter()
    late: Counter[tuple[UUID, Span]] = Counter()
    for act in acts:
        for due in act.dues:
            at[act.person, due.span] += 1
            late[act.person, due.span] += _is_late(act, due, numbers)
    mine: defaultdict[UUID, Late] = defaultdict(Late)
    for (person, span), n in at.items():
        mine[person] += Late(late[person, span], n)
    everybody = sum(mine.values(), Late())
    for act in acts:
        for due in act.dues:
            here = Late(late[act.person, due.span], at[act.person, due.span])
            if here.late >= numbers.burst_acts and _is_late(act, due, numbers):
                usual = {"本人": mine[act.person] - here, "别人": everybody - mine[act.person]}
                yield from _judged(act, due, here, usual, numbers)


def _judged(act: Act, due: Due, here: Late, usual: Mapping[str, Late], numbers: Numbers) -> Found:
    known = {who: one for who, one in usual.items() if one.all >= numbers.peers}
    if not known:
        return
    # Of acts at any time one in so many falls there by chance.
    rate = max(1 / numbers.burst_part, *((one.late + 0.5) / (one.all + 1) for one in known.values()))
    value = here.surprise(rate) - 2
    if value > 0:
        than = "，".join(f"{who}占 {one.late / one.all:.0%}" for who, one in known.items())
        said = (
            f"“{due.title}”{_moment(due.end)}到期，{here.all} 次里 {here.late} 次记在最后"
            f" {_lasting(due.stretch(numbers.burst_part))}；平时记在最后这一段的，{than}"
        )
        yield act.uid, Term("burst", value, said)


def _is_late(act: Act, due: Due, numbers: Numbers) -> bool:
    return due.end - due.stretch(numbers.burst_part) <= act.ended < due.end


def _moment(end: datetime) -> str:
    """The end of a day is told as its 24 o'clock."""
    local = end.astimezone(SHANGHAI)
    if (local.hour, local.minute) == (0, 0):
        return f"{local - timedelta(days=1):%-m月%-d日} 24 时"
    return f"{local:%-m月%-d日} {local:%H:%M}"


def _lasting(stretch: timedelta) -> str:
    hours = stretch / timedelta(hours=1)
    if hours < 2:
        return f"{hours * 60:.0f} 分钟"
    return f"{hours:.0f} 小时" if hours < 72 else f"{hours / 24:.0f} 天"
