"""The limit of a listing (销号期限) beside the deadline of its hazard: which of the two counts, and how they move.

The deadline (整改期限) is never later than the limit. It counts until the rectification is told; from then on, and
where nobody has set one yet, the limit does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from weian.foundation.audit import api as audit
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.models import Hazard, Supervision
from weian.ground.hazards.states import STOPPED, Supervised
from weian.ground.hazards.supervising import gates
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class Term:
    """The day that counts for a hazard now. `limit` is the day of the listing, None where it is not listed."""

    day: date | None
    limit: date | None = None

    @property
    def is_limit(self) -> bool:
        return self.limit is not None and self.day == self.limit

    @property
    def word(self) -> str:
        if self.limit is None:
            return "期限"
        return "销号期限" if self.is_limit else "整改期限"

    @property
    def note(self) -> str:
        """The other day, or whose the one is: told wherever a listed hazard shows its term."""
        if self.limit is None:
            return ""
        return "挂牌销号期限" if self.is_limit else f"整改期限，挂牌限 {self.limit:%m-%d} 前销号"


def terms_of(hazards: Iterable[Hazard]) -> dict[UUID, Term]:
    """The term of each; one statement for the limits of all, none where no hazard is listed."""
    found = list(hazards)
    marked = [one.pk for one in found if one.has(Mark.SUPERVISED)]
    standing = Supervision.objects.filter(hazard__in=marked).exclude(status=Supervised.LIFTED)
    limits = dict(standing.values_list("hazard", "due")) if marked else {}
    return {one.pk: _term(one, limits.get(one.pk)) for one in found}


def _term(hazard: Hazard, limit: date | None) -> Term:
    own = None if hazard.status in STOPPED else hazard.due
    return Term(own or (limit if hazard.is_open else None), limit)


def supervised_until(hazard: Hazard) -> date:
    """The limit of the listing in force; there is one where the mark stands."""
    return gates.now(hazard).due


def put_off(hazard: Hazard, until: date, *, by: Actor) -> None:
    """The limit of the listing moves with a deadline that its level has granted."""
    if hazard.has(Mark.SUPERVISED):
        standing = gates.now(hazard)
        if until > standing.due:
            with audit.changed(standing, "supervision.put_off", by=by, facts={"until": until.isoformat()}):
                standing.due = until
