"""A unit or a commission asks for more than content does: for a kind of place, or for one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.ground.rounds import access
from weian.ground.rounds.models import OwnRule
from weian.ground.rounds.models.visit import Doer
from weian.ground.rounds.pack_schema import EVERY
from weian.kernel import clock
from weian.kernel.actor import Actor


def ask_for(
    *, uid: UUID, by: Actor, unit: Unit, every: str, times: int = 1, doer: str = Doer.OWN, mark: str = "",
    subject: Subject | None = None, basis: str = "", since: date | None = None,
    asked_by: UUID | None = None,
) -> OwnRule:  # fmt: skip
    """From a day on (today at the earliest) places with a mark, or one, are looked at so often. Raises Refused.

    `asked_by` names the obligation of a notice that asks for it.
    """
    access.check_can_set(by, unit)
    start = since or clock.today()
    if every not in EVERY or doer not in Doer.values or not 1 <= times <= 48:
        raise Refused("频次没有选对，请重新选。")
    if doer == Doer.UPPER and (every not in ("day", "week", "month") or times > 1):
        raise Refused("监管部门的检查从上一次算起，只能定每日、每周或每月一次。")
    if start < clock.today():
        raise Refused("不能从过去的日子算起，最早从今天。")
    if subject is None and mark not in {**registry.place_tags(), **registry.subject_types()}:
        raise Refused("请选对哪一类部位，或哪一处。")
    if subject is not None and not unit.holds(subject.unit):
        raise Refused(f"{subject.name}不在{unit.name}的范围内，请重新选。")
    rule = OwnRule(
        uid=uid, unit=unit, mark="" if subject else mark, subject=subject, every=every, times=times, doer=doer,
        basis=basis.strip()[:120], since=start, asked_by=asked_by,
    )  # fmt: skip
    facts = {"mark": rule.mark, "subject": str(subject.pk) if subject else None, "every": every, "times": times}
    try:
        with transaction.atomic():
            audit.created(rule, "own_rule.set", by=by, facts={**facts, "doer": doer, "since": start.isoformat()})
    except IntegrityError as double:
        raise Refused("这一条已经定过了。请刷新后再看。") from double
    return rule


def stop_asking(rule: OwnRule, *, by: Actor) -> OwnRule:
    """It holds to the end of today."""
    access.check_can_set(by, rule.unit)
    until = max(clock.today(), rule.since) + timedelta(days=1)
    with audit.changed(rule, "own_rule.ended", by=by, facts={"until": until.isoformat()}) as was:
        if was.until is not None:
            raise Refused("这一条已经停了。")
        rule.until = until
    return rule
