"""A ledger as an Excel file, per unit and period, printed like an official form."""

from __future__ import annotations

from collections.abc import Iterator

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Viewer
from weian.ground.hazards.ledgers.columns import Value
from weian.ground.hazards.ledgers.projecting import all_rows
from weian.ground.hazards.models import HazardQuerySet
from weian.ground.hazards.pack_schema import LedgerView
from weian.kernel import clock
from weian.kernel.sheets import OutColumn, write_sheet


def export(hazards: HazardQuerySet, view: LedgerView, *, by: Viewer, terms: str) -> bytes:
    """The list as .xlsx bytes. `terms` says in words which hazards these are. Raises Refused without the right."""
    by.check(May.EXPORT)
    count = 0

    def counted() -> Iterator[list[Value]]:
        nonlocal count
        for row in all_rows(hazards, view):
            count += 1
            yield row

    note = f"{by.unit.name}　{terms}　{clock.now():%Y-%m-%d %H:%M} 导出"
    sheet = write_sheet(view.title, [OutColumn(column.title) for column in view.columns], counted(), note=note)
    audit.record(
        "hazards.exported", kind="ledger_view", record=by.unit.uid, chain=by.unit.uid, by=by,
        facts={"view": view.code, "terms": terms, "rows": count},
    )  # fmt: skip
    return sheet
