"""A checklist of one's own: made empty, copied, taken up again, no longer used."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.checklists import access
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.states import VersionState
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def make(*, uid: UUID, title: str, by: Viewer, source: Sheet | None = None) -> Checklist:
    """A new list of the viewer's unit with a draft: empty, or a copy of `source`.

    The uid is the form's: the same sent twice is one list. Raises Refused.
    """
    access.check_can_make(by)
    title = title.strip()
    if not title:
        raise Refused("检查表要有名称。")
    made = Checklist.objects.filter(pk=uid).select_related("unit").first()
    if made:
        if made.unit_id != by.unit.pk or made.made_by != by.actor_uid:
            raise Refused("这个编号已经用过。请返回列表重新打开再填一次。")
        return made
    made = Checklist(
        uid=uid, unit=by.unit, title=title, copied_from=source.ref if source else "", made_at=clock.now(),
        made_by=by.actor_uid,
    )  # fmt: skip
    audit.created(made, "checklist.made", by=by, facts={"title": title, "from": made.copied_from})
    _draft(made, 1, _body(made, source), by)
    return made


@transaction.atomic
def take_up(checklist: Checklist, *, by: Actor) -> ChecklistVersion:
    """The draft of the next version, begun from what is published; the one that is there already if there is."""
    access.check_can_edit(by, checklist)
    Checklist.objects.select_for_update().get(pk=checklist.pk)
    open_draft = checklist.versions.filter(status=VersionState.DRAFT).first()
    if open_draft:
        return open_draft
    last = checklist.versions.order_by("-number").first()
    body = checklist.published.body if checklist.published else last.body if last else _body(checklist, None)
    return _draft(checklist, last.number + 1 if last else 1, body, by)


@transaction.atomic
def retire(checklist: Checklist, *, by: Actor) -> None:
    """Nobody starts with it any more; what was judged by it stays."""
    access.check_can_edit(by, checklist)
    with audit.changed(checklist, "checklist.retired", by=by):
        checklist.retired_at, checklist.retired_by = clock.now(), by.actor_uid


@transaction.atomic
def resume(checklist: Checklist, *, by: Actor) -> None:
    access.check_can_keep(by, checklist)
    if not checklist.retired_at:
        raise Refused("这张检查表正在使用，不用恢复。")
    with audit.changed(checklist, "checklist.resumed", by=by):
        checklist.retired_at = checklist.retired_by = None


def _draft(checklist: Checklist, number: int, body: dict[str, Any], by: Actor) -> ChecklistVersion:
    draft = ChecklistVersion(checklist=checklist, number=number, body=body, made_at=clock.now(), made_by=by.actor_uid)
    audit.created(draft, "checklist_version.begun", by=by, facts={"number": number, "checklist": str(checklist.pk)})
    return draft


def _body(checklist: Checklist, source: Sheet | None) -> dict[str, Any]:
    own = {"code": f"own_{checklist.uid.hex[:12]}", "title": checklist.title}
    if source is None:
        return {**own, "sections": [{"code": "s1", "title": "检查内容", "items": []}]}
    return source.model_dump(mode="json") | own
