"""A phone sends its acts: each is decided by itself, many in one transaction, and what is missing is noted."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Refused, Viewer, viewer_for
from weian.kernel import clock, memo, scope, treelock
from weian.kernel.transitions import IllegalMove
from weian.portal.phone import numbering, told
from weian.portal.phone.acts import Doing, Done, Landed
from weian.portal.phone.kinds import KINDS
from weian.portal.phone.models import Arrival, Awaited, Line, Outcome
from weian.portal.phone.told import ActTold, BatchTold

log = logging.getLogger("weian.phone")

LATER = "later"
_OTHER = "同一个编号下已经收到过别的内容，以先到的为准。请重新记一条。"
_POST = "记这条时的岗位您现在不担任了，不能再以它的名义提交。请换到现在的岗位，改一下重新提交。"


class Stranger(Exception):
    """The outbox with this number is another person's."""


@dataclass(frozen=True)
class Received:
    """What is answered: a decided outcome for each act, and the numbers that are missing."""

    outcomes: list[dict[str, Any]]
    gaps: list[list[int]]


@contextmanager
def acting(viewer: Viewer, post: UUID | None = None) -> Iterator[Viewer]:
    """A transaction of its own as this person, in the post that they acted in. Raises Refused for a post they lost."""
    with transaction.atomic():
        treelock.hold_still()
        now = viewer_for(viewer.person, post or viewer.appointment.uid)
        if now is None or (post and now.appointment.uid != post):
            raise Refused(_POST)
        with scope.applied(now.scope):
            yield now


def receive(viewer: Viewer, batch: BatchTold) -> Received:
    """Decide every act in the order of its number, then note what is missing. Raises Stranger."""
    now = clock.now()
    offset = told.offset_of(batch.device_now, now=now)
    left = sorted(batch.acts, key=lambda one: one.seq)
    outcomes: list[dict[str, Any]] = []
    gaps: list[list[int]] | None = None
    holds = True
    while left:
        found, gaps = _together(viewer, batch, left, offset) if holds else (None, None)
        holds = found is not None
        # The one at which they stopped is decided by itself.
        found = found or [_decided(viewer, batch, left[0], offset)]
        outcomes, left = [*outcomes, *found], left[len(found) :]
    if gaps is None:
        with acting(viewer) as by:
            gaps = numbering.note_gaps(_line(batch, by, offset), batch, by=by)
    return Received(outcomes, gaps)


def _line(batch: BatchTold, by: Viewer, offset: int | None) -> Line:
    line = numbering.open_line(batch, by=by, offset=offset)
    if line is None:
        raise Stranger
    return line


def _together(
    viewer: Viewer, batch: BatchTold, acts: Sequence[ActTold], offset: int | None
) -> tuple[list[dict[str, Any]] | None, list[list[int]] | None]:
    """Answers for as many of the acts, from the first on, as one transaction could decide; None where it did not hold.

    Each act has a savepoint: of one that is refused nothing stays, of the others nothing goes. Where all were decided
    the gaps are noted with them, else None.
    """
    answers: list[dict[str, Any]] = []
    gaps = None
    try:
        with acting(viewer) as by:
            line = numbering.held(_line(batch, by, offset))
            with memo.among_acts(), audit.together():
                taking = _Taking(by, line, offset, acts)
                taking.look_ahead(acts)
                for act in acts:
                    try:
                        answers.append(_answer_to(act) or taking.take(act))
                    except Exception:
                        log.warning("an act of a phone did not go with the others", exc_info=True)
                        break
                taking.close()
            if len(answers) == len(acts):
                gaps = numbering.note_gaps(line, batch, by=by)
    except (Stranger, Refused):
        raise
    except Exception:
        log.warning("acts of a phone did not go together", exc_info=True)
        return None, None
    return answers, gaps


def _decided(viewer: Viewer, batch: BatchTold, act: ActTold, offset: int | None) -> dict[str, Any]:
    """One act in one transaction. What nobody foresaw leaves it on the phone and does not stop the others."""
    if (unknown := _answer_to(act)) is not None:
        return unknown
    for last in (False, True):
        try:
            with acting(viewer) as by:
                taking = _Taking(by, _line(batch, by, offset), offset, [act])
                answer = taking.take(act)
                taking.close()
                return answer
        except Stranger:
            raise
        except IntegrityError:
            # Of two that arrive at once the second waits here; the other one has it now, and it is a repeat.
            if last:
                log.warning("an act of a phone has the number of something unseen")
        except Exception:
            log.exception("an act of a phone was not decided")
            break
    return _answer(act, LATER, reason="服务器没有处理完这条，会自动再发。")


def _answer_to(act: ActTold) -> dict[str, Any] | None:
    """What is answered where the act cannot be read here."""
    kind = KINDS.get(act.kind)
    if kind is not None and act.v <= kind.version:
        return None
    return _answer(act, LATER, reason="服务器还不认识这种记录，等它更新后自动再发。")


