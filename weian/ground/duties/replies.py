"""What units answered to the questions of an obligation, summed by PostgreSQL within the viewer's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from weian.ground.duties import questions
from weian.ground.duties.models import Answer, Obligation, Task
from weian.ground.duties.questions import Question

# The last answer of a task counts; earlier ones stay on record. Row security bounds the rows.
_SUMS = """
SELECT one ->> 'code', one ->> 'value', count(*)
FROM (
    SELECT DISTINCT ON (answer.task_id) record.facts
    FROM duties_answer answer
    JOIN duties_task task ON task.uid = answer.task_id
    JOIN duties_record record ON record.uid = answer.record_id
    WHERE task.obligation_id = %s AND task.submitted_at IS NOT NULL
    ORDER BY answer.task_id, answer.made_at DESC
) last, jsonb_array_elements(last.facts -> 'answers') one
WHERE one ->> 'code' = ANY(%s)
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Sum:
    """A question with its answers: for 是否 how many each, for a number the total; words are read one by one."""

    question: Question
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        return sum(int(value) * times for value, times in self.counts.items())

    @property
    def yes(self) -> int:
        return self.counts.get(questions.YES, 0)

    @property
    def no(self) -> int:
        return self.counts.get(questions.NO, 0)


def counts(obligation: Obligation) -> dict[str, int]:
    """Of the tasks that the viewer may see: how many were answered, and how many of those late."""
    found = Task.objects.filter(obligation=obligation, submitted_at__isnull=False)
    return found.aggregate(answered=Count("uid"), late=Count("uid", filter=Q(late_days__gt=0)))


def sums(obligation: Obligation) -> list[Sum]:
    """Each question with its answers counted; words are not counted but read, unit by unit."""
    asked = questions.asked(obligation.form)
    found = {one.code: Sum(one) for one in asked}
    wanted = [one.code for one in asked if one.kind != "text"]
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_SUMS, [obligation.pk, wanted])
            for code, value, times in cursor.fetchall():
                found[code].counts[value] = times
    return list(found.values())


def replies_of(obligation: Obligation, units: Iterable[UUID]) -> dict[UUID, tuple[Task, dict[str, str]]]:
    """What each of these units answered last, by the code of the question."""
    answered = Task.objects.filter(obligation=obligation, unit__in=list(units), submitted_at__isnull=False)
    found = {}
    for one in Answer.objects.filter(task__in=answered).select_related("task", "record").order_by("made_at"):
        told = one.record.facts.get("answers", [])
        found[one.task.unit_id] = (one.task, {said["code"]: said["value"] for said in told})
    return found
