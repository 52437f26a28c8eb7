from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from weian.foundation.org.models import Unit
from weian.foundation.people.models import Appointment
from weian.foundation.tree import states
from weian.foundation.tree.states import ChangeState


class Act(models.TextChoices):
    MOVE = "move", "调整隶属"
    MERGE = "merge", "合并"
    SPLIT = "split", "分设"
    CLOSE = "close", "停用"
    RENAME = "rename", "更名"


class Change(models.Model):
    """Somebody wants a unit changed: what, from which day, why, by which document. Kept when done, as its history.

    The uid is made by the page that confirms, so that a repeated confirmation is no second change.
    """

    audit_kind = "change"
    states = states.CHANGE

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField("何事", max_length=8, choices=Act.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name="单位")
    other = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="另一方",
        help_text="新的上级、接续的单位；分设时为分出的单位",
    )  # fmt: skip
    name = models.CharField("新名称", max_length=120, default="")
    parts = models.JSONField("分出的科室", default=list)
    posts = models.JSONField("分出的岗位", default=list)
    on = models.DateField("生效日")
    why = models.TextField("理由")
    basis = models.CharField("依据文件", max_length=200, default="")
    status = models.CharField("状态", max_length=10, choices=ChangeState.choices, default=ChangeState.PLANNED)
    rows = models.IntegerField("涉及的记录", default=0)
    outcome = models.TextField("结果", default="")
    asked_by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="何人以何岗位提出")
    planned_at = models.DateTimeField("提出时间")
    done_at = models.DateTimeField("办成时间", null=True)
    done_by = models.UUIDField(null=True)
    refused_at = models.DateTimeField("没办成时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        db_table = "tree_change"
        ordering = ["-planned_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="tree_change_reasoned"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(status="planned"), name="tree_change_one_planned"
            ),
        ]
        indexes = [models.Index(fields=["on"], condition=models.Q(status="planned"), name="tree_change_due")]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_act_display()}"

    def audit_chain(self) -> UUID:
        return self.unit_id
