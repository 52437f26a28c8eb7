"""Which deadlines an act answers: the windows of the rounds at its place, and until when the tasks were due for which
it was taken (a task's day, the end of a stage, the day of a report: all stand in the task)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from weian.ground.duties.models import Answer, Task
from weian.ground.registry.api import Kind
from weian.ground.registry.models import Subject
from weian.ground.rounds import api as rounds
from weian.kernel import calendar, clock
from weian.oversight.watch.acts import Due
from weian.programs.inspections.models import Inspection


def dues_of(
    acts: Sequence[Inspection], ended: Mapping[UUID, datetime], subjects: Mapping[UUID, Subject]
) -> dict[UUID, tuple[Due, ...]]:
    """By act; `ended` by our clock, `subjects` with their units. Of two that run alike the first is named."""
    found: dict[UUID, dict[tuple[datetime, datetime], Due]] = defaultdict(dict)
    for uid, due in [*_rounds(acts, ended, subjects), *_tasks(acts)]:
        found[uid].setdefault(due.span, due)
    return {uid: tuple(dues.values()) for uid, dues in found.items()}


def _rounds(
    acts: Sequence[Inspection], ended: Mapping[UUID, datetime], subjects: Mapping[UUID, Subject]
) -> list[tuple[UUID, Due]]:
    """Of the place itself, and of the routes that lead by it."""
    leads: dict[UUID, list[Subject]] = defaultdict(list)
    units = {one.unit_id for one in subjects.values()}
    for route in Subject.objects.filter(unit__in=units, kind=Kind.ROUTE).select_related("unit"):
        for stop in route.stops:
            leads[UUID(stop)].append(route)
    asked = [
        (act.pk, place, ended[act.pk])
        for act in acts if act.subject and act.subject in subjects
        for place in [subjects[act.subject], *leads[act.subject]]
    ]  # fmt: skip
    due = rounds.open_at((place, moment) for _, place, moment in asked)
    return [
        (uid, Due(one.kept.claim.title, one.window.begin, one.window.end))
        for uid, place, moment in asked
        for one in due[place.pk, moment]
    ]


def _tasks(acts: Sequence[Inspection]) -> list[tuple[UUID, Due]]:
    taken = Answer.objects.filter(
        record__unit__in={one.unit_id for one in acts}, record__source_kind=Inspection.audit_kind,
        record__source_uid__in=[one.pk for one in acts],
    )  # fmt: skip
    rows = taken.select_related("record", "task__obligation")
    return [(one.record.source_uid, _due_of(one.task, one.task.due)) for one in rows if one.task.due]


def _due_of(task: Task, day: date) -> Due:
    asked = task.obligation
    begin = task.period_start or asked.starts or asked.made_at.astimezone(clock.SHANGHAI).date()
    return Due(asked.title, clock.morning(begin), calendar.due_at(day))
