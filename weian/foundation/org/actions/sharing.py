"""A single record is opened to a party outside its place, and shut again. Row security reads these rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Share, Unit
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def share(
    party: Unit, kind: str, record: UUID, *, by: Actor, may: str = "see", since: date | None = None,
    until: date | None = None,
) -> Share:  # fmt: skip
    """Open the record (kind, uid) to `party`; once more changes nothing."""
    found = Share.objects.filter(party=party.pk, record=record, may=may).first()
    if found is not None:
        return found
    made = Share.objects.create(
        party=party.pk, kind=kind, record=record, may=may, valid_from=since or clock.today(), valid_to=until
    )
    audit.record("record.shared", kind=kind, record=record, chain=party.pk, by=by, facts={"may": may})
    return made


@transaction.atomic
def unshare(party: Unit, kind: str, record: UUID, *, by: Actor) -> None:
    """Shut the record to `party`, whatever it was allowed."""
    if Share.objects.filter(party=party.pk, kind=kind, record=record).delete()[0]:
        audit.record("record.unshared", kind=kind, record=record, chain=party.pk, by=by)
