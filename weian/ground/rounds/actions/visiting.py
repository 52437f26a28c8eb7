"""Somebody was there: noted once, whatever arrives twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.registry.models import Subject
from weian.ground.rounds import access
from weian.ground.rounds.models import Visit
from weian.ground.rounds.models.visit import Doer
from weian.kernel import clock
from weian.kernel.actor import Actor

Source = tuple[str, UUID]


def note_visit(
    *, uid: UUID, subject: Subject, at: datetime, by: Actor, source: Source | None = None, faults: int = 0,
    scanned: bool = False, doer: str = "", note: str = "", whole: bool = True,
) -> Visit:  # fmt: skip
    """Put on record that `by` was at `subject` at `at`; the same uid again is the same visit. Raises Refused.

    `scanned`: the valid label of the subject was read on the spot; the caller has asked registry. A moment later than
    now is a wrong clock and counts as now. With a `source` whoever may write that has been asked already. `doer` is by
    default the supervising level for who stands above the unit, else the unit itself. What is not `whole` (somebody
    looked, and gave none of the readings that are asked there) is kept like any other and answers no round.
    """
    if source is None:
        access.check_can_visit(by, subject)
    now = clock.now()
    visit = Visit(
        uid=uid, subject=subject, unit=subject.unit, org_pos=subject.org_pos, region=subject.region,
        seen_at=min(at, now), recorded_at=now, person_id=by.actor_uid, doer=doer or _doer(by, subject),
        scanned=scanned, faults=faults, whole=whole, source_kind=source[0] if source else "",
        source_uid=source[1] if source else None, note=note.strip()[:500],
    )  # fmt: skip
    facts = {"subject": str(subject.pk), "at": visit.seen_at.isoformat(), "scanned": scanned, "faults": faults}
    facts |= {} if whole else {"whole": False}
    try:
        with audit.apart():
            audit.created(visit, "visit.noted", by=by, facts=facts)
        return visit
    except IntegrityError:  # it is here, or of two that arrive at once the second waited
        earlier: Visit | None = Visit.objects.filter(pk=uid).first()
    if earlier is None or (earlier.subject_id, earlier.person_id) != (subject.pk, by.actor_uid):
        raise Refused("这个编号已经记过别的到场。请返回重新打开再记一次。")
    return earlier


def write_later(*, uid: UUID, subject: Subject, at: datetime, by: Actor, note: str, doer: str = "") -> Visit:
    """补录: what was done is told, with why it was not recorded then. The missed round stays missed."""
    access.check_can_write_later(by, subject)
    if not note.strip():
        raise Refused("请写明当时查了什么、为什么没有当场记录。")
    if at > clock.now():
        raise Refused("补录的时间不能晚于现在。")
    if doer and doer not in (Doer.OWN, Doer.MAINTAINER):
        raise Refused("只能补录本单位，或维保、供应单位的检查。")
    return note_visit(uid=uid, subject=subject, at=at, by=by, note=note, doer=doer)


def _doer(by: Actor, subject: Subject) -> str:
    return Doer.UPPER if isinstance(by, Viewer) and by.supervises(subject.unit) else Doer.OWN
