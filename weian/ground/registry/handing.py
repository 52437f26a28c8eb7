"""A unit's places go over to its successor, with their labels and their history (socket org.work)."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.registry.models import Subject
from weian.kernel.actor import Actor
from weian.kernel.scope import Range


def _open(unit: Unit) -> int:
    """A place is nothing that somebody still has to do: it keeps no unit from being closed."""
    return 0


def _hand_over(old: Unit, new: Unit, within: Range, by: Actor) -> int:
    rows = list(Subject.objects.within([within]).filter(unit=old).order_by("sort_key", "uid"))
    taken = set(Subject.objects.filter(unit=new, valid_to=None).exclude(code="").values_list("code", flat=True))
    for subject in rows:
        facts = {"from": str(old.uid), "from_name": old.name, "was_code": subject.code}
        with audit.changed(subject, "subject.taken_over", by=by, facts=facts):
            subject.unit = new
            if subject.code in taken:  # it named something within the old unit only
                subject.code = ""
    return len(rows)


WORK = org.Work("subject", "在用场所点位", "个", 5, _open, _hand_over)
