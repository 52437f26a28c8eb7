"""How far each line is, over all units in the viewer's sight: for named lists, the whole campaign, and year by year.

Counted in the database by kinds of units, so that a province costs as much as a county.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, ExtractYear

from weian.foundation.documents import api as documents
from weian.foundation.people.api import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns.models import Campaign, Proposal, TaskList

_DONE, _EXEMPTED = Q(status=duties.TaskState.ACCEPTED), Q(status=duties.TaskState.EXEMPTED)
_ENDED = Q(unit__ended_on__isnull=False)


@dataclass(frozen=True)
class Done:
    """Units that finished, out of those that owe it; of a repeated line, in its present period."""

    done: int = 0
    owed: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(self.done + other.done, self.owed + other.owed)

    @property
    def is_complete(self) -> bool:
        return 0 < self.owed <= self.done


@dataclass(frozen=True)
class ListDone:
    """One named list, or the lines that stand in none (`task_list` None)."""

    task_list: TaskList | None
    rows: list[tuple[Proposal, Done]]
    whole: Done

    @property
    def complete(self) -> int:
        return sum(done.is_complete for _, done in self.rows)


@dataclass(frozen=True)
class Year:
    """One round: tasks whose term lies in the year, how many were finished and how many came late."""

    year: int
    owed: int
    done: int
    late: int
    standing: bool


def of_lines(obligations: Iterable[duties.Obligation], campaign: Campaign, viewer: Viewer) -> dict[UUID, Done]:
    """By the uid of the obligation, which is that of its line; three queries.

    Exempted tasks are in neither number; a unit that has ended owes what it began, and nothing else.
    """
    asked = list(obligations)
    groups, today = _groups(campaign, viewer, ended=False), clock.today()
    tasks = duties.Task.objects.within(viewer.scope.ranges).filter(obligation__in=[one.pk for one in asked])
    rows = tasks.order_by().values_list("obligation", "period_start").annotate(
        done=Count("pk", filter=_DONE), exempted=Count("pk", filter=_EXEMPTED & ~_ENDED),
        kept=Count("pk", filter=_ENDED & ~_EXEMPTED),
    )  # fmt: skip
    known = {(uid, start): (done, kept - exempted) for uid, start, done, exempted, kept in rows}
    found = {}
    for one in asked:
        done, more = known.get((one.pk, _present(one, today)), (0, 0))
        found[one.pk] = Done(done, _owing(one, groups, viewer) + more)
    return found


def lists(campaign: Campaign, viewer: Viewer) -> tuple[list[ListDone], Done]:
    """The named lists with their lines, then what stands in none; and the campaign as their sum."""
    lines = list(campaign.proposals.accepted().in_order().select_related("clause", "task_list"))
    asked = duties.Obligation.objects.filter(pk__in=[one.pk for one in lines]).select_related("issuer")
    counted = of_lines(asked, campaign, viewer)
    by_list: dict[UUID | None, list[tuple[Proposal, Done]]] = defaultdict(list)
    for line in lines:
        by_list[line.task_list_id].append((line, counted.get(line.pk, Done())))
    found = [_list(one, by_list[one.pk]) for one in campaign.task_lists.all()]
    if by_list[None]:
        found.append(_list(None, by_list[None]))
    return found, sum((one.whole for one in found), Done())


def years(campaign: Campaign, viewer: Viewer) -> list[Year]:
    """A row for each calendar year since the campaign went out, standing obligations apart after its end."""
    asked = list(
        duties.Obligation.objects.filter(document=campaign.document_id, added_why="")
        .exclude(status=duties.Obligation.Status.ANNULLED).select_related("issuer")
    )  # fmt: skip
    groups, today = _groups(campaign, viewer), clock.today()
    tasks = duties.Task.objects.within(viewer.scope.ranges).filter(obligation__in=[one.pk for one in asked])
    counted = (
        tasks.annotate(year=Coalesce(ExtractYear("due"), ExtractYear("started_at"))).order_by()
        .values_list("year", "obligation")
        .annotate(
            done=Count("pk", filter=_DONE), late=Count("pk", filter=duties.LATE),
            exempted=Count("pk", filter=_EXEMPTED),
        )
    )  # fmt: skip
    kinds = {one.pk: one.is_standing for one in asked}
    told: dict[tuple[int, bool], tuple[int, int, int]] = {}
    for year, uid, *each in counted:
        before = told.get((year, kinds[uid]), (0, 0, 0))
        told[year, kinds[uid]] = (before[0] + each[0], before[1] + each[1], before[2] + each[2])
    first = (campaign.starts or campaign.read_at.astimezone(clock.SHANGHAI).date()).year
    found = []
    for year in range(first, max(today.year, first) + 1):
        for standing in (False, True):
            part = [one for one in asked if one.is_standing == standing]
            done, late, exempted = told.get((year, standing), (0, 0, 0))
            owed = sum(_owing(one, groups, viewer) * _terms_in(one, year, today) for one in part) - exempted
            if owed or done:
                found.append(Year(year, owed, done, late, standing))
    return found


def _list(one: TaskList | None, rows: list[tuple[Proposal, Done]]) -> ListDone:
    return ListDone(one, rows, sum((done for _, done in rows), Done()))


def _groups(campaign: Campaign, viewer: Viewer, *, ended: bool = True) -> list[tuple[duties.Sort, int]]:
    """The sorts of units bound by the document, with how many of each; `ended`: also those that are no more."""
    bound = documents.Receipt.objects.binding().within(viewer.scope.ranges).filter(document=campaign.document_id)
    bound = bound if ended else bound.filter(unit__ended_on=None)
    sorts = bound.order_by().values_list("unit__kind", "unit__type", "unit__grade", "unit__light")
    return [(duties.Sort(*sort), n) for *sort, n in sorts.annotate(n=Count("pk"))]


def _owing(one: duties.Obligation, groups: Sequence[tuple[duties.Sort, int]], viewer: Viewer) -> int:
    if one.owed_by != duties.OwedBy.ADDRESSEES:
        return int(one.issuer.is_within(viewer.scope.ranges))
    return sum(n for sort, n in groups if duties.binds(one, sort))


def _present(one: duties.Obligation, today: date) -> date | None:
    if not one.every:
        return None
    period = duties.period_on(one.every, one.by_day, min(filter(None, (today, one.due, one.until))))
    return period.start if period else None


def _terms_in(one: duties.Obligation, year: int, today: date) -> int:
    """How often the line falls due in the year, as far as that has begun."""
    first = max(one.starts or one.made_at.astimezone(clock.SHANGHAI).date(), date(year, 1, 1))
    last = min(filter(None, (date(year, 12, 31), one.due if one.every else None, one.until, today)))
    if not one.every:
        day = one.due or one.made_at.astimezone(clock.SHANGHAI).date()
        return int(day.year == year)
    if first > last:
        return 0
    starts: set[Any] = set()
    day = last
    while day >= first and len(starts) < 400:
        period = duties.period_on(one.every, one.by_day, day)
        if period is None:
            break
        starts.add(period.start)
        day = date.fromordinal(period.start.toordinal() - 1)
    return len(starts)
