"""Whether a round was made: derived from the visits each time, never written. What was missed stays missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from weian.ground.rounds.strictness import Claim
from weian.ground.rounds.windows import Window


class State(StrEnum):
    AHEAD = "ahead"
    DUE = "due"
    DONE = "done"
    PARTIAL = "partial"
    MISSED = "missed"
    LATE = "late"


WORDS = {
    State.AHEAD: "未到", State.DUE: "待查", State.DONE: "已查", State.PARTIAL: "不完整", State.MISSED: "缺查",
    State.LATE: "缺查，已补录",
}  # fmt: skip
# What counts as not made in every figure: a record typed later tells what happened and changes no day.
MISSED = frozenset({State.PARTIAL, State.MISSED, State.LATE})


class Seen(Protocol):
    """What judging reads of a visit."""

    subject_id: UUID
    seen_at: datetime
    recorded_at: datetime
    scanned: bool
    whole: bool
    doer: str
    person_id: UUID | None


@dataclass(frozen=True)
class Judged:
    """How a round stands. `made` of `wanted` times (or points of a route); `fast`: points that came too quickly."""

    state: State
    made: int
    wanted: int
    late: int = 0
    fast: tuple[UUID, ...] = ()

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def is_missed(self) -> bool:
        return self.state in MISSED


def counts(visit: Seen, window: Window, claim: Claim, offline: timedelta) -> bool:
    """Whether a visit answers a claim in its window: there in time, on record in time, and nothing asked left out.

    A scan without network counts when it arrives within `offline` after the window; what was typed must be on record
    before the window ends.
    """
    if not visit.whole or not _is_of(visit, window, claim) or (claim.scan and not visit.scanned):
        return False
    return visit.recorded_at < window.end + (offline if visit.scanned else timedelta())


def judge(window: Window, claim: Claim, visits: Iterable[Seen], now: datetime, offline: timedelta) -> Judged:
    """How the round of one subject stands in one window."""
    inside = [one for one in visits if _is_of(one, window, claim)]
    made = sum(counts(one, window, claim, offline) for one in inside)
    return _cut_short(_judged(window, made, claim.times, len(inside) - made, now), inside)


def judge_route(
    window: Window, claim: Claim, stops: Sequence[UUID], visits: Iterable[Seen], now: datetime, offline: timedelta,
    leg: timedelta,
) -> Judged:  # fmt: skip
    """How the round of a route stands: every point as often as is asked, or it is 不完整 (S3-2.2k)."""
    wanted = set(stops)
    inside = [one for one in visits if one.subject_id in wanted and _is_of(one, window, claim)]
    good = [one for one in inside if counts(one, window, claim, offline)]
    made = sum(sum(one.subject_id == stop for one in good) >= claim.times for stop in wanted)
    told = _cut_short(_judged(window, made, len(wanted) or 1, len(inside) - len(good), now), inside)
    if told.state in (State.MISSED, State.LATE) and made:
        told = Judged(State.PARTIAL, made, told.wanted, told.late)
    return Judged(told.state, told.made, told.wanted, told.late, _too_fast(good, leg))


def _is_of(visit: Seen, window: Window, claim: Claim) -> bool:
    return visit.doer == claim.doer and window.holds(visit.seen_at)


def _cut_short(told: Judged, inside: Sequence[Seen]) -> Judged:
    """Somebody came and left out what is asked there: 不完整 rather than 缺查, and no less owed."""
    if told.state in (State.MISSED, State.LATE) and not all(one.whole for one in inside):
        return replace(told, state=State.PARTIAL)
    return told


def _judged(window: Window, made: int, wanted: int, late: int, now: datetime) -> Judged:
    if made >= wanted:
        state = State.DONE
    elif now < window.begin:
        state = State.AHEAD
    elif now < window.end:
        state = State.DUE
    else:
        state = State.LATE if late else State.MISSED
    return Judged(state, made, wanted, late)


def _too_fast(visits: Iterable[Seen], leg: timedelta) -> tuple[UUID, ...]:
    """Points that one person came to sooner after another point than anybody walks."""
    found: list[UUID] = []
    last: dict[UUID | None, Seen] = {}
    for one in sorted(visits, key=lambda one: one.seen_at):
        before = last.get(one.person_id)
        if before is not None and before.subject_id != one.subject_id and one.seen_at - before.seen_at < leg:
            found.append(one.subject_id)
        last[one.person_id] = one
    return tuple(dict.fromkeys(found))
