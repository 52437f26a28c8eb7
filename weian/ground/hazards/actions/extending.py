"""A later deadline: asked for with a reason, granted by somebody else (S0-3.2e). There is no other way to move it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import access, doors, telling
from weian.ground.hazards.models import Extension, Hazard
from weian.ground.hazards.supervising.limits import put_off
from weian.kernel import clock
from weian.kernel.actor import Actor


def ask_extension(hazard: Hazard, *, uid: UUID, by: Actor, until: date, reason: str) -> Extension:
    """Ask to put the deadline off until `until`. The same uid again is the same request."""
    earlier: Extension | None = Extension.objects.filter(pk=uid).first()
    if earlier is not None:
        if (earlier.hazard_id, earlier.until, earlier.reason) != (hazard.uid, until, reason.strip()):
            raise Refused("这个延期申请已经提交过别的内容。请刷新后再看。")
        return earlier
    access.check_can_extend(by, hazard)
    if not reason.strip():
        raise Refused("请写明为什么要延期。")
    if hazard.due is None or until <= hazard.due:
        raise Refused("申请的日子要晚于现在的期限。")
    if hazard.extensions.filter(decision="").exists():
        raise Refused("已经有一个延期申请在等决定，不用再申请。")
    extension = Extension(
        uid=uid, unit=hazard.unit, org_pos=hazard.org_pos, region=hazard.region, hazard=hazard, was_due=hazard.due,
        until=until, reason=reason.strip(), asked_at=clock.now(), asked_by=by.person,  # type: ignore[attr-defined]
    )  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(extension, "extension.asked", by=by, why=reason.strip(), facts={"until": until.isoformat()})
    except IntegrityError as double:
        # Of two presses at once the second waits here; or the uid belongs to a place that cannot be seen.
        raise Refused("这个延期申请已经提交过。请刷新后再看。") from double
    telling.extension_asked(extension)
    return extension


def decide_extension(extension: Extension, *, by: Actor, approve: bool, why: str = "") -> Extension:
    """Grant or refuse. A refusal needs a reason; a grant moves the deadline, in the same act."""
    access.check_can_decide(by, extension)
    if not approve and not why.strip():
        raise Refused("不同意要写明理由。")
    decision = Extension.Decision.APPROVED if approve else Extension.Decision.REFUSED
    with audit.changed(extension, f"extension.{decision}", by=by, why=why.strip()) as was:
        if not was.pending:
            raise Refused("别人刚刚已经决定了这个延期申请。")
        extension.decision, extension.decision_reason = decision, why.strip()
        extension.decided_at, extension.decided_by = clock.now(), by.person  # type: ignore[attr-defined]
    if approve:
        _put_off(extension, by)
    telling.extension_decided(extension)
    return extension


def _put_off(extension: Extension, by: Actor) -> None:
    facts = {"from": extension.was_due.isoformat(), "to": extension.until.isoformat()}
    with audit.changed(extension.hazard, "hazard.extended", by=by, why=extension.reason, facts=facts):
        extension.hazard.due = extension.until
        extension.hazard.late_before |= extension.asked_at.astimezone(clock.SHANGHAI).date() > extension.was_due
    put_off(extension.hazard, extension.until, by=by)
    doors.open_for(extension.hazard, by=by)
