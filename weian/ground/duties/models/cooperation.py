"""配合: who else a notice names for an obligation, what they did, and what was handed to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.foundation.people.roles import May
from weian.ground.duties.models.obligation import Obligation

if TYPE_CHECKING:
    from weian.foundation.people.api import Viewer


class CooperationQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer's commission leads; for people of an agency those in which it is named."""
        if viewer.is_agency:
            return self.filter(agency=viewer.unit)
        if not viewer.is_commission or not viewer.scope.ranges:
            return self.none()
        return self.filter(unit=viewer.unit) if viewer.may(May.SEE_BOARD) else self.none()

    def led_by(self, unit: Unit) -> Self:
        return self.filter(unit=unit)

    def idle(self, start: date) -> Self:
        """Nothing was done yet by the named agency in the period that begins then."""
        acted = Contribution.objects.filter(cooperation=OuterRef("pk"), period_start=start)
        return self.exclude(agency=None).filter(~Exists(acted))

    def waiting(self) -> Self:
        """Named in the notice, and nobody has said which agency that is (待对应)."""
        return self.filter(agency=None, inside=False)


class Cooperation(Positioned):
    """One name beside an obligation, as the commission of a territory (`unit`, the one lead) has it there.

    `agency` is who that is; None while it is not known. `inside`: it is a part of the health system, no agency.
    """

    audit_kind = "cooperation"

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="cooperations", verbose_name="要求")
    name = models.CharField("配合单位（原文）", max_length=80)
    agency = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="协同部门")
    inside = models.BooleanField("本系统内", default=False)
    made_at = models.DateTimeField("列入时间")
    urged_on = models.DateField("最近催办日", null=True)
    urged_for = models.DateField("催的是哪一期", null=True)

    objects: ClassVar = CooperationQuerySet.as_manager()

    class Meta:
        db_table = "duties_cooperation"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "unit", "name"], name="duties_cooperation_named_once"),
            # An agency answers to one lead for an obligation, whatever it is called there.
            models.UniqueConstraint(
                fields=["obligation", "agency"], condition=Q(agency__isnull=False), name="duties_cooperation_one_lead"
            ),
            models.CheckConstraint(condition=Q(agency=None) | Q(inside=False), name="duties_cooperation_outside"),
            models.CheckConstraint(condition=~Q(name=""), name="duties_cooperation_named"),
        ]
        indexes = [
            models.Index(fields=["unit", "made_at", "uid"], name="duties_cooperation_of_lead"),
            models.Index(fields=["agency", "made_at", "uid"], name="duties_cooperation_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.obligation}"

    @property
    def who(self) -> str:
        """The agency, else the name as the notice has it."""
        return self.agency.title if self.agency else self.name


class OfCooperation(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(cooperation__in=Cooperation.objects.visible_to(viewer))


class Contribution(Positioned):
    """配合行动: what an agency did in a period, with its files. It counts where the lead is."""

    audit_kind = "contribution"

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="contributions", verbose_name="配合")
    period_start = models.DateField("周期起")
    happened_on = models.DateField("行动日")
    text = models.TextField("做了什么")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")

    objects: ClassVar = OfCooperation.as_manager()

    class Meta:
        db_table = "duties_contribution"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="duties_contribution_told")]
        indexes = [models.Index(fields=["cooperation", "period_start"], name="duties_contribution_in_period")]

    def __str__(self) -> str:
        return self.text[:40]


class Transfer(Positioned):
    """移交: a matter that the lead handed to the agency, and what the agency answered."""

    audit_kind = "transfer"

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="transfers", verbose_name="配合")
    text = models.TextField("移交什么")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="移交人")
    made_at = models.DateTimeField("移交时间")
    answer = models.TextField("答复", default="")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="答复人")

    objects: ClassVar = OfCooperation.as_manager()

    class Meta:
        db_table = "duties_transfer"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="duties_transfer_told"),
            models.CheckConstraint(
                condition=Q(answer="") ^ Q(answered_at__isnull=False), name="duties_transfer_answered"
            ),
        ]
        indexes = [models.Index(fields=["cooperation", "made_at"], name="duties_transfer_of")]

    def __str__(self) -> str:
        return self.text[:40]
