"""What a unit recorded here by its own checks answers what it owes by a notice (socket duties.evidence_source): for an
institution its self-checks, for a commission what it went and looked at. Nobody writes it down a second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Case, CharField, ExpressionWrapper, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Extract
from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.registry.models import Subject
from weian.kernel import clock
from weian.programs.inspections.kinds import FROM_ABOVE, Mode
from weian.programs.inspections.leading import day_of
from weian.programs.inspections.models import Finding, Inspection, InspectionQuerySet
from weian.programs.inspections.states import ENDED

MOST = 20
LONGEST = 12 * 60  # minutes; a device that tells more was left open


def offers(one: duties.Owed, first: date, last: date) -> list[duties.Recorded]:
    """The checks of the unit itself that came to their end between two days; newest first."""
    if one.obligation.kind != duties.AskKind.INSPECTION:
        return []
    rows = list(
        _own(one.unit).filter(started_at__date__gte=first, started_at__date__lte=last)
        .select_related("done_by", "target").order_by("-started_at")[:MOST]
    )  # fmt: skip
    found: dict[UUID, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(inspection__in=rows, dropped=False):
        found[finding.inspection_id].append(finding)
    places = Subject.objects.in_bulk({row.subject for row in rows if row.subject})
    return [_told(row, found[row.pk], places.get(row.subject), one.unit) for row in rows]


def _own(unit: Unit) -> InspectionQuerySet:
    rows = Inspection.objects.safety().filter(status__in=ENDED)
    if unit.kind == Kind.COMMISSION:
        return rows.filter(office=unit, mode__in=FROM_ABOVE).exclude(target=unit)
    return rows.filter(target=unit, mode=Mode.SELF)


def _told(one: Inspection, found: Sequence[Finding], place: Subject | None, unit: Unit) -> duties.Recorded:
    sheet = checklists.sheet(one.sheet).title if one.sheet else ""
    where = place.name if place else one.target.title
    facts = {"places": where[:500], "found": len(found), "fixed": sum(bool(row.fixed) for row in found)}
    title = f"{one.get_mode_display()}：{sheet or where}"
    return duties.Recorded(
        uid=uuid5(one.pk, str(unit.pk)), title=title, on=day_of(one), by=one.done_by, source_uid=one.pk, facts=facts,
        text=one.note, scanned=one.scanned, took=minutes_of(one),
    )  # fmt: skip


def minutes_of(one: Inspection) -> int | None:
    """From start to end; None where a device told no end, or one that nobody would believe of a visit."""
    if one.started_at is None or one.ended_at is None:
        return None
    minutes = round((one.ended_at - one.started_at).total_seconds() / 60)
    return minutes if 0 < minutes <= LONGEST else None


def url(record: duties.Record, viewer: Viewer) -> str:
    """For whoever works on the whole unit, and for who made the visit."""
    sees = record.is_within(viewer.ranges) or record.by_id in viewer.persons
    return reverse("inspection", args=[record.source_uid]) if sees else ""


def files(uids: Sequence[UUID]) -> Mapping[UUID, list[evidence.Attachment]]:
    """The photographs of the visits, and those of the hazards that they found."""
    found = evidence.attachments_of_many(Inspection.audit_kind, uids)
    pairs = list(Finding.objects.filter(inspection__in=uids, dropped=False).values_list("inspection", "hazard"))
    shown = evidence.attachments_of_many(hazards.Hazard.audit_kind, [hazard for _, hazard in pairs if hazard])
    for visit, hazard in pairs:
        found[visit] = [*found[visit], *shown.get(hazard, [])]
    return found


def held(kind: str, since: date) -> QuerySet[Any] | None:
    """(unit, domain of its checklist) of every self-check since a day; empty where the checklist is of none."""
    if kind != duties.AskKind.INSPECTION:
        return None
    named = [When(checklists.about([code]), then=Value(code)) for code in checklists.domains()]
    domain = Case(*named, default=Value(""), output_field=CharField())
    told: QuerySet[Any] = _self_checks(since).annotate(domain_=domain).order_by().values_list("target", "domain_")
    return told


def spent(since: date) -> QuerySet[Any]:
    """(unit, minutes) of self-checks since a day, from start to end; what nobody believes is left out."""
    lasted = Extract(F("ended_at") - F("started_at"), "epoch") / Value(60.0)
    timed = _self_checks(since).annotate(spent=ExpressionWrapper(lasted, output_field=FloatField()))
    told: QuerySet[Any] = timed.filter(spent__gte=1, spent__lte=LONGEST).order_by().values_list("target", "spent")
    return told


def _self_checks(since: date) -> InspectionQuerySet:
    """Those that are done, of every unit; a moment, not a day, so that an index finds them."""
    done = Inspection.objects.safety().filter(mode=Mode.SELF, status__in=ENDED)
    found: InspectionQuerySet = done.filter(started_at__gte=clock.morning(since))
    return found


SOURCE = duties.EvidenceSource(offers, url, files, held, spent)
