"""What happened, in the terms of the forecast: counted from receipts and tasks of the units that it was made for."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from weian.foundation.org.kinds import Level
from weian.ground.duties import api as duties
from weian.programs.campaigns.models import Campaign


@dataclass(frozen=True)
class LineOutcome:
    """Units that began, handed in, were accepted, were late with one line. Repeats count each time.
    `took`: the median of the `timed` records that say how many minutes it was; `minutes` all of them together."""

    begun: int
    submitted: int
    finished: int
    late: int
    timed: int = 0
    took: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class AddedLevel:
    """What the units of one level added to the document."""

    word: str
    units: int
    count: int
    minutes: int


@dataclass(frozen=True)
class Outcome:
    """`posts` that had a task in hand; tasks that something answered which was on record before (`reused`).
    `below`: what was begun by units to which the notice was forwarded; the forecast did not know of them."""

    units: int
    begun: int
    submitted: int
    finished: int
    late: int
    posts: int = 0
    reused: int = 0
    below: int = 0
    lines: dict[UUID, LineOutcome] = field(default_factory=dict)

    @property
    def timed(self) -> int:
        return sum(one.timed for one in self.lines.values())

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.lines.values())


def outcome(campaign: Campaign) -> Outcome:
    """Of a notice that was issued; in a few statements. Row security bounds it to what the viewer may see."""
    settled, accepted = Q(status__in=duties.FINISHED), Q(status=duties.TaskState.ACCEPTED)
    every = duties.Task.objects.filter(obligation__document=campaign.document_id, obligation__added_why="")
    every = every.exclude(obligation__owed_by=duties.OwedBy.OWN)
    addressed = Q(unit__in=campaign.addressees.order_by().values("unit"))
    tasks = every.filter(addressed)
    rows = tasks.order_by().values("obligation").annotate(
        begun=Count("pk"), submitted=Count("pk", filter=Q(submitted_at__isnull=False) | settled),
        finished=Count("pk", filter=accepted), late=Count("pk", filter=duties.LATE),
    )  # fmt: skip
    answers = duties.Answer.objects.filter(task__in=tasks.order_by().values("pk"))
    times = answers.exclude(record__took=None).order_by().values_list("task__obligation").annotate(
        timed=Count("record"), middle=duties.Median("record__took"), minutes=Sum("record__took")
    )  # fmt: skip
    took = {line: (timed, round(middle), minutes) for line, timed, middle, minutes in times}
    lines = {
        row["obligation"]: LineOutcome(
            row["begun"], row["submitted"], row["finished"], row["late"], *took.get(row["obligation"], ())
        )
        for row in rows
    }
    reached = campaign.addressees.exclude(reached_at=None).count()
    before = ~Q(record__source_kind="") | Q(record__made_at__lt=F("task__started_at"))
    posts = tasks.exclude(post=None).aggregate(n=Count("post", distinct=True))["n"]
    reused = answers.filter(before).aggregate(n=Count("task", distinct=True))["n"]
    return Outcome(
        reached, sum(one.begun for one in lines.values()), sum(one.submitted for one in lines.values()),
        sum(one.finished for one in lines.values()), sum(one.late for one in lines.values()), posts, reused,
        every.exclude(addressed).count(), lines,
    )  # fmt: skip


def added(campaign: Campaign) -> list[AddedLevel]:
    """Additions in force to the document, by the level that made them."""
    rows = duties.Obligation.objects.filter(document=campaign.document_id, status="active").exclude(added_why="")
    counted = rows.order_by().values(level=F("issuer__level"))
    counted = counted.annotate(units=Count("issuer", distinct=True), count=Count("pk"), minutes_each=Sum("minutes"))
    words = dict(Level.choices)
    return [
        AddedLevel(words.get(row["level"], "其他"), row["units"], row["count"], row["minutes_each"] or 0)
        for row in counted
    ]
