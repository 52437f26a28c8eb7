"""Open hazards go over to a unit's successor, with their whole history and a number of its series (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.hazards import numbers
from weian.ground.hazards.models import Hazard
from weian.kernel.actor import Actor
from weian.kernel.scope import Range


def _open(unit: Unit) -> int:
    return Hazard.objects.under(unit).open().count()


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    rows = list(Hazard.objects.within([within]).open().filter(unit=old).order_by("reported_at", "uid"))
    for hazard in rows:
        facts = {"from": str(old.uid), "from_name": old.name, "was_no": hazard.no}
        with audit.changed(hazard, "hazard.taken_over", by=by, facts=facts):
            if hazard.found_from_id == old.pk:
                hazard.found_from = new  # found by the unit itself: still its own to verify
            hazard.unit, hazard.no = new, numbers.take(numbers.HAZARD, new, hazard.found_on.year)
    return len(rows)


WORK = org.Work("hazard", "未销号隐患", "条", 3, _open, _hand_over)
