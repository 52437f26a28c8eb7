"""Who is to be visited, when, by whom and after which clauses; and who looked into a sealed plan."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.programs.inspections.kinds import SEALED, Mode


class PlanQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Open plans of what the post works on; sealed ones are its maker's and its team's alone."""
        mine = Q(made_by__in=viewer.persons) | Q(team__overlap=list(viewer.persons))
        opened = Q()
        for lo, hi in viewer.ranges:
            opened |= Q(org_pos__gte=lo, org_pos__lt=hi)
        return self.filter(mine | Q(mode__in=_OPEN) & opened)


_OPEN = [one for one in Mode if one not in SEALED]


class Plan(Positioned):
    """A plan counts at the inspecting office (`unit`), open or sealed; its visits are rows of `Inspection`."""

    audit_kind: ClassVar[str] = "inspection_plan"

    title = models.CharField("名称", max_length=80)
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    first_day = models.DateField("自")
    last_day = models.DateField("至")
    methods = ArrayField(models.CharField(max_length=8), verbose_name="方法", default=list)
    focuses = models.JSONField("重点", default=list)
    sheet = models.CharField("检查表", max_length=120, default="", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依据通知"
    )  # fmt: skip
    clauses = ArrayField(models.UUIDField(), verbose_name="依据条款", default=list)
    # Persons: the officials and, among them, the experts.
    team = ArrayField(models.UUIDField(), verbose_name="检查组", default=list)
    experts = ArrayField(models.UUIDField(), verbose_name="其中专家", default=list)
    # Agencies that inspect along; each has its own outcome.
    agencies = ArrayField(models.UUIDField(), verbose_name="联合部门", default=list)
    # The draw by lot whose result this is (`ground/experts`).
    draw = models.UUIDField("来自抽取", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="安排人")
    made_at = models.DateTimeField("安排时间")
    digest = models.CharField("内容哈希", max_length=64)

    objects = PlanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "inspections_plan"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="inspections_plan_titled"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="inspections_plan_days"),
        ]
        indexes = [
            models.Index(fields=["org_pos", "made_at", "uid"], name="inspections_plan_place"),
            GinIndex(fields=["team"], name="inspections_plan_team"),
            models.Index(fields=["draw"], name="inspections_plan_draw", condition=Q(draw__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sealed(self) -> bool:
        return self.mode in SEALED


class Opening(Positioned):
    """泄密日志: somebody read a sealed plan. Never changed; counts where the plan counts."""

    audit_kind: ClassVar[str] = "inspection_opening"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="openings", verbose_name="计划")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="何人")
    post = models.CharField("岗位", max_length=80)
    opened_at = models.DateTimeField("何时")

    class Meta:
        db_table = "inspections_opening"
        indexes = [models.Index(fields=["plan", "person", "opened_at"], name="inspections_opening_who")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.person_id}"
