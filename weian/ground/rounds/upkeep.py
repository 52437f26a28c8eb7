"""第三方维保机构监管 (S0-2.7d): visits of maintainers that are due, counter-signed or not, and late for both sides.

A visit counts when the maintainer and somebody of the unit have both signed (inspections, 维保到场). One that was
missed stays late, for the owner and for the maintainer, until the next one was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from weian.foundation.org.models import Unit
from weian.ground.registry.models import Subject
from weian.ground.rounds.book import Book
from weian.ground.rounds.models import Visit
from weian.ground.rounds.queries import Round, asked_of, judged
from weian.kernel import clock

MAINTAINER = "maintainer"


@dataclass(frozen=True)
class Upkeep:
    """What a maintainer owes at one place: the round of now, and the last day of the one that was missed before it."""

    subject: Subject
    now: Round | None
    last: datetime | None
    late_since: date | None

    @property
    def provider(self) -> str:
        return self.subject.contractor.name if self.subject.contractor else ""

    @property
    def late_days(self) -> int:
        return (clock.today() - self.late_since).days if self.late_since else 0


def upkeep_of(units: Iterable[Unit]) -> list[Upkeep]:
    """All that maintainers owe at these units, what is late first; a fixed number of queries."""
    by_id, today = {unit.pk: unit for unit in units}, clock.today()
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    book = Book(by_id.values())
    subjects = list(asked_of(book, by_id.values(), first).select_related("post__unit", "contractor"))
    for one in subjects:
        one.unit = by_id[one.unit_id]
    rounds = [one for one in judged(book, subjects, first, today) if one.due.kept.claim.doer == MAINTAINER]
    visits = Visit.objects.filter(subject__in={one.subject.pk for one in rounds}, doer=MAINTAINER)
    last = dict(visits.values_list("subject").annotate(at=Max("seen_at")).values_list("subject", "at"))
    by_subject: dict[UUID, list[Round]] = {}
    for one in rounds:
        by_subject.setdefault(one.subject.pk, []).append(one)
    found = [_of(those, last.get(uid), today) for uid, those in by_subject.items()]
    return sorted(found, key=lambda one: (-one.late_days, one.subject.sort_key))


def overdue(units: Iterable[Unit]) -> list[Upkeep]:
    return [one for one in upkeep_of(units) if one.late_since]


def _of(rounds: Sequence[Round], last: datetime | None, today: date) -> Upkeep:
    missed = [
        one.due.window.last_day for one in rounds
        if one.is_missed and one.due.window.last_day < today and (last is None or last <= one.due.window.end)
    ]  # fmt: skip
    now = [one for one in rounds if one.due.window.last_day >= today]
    subject = rounds[0].subject
    return Upkeep(subject, now[0] if now else None, last, min(missed, default=None))
