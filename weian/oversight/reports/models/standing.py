"""Sums that are kept of rows which boards count: read docs/adr/0019-kept-sums.md first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.documents.api import ReceiptStatus
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.models import PositionedQuerySet
from weian.ground.hazards.models import Hazard


class Standing(models.Model):
    """`n` rows of a table, standing at `org_pos`, that no measure can tell apart on the day named by `basis`.

    Without a basis: one row that came (1) or went (-1) since, as it is. Fields have the names and the meaning of the
    table's own, so that the same conditions hold of both.
    """

    basis = models.TextField("合计依据", null=True)
    org_pos = models.BigIntegerField("位置")
    n = models.IntegerField("条数")

    objects = PositionedQuerySet.as_manager()
    # Of what table.
    of: ClassVar[type[models.Model]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.org_pos} {self.n:+d}"


class HazardStanding(Standing):
    """`closed_at` tells only whether it was on the day of `due` or before, `domain` only what is kept apart."""

    status = models.CharField("状态", max_length=12)
    grade = models.CharField("等级", max_length=10)
    domain = models.CharField("领域", max_length=40)
    on_the_spot = models.BooleanField("当场改正")
    found_on = models.DateField("发现日")
    due = models.DateField("整改时限", null=True)
    closed_at = models.DateTimeField("销号时间", null=True)
    late_before = models.BooleanField("申请延期时已逾期", default=False)

    of = Hazard

    class Meta:
        db_table = "reports_hazard_standing"
        indexes = [models.Index(fields=["org_pos"], name="reports_hazard_standing_place")]


class ReceiptStanding(Standing):
    document = models.ForeignKey(Document, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    status = models.CharField("状态", max_length=12, choices=ReceiptStatus.choices)
    due = models.DateField("签收期限")

    of = Receipt

    class Meta:
        db_table = "reports_receipt_standing"
        indexes = [models.Index(fields=["org_pos"], name="reports_receipt_standing_at")]