class _Taking:
    """What is taken in for one outbox in one transaction: what is here already is asked once, and kept at the end."""

    def __init__(self, by: Viewer, line: Line, offset: int | None, acts: Sequence[ActTold]) -> None:
        self.by, self.line, self.offset = by, line, offset
        self.here = Arrival.objects.in_bulk([act.uid for act in acts])
        self.fresh: list[tuple[Arrival, dict[str, Any]]] = []
        self.awaited: list[Awaited] = []

    def look_ahead(self, acts: Sequence[ActTold]) -> None:
        """What the new ones will ask for one by one is asked at once."""
        bodies: dict[str, dict[UUID, dict[str, Any]]] = {}
        for act in acts:
            if act.uid not in self.here:
                bodies.setdefault(act.kind, {})[act.uid] = act.body
        for kind, told_ in bodies.items():
            if kind in KINDS and (ahead := KINDS[kind].ahead):
                ahead(told_)

    def take(self, act: ActTold) -> dict[str, Any]:
        earlier = self.here.get(act.uid)
        if earlier is None:
            return answer_of(self._judged(act))
        if earlier.digest != act.digest or earlier.line_id != self.line.pk:
            return _answer(act, Outcome.REFUSED, reason=_OTHER)
        return answer_of(earlier) | {"repeated": True}

    def close(self) -> None:
        facts = {arrival.pk: facts for arrival, facts in self.fresh}
        made = [arrival for arrival, _ in self.fresh]
        audit.created_all(made, "phone.arrived", by=self.by, facts=lambda one: facts[one.pk])
        if self.awaited:
            Awaited.objects.bulk_create(self.awaited)

    def _judged(self, act: ActTold) -> Arrival:
        doubtful = told.is_doubtful(act, now=clock.now(), offset_now=self.offset)
        arrival = Arrival(
            uid=act.uid, line=self.line, seq=act.seq, kind=act.kind, digest=act.digest, post=act.post,
            made_at=told.moment(act.made_at), offset=act.offset, doubtful=doubtful, arrived_at=clock.now(),
            outcome=Outcome.WAITING,
        ).at(self.by.unit)  # fmt: skip
        done = None
        if KINDS[act.kind].proof and act.photos:
            arrival.body = act.body
        else:
            done = judge(arrival, act.body, self.by, announced=[one.uid for one in act.photos])
        self.here[act.uid] = arrival
        self.fresh.append((arrival, _facts(arrival, act)))
        if arrival.outcome != Outcome.REFUSED:
            self.awaited += _awaited(arrival, act, done)
        return arrival


def _facts(arrival: Arrival, act: ActTold) -> dict[str, Any]:
    return {
        "kind": act.kind, "seq": act.seq, "outcome": arrival.outcome, "made_at": act.made_at, "digest": act.digest,
        "offset": act.offset, "doubtful": arrival.doubtful,
    }  # fmt: skip


def judge(
    arrival: Arrival, body: dict[str, Any], by: Viewer, *, announced: Sequence[UUID] = (), photos: Sequence[Landed] = ()
) -> Done | None:
    """Have the act done as the person in the post of then, and write the outcome into the arrival (not yet saved)."""
    try:
        own = arrival.post == by.appointment.uid
        with transaction.atomic() if own else acting(by, arrival.post) as other:
            then = other if isinstance(other, Viewer) else by
            done = KINDS[arrival.kind].do(
                Doing(arrival, then, body, at=_believed(arrival), photos=photos, announced=announced)
            )
    except (Refused, IllegalMove, Rejected) as refused:
        arrival.outcome, arrival.reason = Outcome.REFUSED, str(refused)
        return None
    arrival.outcome = Outcome.PAIR if done.pairs else Outcome.DONE
    arrival.result = {"url": done.url, "no": done.no, "pairs": done.pairs, "told": done.told}
    return done


def _believed(arrival: Arrival) -> datetime:
    """When it was done, as far as the phone can be believed; else when it arrived."""
    if arrival.doubtful or arrival.made_at is None or arrival.offset is None:
        return clock.now()
    return min(arrival.made_at + timedelta(milliseconds=arrival.offset), clock.now())


def _awaited(arrival: Arrival, act: ActTold, done: Done | None) -> list[Awaited]:
    """Its photos may come from now on, each for the record that it belongs to."""
    found = []
    for one in act.photos:
        owner: dict[str, Any] = {}
        if done:
            kind, uid = done.owners.get(one.uid, (done.kind, done.uid))
            owner = {"owner_kind": kind, "owner_uid": uid, "owner_unit": done.unit}
        awaited = Awaited(
            uid=one.uid, arrival=arrival, role=one.role, source=one.source, name=one.name, sha256=one.sha256,
            size=one.size, taken_at=told.moment(one.taken_at), **owner,
        )  # fmt: skip
        found.append(awaited)
    return found


def answer_of(arrival: Arrival) -> dict[str, Any]:
    result = {key: value for key, value in arrival.result.items() if value}
    said: dict[str, Any] = {"uid": str(arrival.uid), "seq": arrival.seq, "outcome": str(arrival.outcome), **result}
    if arrival.reason:
        said["reason"] = arrival.reason
    if arrival.doubtful:
        said["doubtful"] = True
    return said


def _answer(act: ActTold, outcome: str, *, reason: str) -> dict[str, Any]:
    return {"uid": str(act.uid), "seq": act.seq, "outcome": str(outcome), "reason": reason}
