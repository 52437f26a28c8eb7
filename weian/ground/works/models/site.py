from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned, Unit
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.ground.registry.models import Subject
from weian.ground.works.models.contractor import Contractor
from weian.ground.works.models.sight import OfContractor
from weian.ground.works.states import SITE, STOP, Built, Stopped
from weian.kernel import memo


class SiteQuerySet(OfContractor):
    def visible_to(self, viewer: Viewer) -> Self:
        """As of others; an agency sees those in which it co-operates."""
        if viewer.is_agency:
            return self.filter(agencies__contains=[viewer.unit.pk])
        return super().visible_to(viewer)


class Site(Positioned):
    """A building project (施工项目) of an owner: new, renovated or extended. `subject` is the place at which its label
    hangs; `keeper` the owner's safety person; `agencies` read it and add findings."""

    audit_kind: ClassVar[str] = "site"
    states: ClassVar = SITE

    name = models.CharField("项目", max_length=80)
    subject = models.OneToOneField(Subject, models.PROTECT, related_name="+", verbose_name="施工现场")
    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="sites", verbose_name="施工单位")
    supervisor = models.CharField("监理单位", max_length=80, default="", blank=True)
    money = models.DecimalField("合同价（元）", max_digits=14, decimal_places=2, null=True)
    starts_on = models.DateField("计划开工")
    ends_on = models.DateField("计划竣工")
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="建设单位安全负责人")
    plan = models.TextField("安全方案", default="", blank=True)
    agencies = ArrayField(models.UUIDField(), verbose_name="协同部门", default=list)
    status = models.CharField("状态", max_length=12, choices=Built.choices, default=Built.PLANNED)
    made_at = models.DateTimeField("登记时间")
    building_at = models.DateTimeField("开工时间", null=True)
    finished_at = models.DateTimeField("竣工时间", null=True)

    objects = SiteQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_site"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="works_site_named"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="works_site_term"),
            models.UniqueConstraint(fields=["unit", "name"], name="works_site_name_once"),
        ]
        indexes = [models.Index(fields=["org_pos", "made_at", "uid"], name="works_site_place")]

    def __str__(self) -> str:
        return self.name

    def standing_order(self) -> StopOrder | None:
        """The stop-work order over it; a page asks for it once, whatever its buttons ask."""
        found = StopOrder.objects.standing().filter(site=self).select_related("site__contractor__party", "unit")
        return memo.once(("standing order", self.pk), found.first)


class StopOrderQuerySet(OfContractor):
    to_contractor = "site__contractor"

    def standing(self) -> Self:
        return self.exclude(status=Stopped.LIFTED)


class StopOrder(Positioned):
    """停工令: work at a site stops until another person than who asked agrees that it goes on. One stands at a time.

    `office` gave it under its number `no`; `body` is what the paper said beside the reason and is never edited. Orders
    from before numbers were drawn have none of these.
    """

    audit_kind: ClassVar[str] = "stop_order"
    states: ClassVar = STOP

    site = models.ForeignKey(Site, models.PROTECT, related_name="stop_orders", verbose_name="项目")
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="下令单位")
    no = models.CharField("文号", max_length=60, default="", blank=True)
    body = models.JSONField("内容", default=dict)
    reason = models.TextField("停工原因")
    status = models.CharField("状态", max_length=12, choices=Stopped.choices, default=Stopped.ORDERED)
    ordered_at = models.DateTimeField("下令时间")
    ordered_by = models.UUIDField("下令人", null=True)
    answer = models.TextField("整改说明", default="", blank=True)
    asked_at = models.DateTimeField("申请复工时间", null=True)
    asked_by = models.UUIDField("申请人", null=True)
    refusal = models.TextField("不同意的原因", default="", blank=True)
    lifted_at = models.DateTimeField("复工时间", null=True)
    lifted_by = models.UUIDField("同意人", null=True)

    objects = StopOrderQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_stop_order"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="works_stop_order_reasoned"),
            models.UniqueConstraint(
                fields=["site"], condition=~Q(status="lifted"), name="works_stop_order_one_standing"
            ),
            models.UniqueConstraint(fields=["office", "no"], condition=~Q(no=""), name="works_stop_order_number_once"),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("asked_by")), name="works_stop_order_lifted_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:40]
