from __future__ import annotations

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned, Unit
from weian.foundation.people.viewer import Viewer
from weian.ground.registry.models import Subject
from weian.ground.works.models.sight import OfContractor
from weian.kernel import clock


class ContractorQuerySet(OfContractor):
    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.is_contractor:
            return self.filter(party=viewer.unit)
        return self.within(viewer.scope.ranges)


class Contractor(Positioned):
    """A contractor (承包方) of one owner: `unit` is the owner, `party` who signs in, `subject` what is inspected.

    The same company at another hospital is another row with another party.
    """

    audit_kind: ClassVar[str] = "contractor"

    party = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="承包方人员的单位")
    subject = models.OneToOneField(Subject, models.PROTECT, related_name="+", verbose_name="监管对象")
    name = models.CharField("名称", max_length=80)
    code = models.CharField("统一社会信用代码", max_length=18, default="", blank=True)
    made_at = models.DateTimeField("登记时间")

    objects = ContractorQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_contractor"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="works_contractor_named"),
            models.UniqueConstraint(fields=["unit", "name"], name="works_contractor_name_once"),
            models.UniqueConstraint(fields=["unit", "code"], condition=~Q(code=""), name="works_contractor_code_once"),
        ]
        indexes = [models.Index(fields=["org_pos", "made_at", "uid"], name="works_contractor_place")]

    def __str__(self) -> str:
        return self.name


class ContractQuerySet(OfContractor):
    def active(self, on: date | None = None) -> Self:
        """In force on a day; the last day is still one, the day of an early end is not."""
        day = on or clock.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def all_places(self) -> set[UUID]:
        """The subjects that any of these contracts names."""
        return {uid for places in self.values_list("places", flat=True) for uid in places}


class Contract(Positioned):
    """What a contractor is to do where, from when until when. `places` are subjects of the registry."""

    audit_kind: ClassVar[str] = "contract"

    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="contracts", verbose_name="承包方")
    kind = models.CharField("类别", max_length=40)
    scope = models.TextField("服务范围")
    places = ArrayField(models.UUIDField(), verbose_name="场所", default=list)
    starts_on = models.DateField("合同起")
    ends_on = models.DateField("合同止")
    headcount = models.PositiveIntegerField("约定人数")
    department = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="归口科室")
    agreement_until = models.DateField("安全生产管理协议有效期至", null=True)
    ended_on = models.DateField("提前终止日", null=True)
    end_why = models.CharField("终止原因", max_length=200, default="", blank=True)
    made_at = models.DateTimeField("登记时间")

    objects = ContractQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_contract"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="works_contract_term"),
            models.CheckConstraint(condition=~Q(scope=""), name="works_contract_scoped"),
        ]
        indexes = [
            models.Index(fields=["contractor", "ends_on"], name="works_contract_of"),
            models.Index(fields=["org_pos", "ends_on"], name="works_contract_place"),
        ]

    def __str__(self) -> str:
        return f"{self.contractor_id} {self.kind}"

    def is_active(self, on: date | None = None) -> bool:
        day = on or clock.today()
        return self.starts_on <= day <= self.ends_on and (self.ended_on is None or day < self.ended_on)

    def has_agreement(self, on: date | None = None) -> bool:
        """Whether a 安全生产管理协议 stands on a day."""
        return self.agreement_until is not None and self.agreement_until >= (on or clock.today())
