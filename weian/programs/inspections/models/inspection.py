from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.api import institution_of
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.programs.inspections.kinds import FROM_ABOVE, SEALED, Mode
from weian.programs.inspections.models.plan import Plan
from weian.programs.inspections.states import STATES, Status


class InspectionQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What the post works on, and what the person has a hand in.

        A sealed visit that has not started is shown to whoever planned it and to its team, even inside their office.
        """
        mine = Q(done_by__in=viewer.persons) | Q(team__overlap=list(viewer.persons))
        place = Q()
        for lo, hi in viewer.ranges:
            place |= Q(org_pos__gte=lo, org_pos__lt=hi)
        unsealed = ~Q(mode__in=list(SEALED)) | ~Q(status__in=[Status.PLANNED, Status.CANCELLED])
        return self.filter(mine | place & unsealed)

    def safety(self) -> Self:
        """Those of production safety: not by a checklist of a domain that the content keeps apart (S3-2.2a)."""
        apart = hazards.domains_apart()
        return self.exclude(checklists.about(apart)) if apart else self

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-uid")


class Inspection(Positioned):
    """Somebody went and looked at a unit; or is to go.

    `unit` and `org_pos` say where the record counts: at the visited unit, and for a sealed visit that has not started
    at the inspecting `office` (its events then stand in the office's chain). `target` is who is visited, always.
    Moments `started_at` and `ended_at` are what the device claims; `received_at` is ours.
    """

    audit_kind: ClassVar[str] = "inspection"
    states: ClassVar = STATES

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="检查单位")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被检查单位")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="visits", verbose_name="计划")
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.PLANNED)
    subject = models.UUIDField("场所点位", null=True)
    outside = models.CharField("外包单位", max_length=80, default="", blank=True)
    sheet = models.CharField("检查表", max_length=120, default="", blank=True)
    answers = models.JSONField("答案", default=dict)
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True)
    methods = ArrayField(models.CharField(max_length=8), verbose_name="用过的方法", default=list)
    note = models.TextField("情况", default="", blank=True)
    team = ArrayField(models.UUIDField(), verbose_name="检查组", default=list)
    experts = ArrayField(models.UUIDField(), verbose_name="其中专家", default=list)

    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="检查人")
    made_at = models.DateTimeField("建立时间")
    started_at = models.DateTimeField("开始（设备自称）", null=True)
    ended_at = models.DateTimeField("结束（设备自称）", null=True)
    received_at = models.DateTimeField("收到时间", null=True)
    scanned = models.BooleanField("扫码到场", default=False)
    device = models.CharField("设备", max_length=64, default="", blank=True)
    seq = models.BigIntegerField("设备内序号", null=True)
    clock_offset = models.IntegerField("设备钟差（秒）", null=True)
    digest = models.CharField("内容哈希", max_length=64, default="")

    held_at = models.DateTimeField("送审时间", null=True)
    release_by = models.DateField("最迟公布日", null=True)
    shown_at = models.DateTimeField("交换意见时间", null=True)
    shown_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancel_reason = models.TextField("取消理由", default="", blank=True)
    leaked = models.TextField("泄露情况", default="", blank=True)

    objects = InspectionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "inspections_inspection"
        constraints = [
            # Whose row is it: under seal the office's, with no trace at the unit.
            models.CheckConstraint(
                condition=~Q(mode__in=["secret", "surprise"])
                | ~Q(status__in=["planned", "cancelled"])
                | Q(unit=models.F("office")),
                name="inspections_inspection_under_seal",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]) | Q(started_at__isnull=False),
                name="inspections_inspection_started",
            ),
            models.UniqueConstraint(
                fields=["plan", "target"], condition=~Q(status="cancelled"), name="inspections_inspection_once"
            ),
        ]
        indexes = [
            models.Index(fields=["org_pos", "made_at", "uid"], name="inspections_place"),
            models.Index(fields=["org_pos", "status", "started_at"], name="inspections_state"),
            models.Index(fields=["target", "started_at"], name="inspections_target"),
            models.Index(fields=["subject", "started_at"], name="inspections_subject"),
            models.Index(fields=["device", "seq"], name="inspections_device"),
            # Visits from above are few among all rounds; who was not seen for how long is asked of the whole nation.
            models.Index(
                fields=["target", "started_at"], condition=Q(mode__in=FROM_ABOVE), name="inspections_from_above"
            ),
            models.Index(
                fields=["office", "started_at"], condition=Q(mode__in=FROM_ABOVE), name="inspections_by_office"
            ),
            # Of how long a unit's own checks take, a year is asked; they too are few among all rounds.
            models.Index(fields=["started_at"], condition=Q(mode="self"), name="inspections_of_oneself"),
            GinIndex(fields=["team"], name="inspections_team"),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.target_id}"

    def at_target(self) -> Self:
        """Place it at the visited unit, in its department where one is visited."""
        self.at(institution_of(self.target))
        self.org_pos = self.target.pos
        return self

    @property
    def sealed(self) -> bool:
        """Planned in secret; what was found is released after review."""
        return self.mode in SEALED

    @property
    def under_seal(self) -> bool:
        """The visited side must not learn that it exists."""
        return self.sealed and self.status in (Status.PLANNED, Status.CANCELLED)
