from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.models.person import Person


class Device(models.Model):
    """A browser that is known by a cookie: somebody's own phone, or the shared computer of a ward.

    Only the cookie's digest is kept. A PIN is good for nothing on a browser that is not known.
    """

    audit_kind = "device"

    class Kind(models.TextChoices):
        OWN = "own", "本人的设备"
        SHARED = "shared", "科室共用电脑"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="devices", verbose_name="何人的")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="哪个科室的")
    label = models.CharField("名称", max_length=60, default="")
    digest = models.CharField(max_length=64, unique=True)
    bound_at = models.DateTimeField("绑定时间")
    ended_at = models.DateTimeField("解除时间", null=True)

    class Meta:
        db_table = "people_device"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="own", person__isnull=False, unit=None)
                | Q(kind="shared", unit__isnull=False, person=None),
                name="people_device_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()

    def audit_chain(self) -> UUID:
        return self.unit_id or self.person.unit_id  # type: ignore[union-attr]
