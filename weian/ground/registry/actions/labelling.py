"""A label for a wall: issued, issued anew where it was lost or torn off, ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.registry import access, tokens
from weian.ground.registry.models import Label, Subject
from weian.kernel import clock


def issue(subject: Subject, *, by: Viewer) -> Label:
    """A new label for a subject; one that hangs there already leads nowhere from now on."""
    access.check_can_label(by, subject)
    with transaction.atomic():
        Subject.objects.select_for_update().get(pk=subject.pk)  # two issue one after the other
        old = Label.objects.filter(subject=subject, revoked_at=None).select_related("subject").first()
        if old is not None:
            _end(old, by=by, why="换发新标签")
        label = Label(subject=subject, token=tokens.fresh(), issued_at=clock.now(), issued_by=by.person)
        audit.created(label, "label.issued", by=by, facts={"subject": str(subject.pk), "again": old is not None})
    return label


def issue_missing(subjects: Iterable[Subject], *, by: Viewer) -> list[Label]:
    """First labels for those that have none; what hangs already stays valid. Subjects that cannot have one are left."""
    wanted = [one for one in subjects if one.is_in_use]
    if not wanted:
        return []
    for unit in {one.unit_id: one.unit for one in wanted}.values():
        access.check_can_manage(by, unit)
    with transaction.atomic():
        held = set(Label.objects.filter(subject__in=wanted, revoked_at=None).values_list("subject", flat=True))
        made = [
            Label(subject=one, token=tokens.fresh(), issued_at=clock.now(), issued_by=by.person)
            for one in wanted
            if one.pk not in held
        ]
        audit.created_all(made, "label.issued", by=by, facts=lambda one: {"subject": str(one.subject_id)})
    return made


def revoke(label: Label, *, by: Viewer, why: str) -> Label:
    access.check_can_change(by, label.subject)
    if not why.strip():
        raise Refused("请写明为什么作废。")
    _end(label, by=by, why=why.strip())
    return label


def _end(label: Label, *, by: Viewer, why: str) -> None:
    with audit.changed(label, "label.revoked", by=by, why=why, facts={"subject": str(label.subject_id)}) as was:
        if was.revoked_at is not None:
            raise Refused("这张标签刚刚已经作废了。")
        label.revoked_at, label.revoked_by, label.why = clock.now(), by.person, why[:200]
