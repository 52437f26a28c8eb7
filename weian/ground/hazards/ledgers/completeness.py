"""A row is closed only when every list that counts for closing is filled (S2-2.1j)."""

from __future__ import annotations

from weian.foundation.people import api as people
from weian.ground.hazards import pack_schema
from weian.ground.hazards.ledgers.columns import COLUMNS, Around
from weian.ground.hazards.models import Hazard


def gaps(hazard: Hazard) -> list[str]:
    """A phrase per list with empty columns, e.g. 措施清单缺整改措施; empty when the hazard may be closed."""
    names = people.names_of([hazard.verified_by, hazard.fixed_by])
    around = Around(names=names, types={}, domains={}, evidence={}, places={})
    found = []
    for view in pack_schema.ledger_views():
        empty = [_head(view, one) for one in view.complete if COLUMNS[one].read(hazard, around) in (None, "")]
        if view.for_closing and empty:
            found.append(f"{view.title}缺{'、'.join(empty)}")
    return found


def _head(view: pack_schema.LedgerView, field: str) -> str:
    named = {column.field: column.title for column in view.columns}
    return named.get(field, COLUMNS[field].title)
