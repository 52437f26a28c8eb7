from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from weian.foundation.org.models import PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard
from weian.ground.hazards.states import OPEN, SUPERVISION, Supervised
from weian.kernel import clock


class SupervisionQuerySet(PositionedQuerySet):
    def owing_reports(self) -> Self:
        """Of which the next report is owed, with the day by which it is."""
        return self.filter(status=Supervised.LISTED, hazard__status__in=OPEN).with_report_due()

    def with_report_due(self) -> Self:
        """With `report_due`, the day of the next report: so many days after the last one or after the listing."""
        last = ProgressReport.objects.filter(supervision=OuterRef("pk")).order_by("-on").values("on")[:1]
        listed = TruncDate("listed_at", tzinfo=clock.SHANGHAI)
        due = ExpressionWrapper(Coalesce(Subquery(last), listed) + F("report_days"), output_field=DateField())
        return self.annotate(report_due=due)


class Supervision(Beside):
    """挂牌督办: a commission lists a hazard, hears of it every week and lifts it when it has seen the result."""

    audit_kind: ClassVar[str] = "supervision"
    states: ClassVar = SUPERVISION

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="supervisions", verbose_name="隐患")
    by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="督办单位")
    no = models.CharField("督办编号", max_length=60)
    requirement = models.TextField("督办要求")
    leader = models.CharField("督办责任人", max_length=60)
    due = models.DateField("销号期限")
    report_days = models.PositiveIntegerField("几天一报")
    status = models.CharField("状态", max_length=10, choices=Supervised.choices, default=Supervised.LISTED)
    listed_at = models.DateTimeField("挂牌时间")
    listed_by = models.UUIDField("挂牌人")
    asked_at = models.DateTimeField("申请解除时间", null=True)
    asked_by = models.UUIDField("申请解除人", null=True)
    ask_note = models.TextField("申请说明", default="")
    refused_reason = models.TextField("不予解除的理由", default="")
    lifted_at = models.DateTimeField("解除时间", null=True)
    lifted_by = models.UUIDField("解除人", null=True)
    lift_note = models.TextField("解除意见", default="")

    objects: ClassVar[Any] = SupervisionQuerySet.as_manager()
    report_due: date  # of `with_report_due`

    class Meta:
        db_table = "hazards_supervision"
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], condition=~Q(status="lifted"), name="hazards_supervision_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(requirement="") & ~Q(leader=""), name="hazards_supervision_told"),
            # Whoever asks for the end of it does not decide it.
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(asked_by=None) | ~Q(lifted_by=F("asked_by")),
                name="hazards_supervision_lifted_by_another",
            ),
            models.UniqueConstraint(fields=["by_unit", "no"], name="hazards_supervision_no_once"),
        ]
        indexes = [
            models.Index(fields=["by_unit", "status", "due"], name="hazards_supervision_of"),
            models.Index(fields=["org_pos"], condition=Q(status="listed"), name="hazards_supervision_reports"),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def is_open(self) -> bool:
        return self.status != Supervised.LIFTED

    @property
    def owes_reports(self) -> bool:
        """As `owing_reports` finds it."""
        return self.status == Supervised.LISTED and self.hazard.status in OPEN


class ProgressReport(Beside):
    """What a unit tells of a listed hazard, usually every week."""

    audit_kind: ClassVar[str] = "progress_report"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="reports", verbose_name="督办")
    on = models.DateField("报告日")
    text = models.TextField("进展")
    percent = models.PositiveIntegerField("完成比例（%）")
    made_at = models.DateTimeField("提交时间")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="报告人")

    class Meta:
        db_table = "hazards_progress_report"
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & Q(percent__lte=100), name="hazards_progress_report_told"),
            models.UniqueConstraint(fields=["supervision", "on"], name="hazards_progress_report_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.on}"
