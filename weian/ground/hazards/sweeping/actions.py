"""Setting a round of checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import pack_schema
from weian.ground.hazards.models import Sweep
from weian.kernel import clock


def check_can_set(by: Viewer) -> None:
    by.check(May.PLAN_INSPECTION)


@transaction.atomic
def set_sweep(
    *, uid: UUID, title: str, starts: date, ends: date, by: Viewer, domains: Sequence[str] = (), to_zero: bool = False,
    follows: Sweep | None = None,
) -> Sweep:  # fmt: skip
    """Set a round for the viewer's unit and all below it. The same uid again is the same round. Raises Refused."""
    check_can_set(by)
    known: Sweep | None = Sweep.objects.filter(pk=uid).first()
    if known is not None:
        if (known.unit_id, known.title) != (by.unit.pk, title.strip()):
            raise Refused("这个编号已经用过。请刷新页面后重新填写。")
        return known
    if not title.strip():
        raise Refused("请写这一轮排查的名称。")
    if ends < starts:
        raise Refused("结束日不能早于开始日。")
    if set(domains) - set(pack_schema.domains()):
        raise Refused("没有这个领域，请重新选。")
    if follows is not None and follows.starts > starts:
        raise Refused("接续的那一轮要比这一轮早。")
    made = Sweep(
        uid=uid, unit=by.unit, title=title.strip(), starts=starts, ends=ends, domains=list(domains), to_zero=to_zero,
        follows=follows, made_at=clock.now(), made_by=by.actor_uid,
    )  # fmt: skip
    audit.created(made, "sweep.set", by=by, facts={"title": made.title, "from": str(starts), "to": str(ends)})
    return made
