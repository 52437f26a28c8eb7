"""What was found: each thing with its method, its clause and its basis; and what staff knew when asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.documents.models import Clause
from weian.foundation.org.models import Positioned
from weian.ground.hazards.models import Hazard
from weian.programs.inspections.kinds import Method
from weian.programs.inspections.models.inspection import Inspection


class Finding(Positioned):
    """Something that is wrong. It counts where its inspection counts; of a secret visit at the office until released.

    `severity` is the inspector's hint (a hazard grade). `due` and `responsible`, or `fixed`: there is no third way.
    """

    audit_kind: ClassVar[str] = "inspection_finding"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="检查")
    item = models.CharField("检查项", max_length=80, default="", blank=True)
    text = models.TextField("发现什么")
    place = models.CharField("地点", max_length=120, default="", blank=True)
    type = models.CharField("隐患类别", max_length=40, default="", blank=True)
    domain = models.CharField("领域", max_length=40, default="", blank=True)
    method = models.CharField("方法", max_length=8, choices=Method.choices, default=Method.LOOK)
    severity = models.CharField("等级建议", max_length=10, default="", blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+", verbose_name="条款")
    basis = models.CharField("依据", max_length=200, default="", blank=True)
    demand = models.TextField("整改要求", default="", blank=True)
    elements = models.JSONField("五项", default=dict)
    fixed = models.TextField("当场怎么改的", default="", blank=True)
    due = models.DateField("整改期限", null=True)
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, related_name="+", verbose_name="隐患")
    found_at = models.DateTimeField("发现时间")
    found_by = models.UUIDField("发现人")
    objection = models.TextField("异议", default="", blank=True)
    answer = models.TextField("对异议的答复", default="", blank=True)
    dropped = models.BooleanField("经异议不再认定", default=False)

    class Meta:
        db_table = "inspections_finding"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="inspections_finding_told")]
        indexes = [
            models.Index(fields=["inspection", "found_at"], name="inspections_finding_of"),
            models.Index(fields=["clause", "org_pos"], name="inspections_finding_clause"),
            models.Index(fields=["hazard"], name="inspections_finding_hazard"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Held(Positioned):
    """The answers of a secret visit until they are released; they count at the inspecting office."""

    audit_kind: ClassVar[str] = "inspection_held"

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="held", verbose_name="检查")
    answers = models.JSONField("答案", default=dict)
    note = models.TextField("情况", default="", blank=True)

    class Meta:
        db_table = "inspections_held"

    def __str__(self) -> str:
        return str(self.inspection_id)


class Interview(Positioned):
    """访: one member of staff was asked. Nobody is named: what they knew counts, not who they are."""

    audit_kind: ClassVar[str] = "inspection_interview"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="interviews", verbose_name="检查")
    answers = models.JSONField("答对没有", default=dict)
    knew = models.PositiveSmallIntegerField("答对")
    asked = models.PositiveSmallIntegerField("问了")

    class Meta:
        db_table = "inspections_interview"
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__gt=0, knew__lte=models.F("asked")), name="inspections_interview_counted"
            )
        ]
        indexes = [models.Index(fields=["inspection"], name="inspections_interview_of")]

    def __str__(self) -> str:
        return f"{self.knew}/{self.asked}"
