"""办结: what was found becomes hazards with their deadline, and the papers are given out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django.core.files.base import ContentFile
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Viewer, institution_of
from weian.foundation.people.models import Appointment, Person
from weian.ground.hazards import api as hazards
from weian.ground.works import api as works
from weian.kernel import clock
from weian.programs.inspections import access, leading, telling
from weian.programs.inspections.actions.issuing import issue_own
from weian.programs.inspections.kinds import FOUND_AS, Mode
from weian.programs.inspections.models import Finding, Inspection, Outcome
from weian.programs.inspections.states import Status


def close(one: Inspection, *, by: Viewer) -> Inspection:
    """Make a hazard of every finding that is held, give out record and order. Raises Refused; then nothing is done."""
    access.check_can_close(by, one)
    with transaction.atomic():
        found = Finding.objects.filter(inspection=one, dropped=False, hazard=None).select_related("clause")
        rows = list(found.order_by("found_at", "uid"))
        ruled = due_rule(one)
        for row in rows:
            hazard = _hazard_of(one, row, ruled, by)
            with audit.changed(row, "finding.became_hazard", by=by, facts={"hazard": str(hazard.pk)}):
                row.hazard = hazard
                row.due = hazard.due if not row.fixed else row.due
        audit.move(one, Status.CLOSED, by=by, facts={"hazards": len(rows)})
        issue_own(one, "record", by=by)
        if any(not row.fixed for row in rows):
            issue_own(one, "order", by=by)
        leading.note(one, by=by)
        telling.closed(one)
    return one


def due_rule(one: Inspection) -> date | None:
    """The earliest day that one of the departments of a joint inspection has set (S4-4b); None where none has."""
    dues = Outcome.objects.filter(inspection=one, due__isnull=False).values_list("due", flat=True)
    return min(dues, default=None)


def _hazard_of(one: Inspection, row: Finding, ruled: date | None, by: Viewer) -> hazards.Hazard:
    home = institution_of(one.target)
    basis = row.basis or (str(row.clause) if row.clause else "")
    hazard = hazards.record_finding(
        uid=uuid5(row.pk, "hazard"), by=by, unit=home, grade=row.severity,
        text=row.text + (f"\n依据：{basis}" if basis else ""), type=row.type, domain=row.domain, place=row.place,
        department=one.target if one.target_id != home.pk and one.target.kind == "department" else None,
        found_on=row.found_at.astimezone(clock.SHANGHAI).date(), found_mode=FOUND_AS[Mode(one.mode)],
        found_by=Person.objects.get(pk=row.found_by), source=(Inspection.audit_kind, one.pk),
        photos=_photos(row), **_way(row, ruled),
    )  # fmt: skip
    if row.clause is not None:
        hazards.cite(hazard, [row.clause], by=by)
    works.charge_found(hazard, by=by)
    return hazard


def _way(row: Finding, ruled: date | None) -> Mapping[str, Any]:
    """Put right on the spot, or a named person and a day: the earliest of all that were set, never before today."""
    told = row.elements
    if row.fixed:
        return {"fixed": row.fixed, "fixer": Appointment.objects.select_related("person", "post").get(pk=told["fixer"])}
    held = Appointment.objects.select_related("person", "post").get(pk=told["responsible"])
    assert row.due is not None
    due = min(row.due, ruled) if ruled else row.due
    return {
        "elements": hazards.Elements(
            responsible=held.person, responsible_post=held.post, measure=row.demand, money=Decimal(told["money"]),
            due=max(due, clock.today()), plan=told["plan"], interim_measure=told["interim_measure"],
            at_once=told["at_once"],
        )
    }  # fmt: skip


def _photos(row: Finding) -> list[hazards.Photo]:
    """The photographs of the finding, kept with its hazard as well: the same bytes, stored once."""
    return [
        hazards.Photo(
            ContentFile(evidence.bytes_of(kept), name=kept.name), role=kept.role, source=kept.source,
            uid=uuid5(kept.pk, "hazard"),
        )
        for kept in evidence.attachments_of(Finding.audit_kind, row.pk)
    ]  # fmt: skip
