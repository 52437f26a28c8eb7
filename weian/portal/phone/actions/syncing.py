"""A phone sends its acts: each is decided by itself, in a transaction of its own, and what is missing is noted."""

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
from weian.kernel import clock, scope, treelock
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
    outcomes = [_decided(viewer, batch, act, offset) for act in sorted(batch.acts, key=lambda one: one.seq)]
    with acting(viewer) as by:
        gaps = numbering.note_gaps(_line(batch, by, offset), batch, by=by)
    return Received(outcomes, gaps)


def _line(batch: BatchTold, by: Viewer, offset: int | None) -> Line:
    line = numbering.open_line(batch, by=by, offset=offset)
    if line is None:
        raise Stranger
    return line


def _decided(viewer: Viewer, batch: BatchTold, act: ActTold, offset: int | None) -> dict[str, Any]:
    """One act in one transaction. What nobody foresaw leaves it on the phone and does not stop the others."""
    kind = KINDS.get(act.kind)
    if kind is None or act.v > kind.version:
        return _answer(act, LATER, reason="服务器还不认识这种记录，等它更新后自动再发。")
    for last in (False, True):
        try:
            with acting(viewer) as by:
                return _once(by, batch, act, offset)
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


def _once(by: Viewer, batch: BatchTold, act: ActTold, offset: int | None) -> dict[str, Any]:
    line = _line(batch, by, offset)
    earlier = Arrival.objects.filter(pk=act.uid).first()
    if earlier is None:
        return answer_of(_take(by, line, act, offset))
    if earlier.digest != act.digest or earlier.line_id != line.pk:
        return _answer(act, Outcome.REFUSED, reason=_OTHER)
    return answer_of(earlier) | {"repeated": True}


def _take(by: Viewer, line: Line, act: ActTold, offset: int | None) -> Arrival:
    doubtful = told.is_doubtful(act, now=clock.now(), offset_now=offset)
    arrival = Arrival(
        uid=act.uid, line=line, seq=act.seq, kind=act.kind, digest=act.digest, post=act.post,
        made_at=told.moment(act.made_at), offset=act.offset, doubtful=doubtful, arrived_at=clock.now(),
        outcome=Outcome.WAITING,
    ).at(by.unit)  # fmt: skip
    done = None
    if KINDS[act.kind].proof and act.photos:
        arrival.body = act.body
    else:
        done = judge(arrival, act.body, by, announced=[one.uid for one in act.photos])
    facts = {"kind": act.kind, "seq": act.seq, "outcome": arrival.outcome, "made_at": act.made_at, "digest": act.digest}
    audit.created(arrival, "phone.arrived", by=by, facts=facts | {"offset": act.offset, "doubtful": doubtful})
    if arrival.outcome != Outcome.REFUSED:
        _await(arrival, act, done)
    return arrival


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


def _await(arrival: Arrival, act: ActTold, done: Done | None) -> None:
    """Its photos may come from now on, each for the record that it belongs to."""
    for one in act.photos:
        owner: dict[str, Any] = {}
        if done:
            kind, uid = done.owners.get(one.uid, (done.kind, done.uid))
            owner = {"owner_kind": kind, "owner_uid": uid, "owner_unit": done.unit}
        Awaited(
            uid=one.uid, arrival=arrival, role=one.role, source=one.source, name=one.name, sha256=one.sha256,
            size=one.size, taken_at=told.moment(one.taken_at), **owner,
        ).save(force_insert=True)  # fmt: skip


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
