from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person
from weian.ground.hazards.models import Hazard
from weian.ground.works.models.contractor import Contractor
from weian.ground.works.models.sight import OfContractor


class ChargeQuerySet(OfContractor):
    """The type checker keeps a manager with the module of its queryset: that of another is lost from its cache."""


class Charge(Positioned):
    """A hazard on a contractor's account: its people see it and prove that it was put right; the owner closes it.

    The hazard's own life goes on in `hazards`; this only says whose it is. `source` is why it was put there.
    """

    audit_kind: ClassVar[str] = "charge"

    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="charges", verbose_name="承包方")
    source = models.CharField("来源", max_length=12)
    made_at = models.DateTimeField("记账时间")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="记账人")

    objects = ChargeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_charge"
        indexes = [models.Index(fields=["contractor", "made_at", "uid"], name="works_charge_of")]

    def __str__(self) -> str:
        return f"{self.contractor_id} {self.hazard_id}"
