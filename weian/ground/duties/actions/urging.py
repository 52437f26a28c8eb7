"""催办: the issuer and the commissions above ask a unit for what it still owes, at most once a day each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import telling
from weian.ground.duties.access import check_can_urge
from weian.ground.duties.models import Urging
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.states import TaskState
from weian.kernel import clock


@dataclass(frozen=True)
class UrgedUnits:
    """Units that were asked to sign, units that were asked for tasks, and how many tasks."""

    unsigned: int
    working: int
    tasks: int


@transaction.atomic
def urge(found: Sequence[Owed], *, by: Viewer) -> list[Owed]:
    """Urge what is open; what was urged today is passed over. Returns what was urged now. Raises Refused."""
    for one in found:
        check_can_urge(by, one)
    # Under the lock of the chains of two people who press at once the second sees what the first did.
    audit.lock_chains({one.unit.pk for one in found})
    today = clock.today()
    rows = Urging.objects.filter(obligation__in={one.obligation.pk for one in found}, on=today)
    had = set(rows.values_list("obligation", "unit", "period_start"))
    fresh: dict[UUID, list[Owed]] = defaultdict(list)
    for one in found:
        if (one.obligation.pk, one.unit.pk, one.period_start) not in had:
            fresh[one.unit.pk].append(one)
            _note(one, by)
    for asked in fresh.values():
        telling.urged(asked, by)
    return [one for asked in fresh.values() for one in asked]


@transaction.atomic
def urge_units(document: Document, units: Iterable[Unit], *, by: Viewer) -> UrgedUnits:
    """One press for many units: who has not signed is asked to sign, the others for every open task with a term.

    Raises Refused where nobody was chosen, or none of the chosen has anything to be asked for.
    """
    chosen = list(units)
    if not chosen:
        raise Refused("还没有选择要催办的单位。")
    waiting = Receipt.objects.unsigned().filter(document=document, unit__in=chosen)
    unsigned = set(waiting.values_list("unit", flat=True))
    signatures = inbox.urge_receipts(document, unsigned, by=by).receipts if unsigned else []
    found = [
        one for one in owed(chosen, document=document)
        if one.is_open and one.state != TaskState.UNSIGNED and one.due
    ]  # fmt: skip
    urged = urge(found, by=by)
    if not urged and not signatures:
        raise Refused("所选单位没有可以催办的：已经签收、办完，或今天已经催过。")
    return UrgedUnits(len(signatures), len({one.unit.pk for one in urged}), len(urged))


def _note(one: Owed, by: Viewer) -> None:
    row = Urging(
        obligation=one.obligation, period_start=one.period_start, on=clock.today(), urged_at=clock.now(), by=by.person,
        by_unit=by.unit,
    ).at(one.unit)  # fmt: skip
    audit.created(row, "task.urged", by=by, facts={"obligation": str(one.obligation.pk), "late_days": one.late_days})
