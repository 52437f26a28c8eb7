"""What others and the pages ask: how the checks of contractors stand, when sites were visited, what is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from weian.ground.rounds import api as rounds
from weian.ground.works.models import Contractor, Site, StopOrder
from weian.ground.works.states import Built
from weian.kernel import clock

# A missed check is shown so far back; each further one is another line of the same.
MONTHS_BACK = 93


@dataclass(frozen=True)
class Check:
    """How the owner's inspection of a contractor stands. `missed`: windows that went by since the last one."""

    every: str
    source: str
    verified: bool
    last: date | None
    due: date | None
    missed: int

    @property
    def is_overdue(self) -> bool:
        return self.missed > 0


def checks_of(contractors: Sequence[Contractor]) -> dict[UUID, Check]:
    """By contractor, from the rounds of its subject; a fixed number of queries."""
    today = clock.today()
    subjects = {one.subject_id: one for one in contractors}
    found: dict[UUID, list[rounds.Round]] = {}
    wanted = [one.subject for one in contractors if one.subject.is_in_use]
    for one in rounds.between(wanted, today - timedelta(days=MONTHS_BACK), today) if wanted else []:
        if one.due.kept.claim.doer == "own":
            found.setdefault(one.subject.pk, []).append(one)
    last = _last_visits(subjects)
    return {contractor.pk: _check(found[uid], last.get(uid)) for uid, contractor in subjects.items() if uid in found}


def _check(seen: list[rounds.Round], last: date | None) -> Check:
    claim = seen[-1].due.kept.claim
    running = [one for one in seen if one.due.window.holds(clock.now())]
    missed = [
        one for one in seen if one.is_missed and (last is None or one.due.window.last_day > last)
    ]  # fmt: skip
    open_ones = [one for one in running if one.judged.made < one.judged.wanted]
    due = open_ones[0].due.window.last_day if open_ones else None
    return Check(claim.every, f"{claim.source} {claim.clause}".strip(), claim.verified, last, due, len(missed))


def _last_visits(subjects: Iterable[UUID]) -> dict[UUID, date]:
    rows = (
        rounds.Visit.objects.filter(subject__in=list(subjects), doer="own").order_by("subject", "-seen_at")
        .distinct("subject").values_list("subject", "seen_at")
    )  # fmt: skip
    return {uid: moment.astimezone(clock.SHANGHAI).date() for uid, moment in rows}


def visits_to(one: Contractor | Site) -> QuerySet[rounds.Visit]:
    """Whenever somebody looked at it, newest first: of a contractor at its sites too."""
    subjects = {one.subject_id}
    if isinstance(one, Contractor):
        subjects |= set(Site.objects.filter(contractor=one).values_list("subject", flat=True))
    return rounds.Visit.objects.filter(subject__in=subjects).select_related("subject").order_by("-seen_at")


def visits_owed(sites: Sequence[Site]) -> dict[UUID, rounds.Standing]:
    """By site in 在建, when its owner was there last and until when it has to come again (S0-2.5a)."""
    wanted = {one.subject_id: one for one in sites if one.status == Built.BUILDING}
    found = rounds.counted_from_last([one.subject for one in wanted.values()]) if wanted else []
    return {wanted[one.subject.pk].pk: one for one in found if one.doer == "own"}


def standing_orders(sites: Iterable[Site]) -> dict[UUID, StopOrder]:
    """By site, the stop-work order that stands over it."""
    return {one.site_id: one for one in StopOrder.objects.standing().filter(site__in=list(sites))}
