from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from weian.programs.campaigns.models.campaign import Campaign


class Stage(models.Model):
    """A stage (阶段). An end that hangs on an event has no date until the issuer enters it; until then it is 待定."""

    audit_kind = "stage"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stages")
    name = models.CharField("阶段", max_length=120)
    order = models.PositiveSmallIntegerField("次序")
    from_date = models.DateField("起", null=True)
    to_date = models.DateField("止", null=True)
    from_event = models.CharField("起于", max_length=120, default="")
    to_event = models.CharField("止于", max_length=120, default="")

    class Meta:
        db_table = "campaigns_stage"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "order"], name="campaigns_stage_order_once"),
            models.CheckConstraint(
                condition=Q(from_date=None) | Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="campaigns_stage_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_chain(self) -> UUID:
        return self.campaign.issuer_id

    @property
    def is_open_ended(self) -> bool:
        """Whether its end waits for an event whose date nobody has entered."""
        return self.to_date is None and bool(self.to_event)

    @property
    def starts_unknown(self) -> bool:
        return self.from_date is None and bool(self.from_event)

    def position(self, today: date) -> str:
        """`before`, `now` or `after`. A stage without a known end is never over."""
        if self.from_date and today < self.from_date:
            return "before"
        if self.to_date and today > self.to_date:
            return "after"
        return "before" if self.starts_unknown else "now"
