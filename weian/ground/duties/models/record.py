from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.ground.duties.models.obligation import AskKind
from weian.ground.duties.models.task import Task, in_reach

if TYPE_CHECKING:
    from weian.foundation.people.api import Viewer


class RecordQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Records in the reach of the viewer's post, and those that the person wrote or was given to act on."""
        given = Answer.objects.filter(record=OuterRef("pk"), task__post=viewer.post)
        return self.filter(in_reach(viewer) | Q(by=viewer.person) | Exists(given))


class Record(Positioned):
    """Something done, written once by the person who did it. `facts` follow the schema of its kind.

    Its evidence hangs on it as attachments of kind "record". What was on record elsewhere before (`recorded.py`) is
    only pointed to: `source_kind` and `source_uid` say where it is, and its files count as the record's.
    """

    audit_kind = "record"

    kind = models.CharField("种类", max_length=16, choices=AskKind.choices)
    title = models.CharField("标题", max_length=200)
    happened_on = models.DateField("发生日")
    text = models.TextField("内容", default="")
    facts = models.JSONField("要素", default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间")
    took = models.PositiveIntegerField("用时（分钟）", null=True)
    source_kind = models.CharField("原始记录种类", max_length=40, default="", blank=True)
    source_uid = models.UUIDField("原始记录", null=True)
    scanned = models.BooleanField("现场扫码", default=False)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        db_table = "duties_record"
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="duties_record_titled")]
        indexes = [
            models.Index(fields=["unit", "kind", "happened_on"], name="duties_record_of_unit"),
            models.Index(fields=["happened_on"], condition=Q(took__isnull=False), name="duties_record_timed"),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(Positioned):
    """A record answers a task. One record may answer several; nothing is typed twice."""

    audit_kind = "answer"

    task = models.ForeignKey(Task, models.PROTECT, related_name="answers", verbose_name="任务")
    record = models.ForeignKey(Record, models.PROTECT, related_name="answers", verbose_name="记录")
    made_at = models.DateTimeField("时间")

    class Meta:
        db_table = "duties_answer"
        ordering = ["made_at"]
        constraints = [models.UniqueConstraint(fields=["task", "record"], name="duties_answer_once")]

    def __str__(self) -> str:
        return f"{self.record} → {self.task_id}"
