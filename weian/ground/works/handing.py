"""Contractors, permits and sites go over to a unit's successor with all that hangs on them (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site, StopOrder, Violation
from weian.kernel.actor import Actor
from weian.kernel.scope import Range


def _open(unit: Unit) -> int:
    """Contracts in force: they keep no unit from being closed, its successor has them."""
    return 0


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    done = 0
    facts = {"from": str(old.uid), "from_name": old.name}
    for model in (Contractor, Contract, Charge, Site, StopOrder, Permit, Violation):
        for row in model.objects.within([within]).filter(unit=old).order_by("uid"):
            with audit.changed(row, f"{row.audit_kind}.taken_over", by=by, facts=facts):
                row.unit = new
                if isinstance(row, Contractor | Site):
                    _called_apart(row, old, new)
            done += isinstance(row, Contractor | Site)
    return done


def _called_apart(row: Contractor | Site, old: Unit, new: Unit) -> None:
    """Both had one of that name: this one says where it came from."""
    if type(row).objects.filter(unit=new, name=row.name).exists():
        row.name = f"{row.name[: 76 - len(old.title)]}（原{old.title}）"[:80]
    if isinstance(row, Contractor) and row.code and Contractor.objects.filter(unit=new, code=row.code).exists():
        row.code = ""


WORK = org.Work("contractor", "承包方和施工项目", "个", 6, _open, _hand_over)
