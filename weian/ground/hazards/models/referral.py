from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from weian.foundation.org.models import PositionedQuerySet, Unit
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class ReferralQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the post's place; for people of an agency the letters to it."""
        return self.filter(agency=viewer.unit) if viewer.is_agency else self.within(viewer.ranges)

    def unsigned(self) -> Self:
        return self.filter(received_on=None)


class Referral(Beside):
    """移交: a commission hands a hazard that is not in its power to another authority, by letter, against a receipt.

    The letter is all that the other side sees: `about` says there what it is and where. `confirmed`: the other side has
    written the receipt itself; else its sender has, from the paper.
    """

    audit_kind: ClassVar[str] = "referral"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="referrals", verbose_name="隐患")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="移交单位")
    agency = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="接收部门")
    to_name = models.CharField("接收部门名称", max_length=80)
    no = models.CharField("移送函编号", max_length=60)
    about = models.CharField("事由", max_length=220, default="")
    facts = models.TextField("事实和请求")
    sent_on = models.DateField("送达日")
    sent_at = models.DateTimeField("移交时间")
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="移交人")
    receipt_due = models.DateField("签收期限")
    receipt_no = models.CharField("回执编号", max_length=60, default="")
    received_on = models.DateField("签收日", null=True)
    received_by = models.UUIDField("登记签收人", null=True)
    confirmed = models.BooleanField("对方确认签收", default=False)
    result = models.TextField("处理结果", default="")
    result_on = models.DateField("结果日", null=True)
    result_by = models.UUIDField("登记结果人", null=True)

    objects: ClassVar = ReferralQuerySet.as_manager()

    class Meta:
        db_table = "hazards_referral"
        constraints = [
            models.CheckConstraint(condition=~Q(facts="") & ~Q(to_name=""), name="hazards_referral_told"),
            models.CheckConstraint(
                condition=Q(received_on=None) ^ ~Q(receipt_no=""), name="hazards_referral_received_by_a_receipt"
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(received_on__isnull=False), name="hazards_referral_result_after_receipt"
            ),
            models.UniqueConstraint(fields=["hazard"], condition=Q(result=""), name="hazards_referral_one_open"),
            models.UniqueConstraint(fields=["from_unit", "no"], name="hazards_referral_no_once"),
        ]
        indexes = [
            models.Index(
                fields=["from_unit", "receipt_due"], condition=Q(received_on=None), name="hazards_referral_unreceipted"
            ),
            models.Index(
                fields=["agency", "sent_at", "uid"], condition=Q(agency__isnull=False), name="hazards_referral_to"
            ),
        ]

    def __str__(self) -> str:
        return self.no

    def get_absolute_url(self) -> str:
        return reverse("referral", args=[self.uid])
