"""A draft becomes a version: frozen, in force for the unit and everything below; or is thrown away."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.checklists import access
from weian.ground.checklists.models import ChecklistVersion
from weian.ground.checklists.states import VersionState
from weian.kernel.actor import Actor


@transaction.atomic
def publish(version: ChecklistVersion, *, by: Actor, note: str = "") -> None:
    """Freeze the draft and put it in force. Raises Refused with what is still missing."""
    access.check_can_publish(by, version)
    facts = {"number": version.number, "items": version.sheet.count}
    audit.move(version, VersionState.PUBLISHED, by=by, facts=facts, values={"note": note.strip()[:200]})
    checklist = version.checklist
    with audit.changed(checklist, "checklist.published", by=by, facts={"version": str(version.pk), **facts}):
        checklist.published, checklist.title = version, version.sheet.title


@transaction.atomic
def discard(version: ChecklistVersion, *, by: Actor) -> None:
    """Throw the draft away; what is published stays in force."""
    access.check_can_edit(by, version.checklist)
    if not version.is_draft:
        raise Refused("这一版已经不是草稿。")
    audit.move(version, VersionState.DISCARDED, by=by)
