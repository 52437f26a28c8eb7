from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person, Post
from weian.foundation.tally.api import Place
from weian.ground.duties import due as days
from weian.ground.duties.models.obligation import Obligation
from weian.ground.duties.states import FINISHED, TASK, TaskState

if TYPE_CHECKING:
    from weian.foundation.people.api import Viewer


# Late for ever: at the first handing in, or before a later day was granted.
LATE = Q(late_days__gt=0) | Q(late_before__gt=0)


def in_reach(viewer: Viewer) -> Q:
    """Rows that count where the viewer's post works."""
    spans = [Q(org_pos__gte=lo, org_pos__lt=hi) for lo, hi in viewer.ranges]
    return reduce(or_, spans, Q(pk__in=[]))


class TaskQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Tasks in the reach of the viewer's post, and those that fell to the post or the person."""
        return self.filter(in_reach(viewer) | Q(post=viewer.post) | Q(person__in=viewer.persons))

    def awaiting(self, unit: Unit) -> Self:
        """Handed in and waiting for `unit` to accept or return."""
        return self.filter(reviewer=unit, status=TaskState.SUBMITTED)

    def by_rounds(self) -> Self:
        """Handed in by the rounds themselves: each was made in time, and nobody wrote."""
        return self.filter(status=TaskState.SUBMITTED, submitted_by=None)

    def unfinished(self) -> Self:
        return self.exclude(status__in=FINISHED)


class Task(Positioned):
    """What one unit did about one obligation (in one period). A row exists only from the first act on."""

    audit_kind = "task"
    states = TASK

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="tasks", verbose_name="要求")
    period_start = models.DateField("周期起", null=True)
    due = models.DateField("期限", null=True)
    status = models.CharField("状态", max_length=12, choices=TaskState.choices, default=TaskState.STARTED)
    reviewer = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="审核单位")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="承办岗位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="承办人")
    started_at = models.DateTimeField("开始时间")
    started_by = models.UUIDField("开始人", null=True)
    submitted_at = models.DateTimeField("提交时间", null=True)
    submitted_by = models.UUIDField("提交人", null=True)
    accepted_at = models.DateTimeField("通过时间", null=True)
    accepted_by = models.UUIDField("审核人", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    returned_by = models.UUIDField("退回人", null=True)
    exempted_at = models.DateTimeField("豁免时间", null=True)
    exempted_by = models.UUIDField("豁免人", null=True)
    return_reason = models.TextField("退回理由", default="")
    late_days = models.SmallIntegerField("迟报（工作日）", null=True, help_text="首次提交时定下，永不改变")
    late_before = models.SmallIntegerField(
        "延期前已逾期（工作日）", default=0, help_text="申请延期时已过期限，只增不减"
    )

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        db_table = "duties_task"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "unit", "period_start"], nulls_distinct=False, name="duties_task_once"
            ),
            models.CheckConstraint(condition=~Q(status=TaskState.UNSIGNED), name="duties_task_signed"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(late_days__isnull=False), name="duties_task_lateness_known"
            ),
            models.CheckConstraint(
                condition=Q(late_days=None) | Q(late_days__gte=0), name="duties_task_lateness_counts"
            ),
            models.CheckConstraint(condition=Q(late_before__gte=0), name="duties_task_late_before_counts"),
        ]
        indexes = [
            models.Index(fields=["org_pos", "status"], name="duties_task_place"),
            models.Index(
                fields=["reviewer", "submitted_at", "uid"], condition=Q(status="submitted"), name="duties_task_awaiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.unit}"

    def lateness_on(self, day: date) -> int:
        """Working days late if handed in on `day`: of its term, and before a later day was granted; or as frozen."""
        if self.late_days is not None:
            return self.late_days
        return self.late_before + days.working_days_late(self.due, day)

    def tally(self) -> tuple[Place, dict[str, str]]:
        return (self.org_pos, self.region), {
            "status": self.status,
            "kind": self.obligation.kind,
            "composite": self.obligation.composite,
            "late": "y" if self.late_days or self.late_before else "n",
        }
