"""What inspections fills into the sockets of lower apps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.ground.duties import api as duties
from weian.ground.experts import api as experts
from weian.ground.registry import api as registry
from weian.ground.works import api as works
from weian.kernel import clock
from weian.programs.inspections import (
    answering,
    at_place,
    climbing,
    filed,
    handing,
    leading,
    pack_schema,
    reach,
    taking,
)
from weian.programs.inspections.kinds import FROM_ABOVE, Mode
from weian.programs.inspections.models import (
    Dispute,
    Finding,
    Held,
    Inspection,
    Instrument,
    Interview,
    Opening,
    Outcome,
    Plan,
    Signature,
)
from weian.programs.inspections.states import TOLD
from weian.ui import api as ui


def fill() -> None:
    for model in (Plan, Opening, Inspection, Finding, Held, Interview, Signature, Outcome, Instrument, Dispute):
        org.positioned(model)
    pack_schema.register()
    org.work(handing.WORK)
    experts.visited_source(visited)
    duties.led_source("inspections", leading.has_been_led)
    duties.looks_source("inspections", looks)
    duties.evidence_source(Inspection.audit_kind, answering.SOURCE)
    for one in climbing.CLIMBERS:
        ladder.climber(one)
    experts.planning_source(taking.planning_of)
    evidence.owner_gate(Inspection.audit_kind, reach.sees_uid)
    evidence.owner_gate(Finding.audit_kind, reach.sees_finding)
    evidence.owner_gate(Held.audit_kind, reach.sees_held)
    works.records_of(Inspection.audit_kind, filed.records)
    registry.place_act(registry.Act("inspection", "检查", "inspect", 10, at_place.url, at_place.may))
    ui.link(Inspection.audit_kind, url=url, title=title, can_see=reach.sees_uid)
    ui.menu_item(
        "inspections", "检查", "inspections", icon="inspect", order=42, visible=may(May.INSPECT, May.COOPERATE)
    )


def visited(units: Sequence[UUID], since: date) -> dict[UUID, date]:
    """When units were last inspected from above, as far as they know it themselves."""
    return _last(
        Inspection.objects.filter(target__in=units, mode__in=FROM_ABOVE, status__in=TOLD, started_at__date__gte=since)
    )


def looks(units: Sequence[UUID], first: date, last: date) -> duties.Looks:
    """Self-checks, and visits from above that the unit knows of, between two days (S2-3.2)."""
    rows = Inspection.objects.safety().filter(
        target__in=units, started_at__date__gte=first, started_at__date__lte=last, status__in=TOLD
    )
    return duties.Looks(
        own=_last(rows.filter(mode=Mode.SELF)),
        above=_last(rows.filter(mode__in=FROM_ABOVE).exclude(office=F("target"))),
    )


def _last(rows: QuerySet[Inspection]) -> dict[UUID, date]:
    found = rows.values_list("target").annotate(latest=Max("started_at")).values_list("target", "latest")
    return {unit: latest.astimezone(clock.SHANGHAI).date() for unit, latest in found}


def url(uid: UUID) -> str:
    return reverse("inspection", args=[uid])


def title(uid: UUID) -> str:
    one = Inspection.objects.select_related("target").get(pk=uid)
    return f"{one.get_mode_display()} {one.target.title}"
