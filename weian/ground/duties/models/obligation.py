from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.db import models

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.documents.models import Clause, Document
from weian.foundation.org.models import Unit
from weian.ground.duties.models.aim import FULL, LIGHT, binds
from weian.kernel import clock


class AskKind(models.TextChoices):
    """What is asked; the kinds of the notice reader."""

    PLAN = "plan", "方案"
    MEETING = "meeting", "会议"
    INSPECTION = "inspection", "检查"
    TRAINING = "training", "培训"
    DRILL = "drill", "演练"
    RECTIFICATION = "rectification", "整改"
    REPORT = "report", "报送"
    LEDGER = "ledger", "台账"
    MEASUREMENT = "measurement", "指标"
    STAFFING = "staffing", "人员配备"
    DOCUMENT = "document", "制度文件"
    ACTIVITY = "activity", "活动"
    OTHER = "other", "其他"


class Acceptor(models.TextChoices):
    UPPER = "upper", "上一级审核"
    OWN_DESK = "own_desk", "本单位审核"
    NONE = "none", "不用审核"


class Size(models.TextChoices):
    """Which units owe it by their size: small institutions have a light mode (机构类型 decides, S3-1c)."""

    ANY = "", "都承担"
    FULL = FULL, "小型机构不承担"
    LIGHT = LIGHT, "只有小型机构承担"


class OwedBy(models.TextChoices):
    """Whom an obligation binds, among the units to which it applies (ADR 7)."""

    ADDRESSEES = "addressees", "主送单位"
    OWN = "own", "本级"
    UNDER = "under", "所辖单位"


class Obligation(models.Model):
    """One thing asked by a clause, of every unit to which it applies. Holds the cadence, never a task.

    It has no place: who owes it follows from the receipts of its document (ADDRESSEES), from who wrote it (OWN: a line
    of a unit's own plan, a decision of its meeting), or from who asks it (UNDER: standing, of all below the issuer).
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "有效"
        ANNULLED = "annulled", "已废止"

    audit_kind = "obligation"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="obligations", verbose_name="文件")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+", verbose_name="条款")
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="提出单位")
    campaign = models.UUIDField("专项行动", null=True)
    composite = models.CharField("组合任务", max_length=40, default="", help_text="内容包中的组合任务代码")
    part = models.SmallIntegerField("第几项", default=0)
    kind = models.CharField("要求种类", max_length=16, choices=AskKind.choices)
    title = models.CharField("要做什么", max_length=200)
    text = models.TextField("原文", default="")
    domain = models.CharField("领域", max_length=40, default="")
    owed_by = models.CharField("由谁承担", max_length=12, choices=OwedBy.choices, default=OwedBy.ADDRESSEES)
    to_kinds = models.JSONField("适用单位类别", default=list, help_text="空为全部主送单位")
    to_types = models.JSONField("适用机构类型", default=list, help_text="空为全部类型")
    to_grades = models.JSONField("适用等级", default=list, help_text="等级的开头，如三级；空为全部等级")
    size = models.CharField("轻量模式", max_length=6, choices=Size.choices, default=Size.ANY, blank=True)
    pack_item = models.CharField("长效要求", max_length=90, default="", help_text="内容包条目：包.条")
    due = models.DateField("期限", null=True, help_text="含当日；周期任务为最后一日")
    due_event = models.CharField("以何事为期", max_length=120, default="")
    every = models.CharField("周期", max_length=12, default="", help_text="ISO 8601")
    lead_days = models.SmallIntegerField("提前几天出现", null=True, help_text="周期任务；空为内容包的默认")
    by_day = models.CharField("周期内的日子", max_length=12, default="")
    times = models.SmallIntegerField("每周期至少几次", null=True)
    target = models.JSONField("目标值", null=True)
    evidence = models.JSONField("必备证据", default=list, help_text="内容包 evidence_kind 的代码")
    form = models.JSONField("反馈表", default=list, help_text="要逐项回答的问题")
    acceptor = models.CharField("由谁审核", max_length=12, choices=Acceptor.choices, default=Acceptor.UPPER)
    post_class = models.CharField("承办岗位类别", max_length=20, default="")
    minutes = models.IntegerField("预计用时（分钟）", null=True)
    lead = models.JSONField("牵头", default=list)
    support = models.JSONField("配合", default=list)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.ACTIVE)
    order = models.IntegerField("次序", default=0)
    made_at = models.DateTimeField("下发时间")
    starts = models.DateField("自何日起", null=True, help_text="空为下发之日")
    until = models.DateField("到何日失效", null=True, help_text="含当日；本级新增的要求必有")
    added_why = models.TextField("为何新增", default="")
    standing_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="standing", verbose_name="由哪一条固化而来"
    )

    class Meta:
        db_table = "duties_obligation"
        ordering = ["document", "order", "uid"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="duties_obligation_titled"),
            models.CheckConstraint(
                condition=models.Q(added_why="") | models.Q(until__isnull=False, minutes__gt=0),
                name="duties_obligation_addition_told",
            ),
            models.UniqueConstraint(fields=["standing_of"], name="duties_obligation_standing_once"),
            models.CheckConstraint(
                condition=models.Q(composite="") | models.Q(part__gt=0), name="duties_obligation_part_of_composite"
            ),
        ]
        indexes = [
            models.Index(fields=["document", "order"], name="duties_obligation_of_doc"),
            models.Index(fields=["campaign"], name="duties_obligation_of_campaign"),
            models.Index(
                fields=["issuer"], condition=~models.Q(owed_by="addressees"), name="duties_obligation_unaddressed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def audit_chain(self) -> UUID:
        return self.issuer_id

    @property
    def is_addition(self) -> bool:
        """Whether a level below the issuer of the document put it there (转发时新增)."""
        return self.added_why != ""

    @property
    def is_standing(self) -> bool:
        """Whether it outlives the campaign from which it came (固化为长效机制)."""
        return self.standing_of_id is not None

    def lapsed(self, on: date) -> bool:
        return self.until is not None and self.until < on

    def applies_to(self, unit: Unit) -> bool:
        """Whether such a unit owes it (`aim`).

        An addition binds those below the level that made it, and nobody else.
        """
        if self.owed_by == OwedBy.OWN and unit.pk != self.issuer_id:
            return False
        if self.is_addition and not self.issuer.pos < unit.pos < self.issuer.end:
            return False
        return binds(self, unit)

    @property
    def issued(self) -> date:
        """The day on which it was put down, in Shanghai."""
        return self.made_at.astimezone(clock.SHANGHAI).date()

    @property
    def under_review(self) -> bool:
        """Whether its document, or what that rests on, was replaced or annulled since (S0-0.2)."""
        return self.document.status == DocumentStatus.ANNULLED or bool(self.clause and self.clause.review)
