"""A ledger or list as rows of cells: the same hazards under other heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weian.foundation.evidence import api as evidence
from weian.foundation.people import api as people
from weian.ground.hazards import pack_schema
from weian.ground.hazards.ledgers.columns import COLUMNS, Around, Value
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.ground.hazards.pack_schema import LedgerView
from weian.ground.registry import api as registry

CHUNK = 500
RELATED = ("unit", "department", "subject", "found_by", "found_from", "responsible", "responsible_post")


def narrowed(hazards: HazardQuerySet, view: LedgerView) -> HazardQuerySet:
    """The hazards that the list is about."""
    if view.domains:
        hazards = hazards.filter(domain__in=view.domains)
    if view.only == "open":
        hazards = hazards.open()
    return hazards.closed() if view.only == "closed" else hazards


def rows(hazards: Sequence[Hazard], view: LedgerView) -> list[list[Value]]:
    """One row of cells per hazard, in the order of the view's columns."""
    around = _around(hazards)
    reads = [COLUMNS[column.field].read for column in view.columns]
    return [[read(hazard, around) for read in reads] for hazard in hazards]


def all_rows(hazards: HazardQuerySet, view: LedgerView) -> Iterator[list[Value]]:
    """Rows of any number of hazards, read in chunks by deadline so that memory stays flat."""
    ordered = narrowed(hazards, view).by_deadline().select_related(*RELATED)
    last: Hazard | None = None
    while True:
        chunk = list((ordered.after(last.due_key, last.uid) if last else ordered)[:CHUNK])
        if not chunk:
            return
        yield from rows(chunk, view)
        last = chunk[-1]


def _around(hazards: Sequence[Hazard]) -> Around:
    files = evidence.attachments_of_many(Hazard.audit_kind, [one.uid for one in hazards])
    return Around(
        names=people.names_of(uid for one in hazards for uid in (one.verified_by, one.fixed_by)),
        types={code: kind.title for code, kind in pack_schema.types().items()},
        domains=pack_schema.domains(),
        evidence={uid: len(found) for uid, found in files.items()},
        places={code: one.title for code, one in registry.subject_types().items()},
    )
