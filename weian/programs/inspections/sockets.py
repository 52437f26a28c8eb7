"""What inspections fills into the sockets of lower apps."""

from __future__ import annotations

from uuid import UUID

from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.people.api import Viewer
from weian.programs.inspections.models import (
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


def fill() -> None:
    for model in (Plan, Opening, Inspection, Finding, Held, Interview, Signature, Outcome, Instrument):
        org.positioned(model)
    evidence.owner_gate(Inspection.audit_kind, can_see)


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return Inspection.objects.visible_to(viewer).filter(pk=uid).exists()
