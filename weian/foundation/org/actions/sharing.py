"""A single record is opened to a party outside its place, and shut again. Row security reads these rows."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Share, Unit
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def share(kind: str, opened: Iterable[tuple[Unit, UUID]], *, by: Actor, may: str = "see") -> None:
    """Open records of `kind` to parties from today on, in a fixed number of statements; what is open already stays."""
    wanted = {(party.pk, record) for party, record in opened}
    there = Share.objects.filter(may=may, record__in={record for _, record in wanted})
    fresh = sorted(wanted - set(there.values_list("party", "record")))
    Share.objects.bulk_create(
        Share(party=party, kind=kind, record=record, may=may, valid_from=clock.today()) for party, record in fresh
    )
    entries = [audit.Entry(kind, record, party, {"may": may}) for party, record in fresh]
    audit.record_all("record.shared", entries, by=by)


@transaction.atomic
def unshare(party: Unit, kind: str, record: UUID, *, by: Actor) -> None:
    """Shut the record to `party`, whatever it was allowed."""
    if Share.objects.filter(party=party.pk, kind=kind, record=record).delete()[0]:
        audit.record("record.unshared", kind=kind, record=record, chain=party.pk, by=by)
