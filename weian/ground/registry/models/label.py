from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.people.models import Person
from weian.ground.registry.models.subject import Subject


class Label(models.Model):
    """A code on a wall that leads to a subject. It opens nothing by itself: who scans it signs in.

    Kept readable, since a sheet is printed again; a new one for the same subject ends the old one.
    """

    audit_kind = "label"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField("码", max_length=20, unique=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="labels", verbose_name="对象")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="发出人")
    revoked_at = models.DateTimeField("作废时间", null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="作废人")
    why = models.CharField("作废原因", max_length=200, default="")

    class Meta:
        db_table = "registry_label"
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(revoked_at=None), name="registry_label_one_valid")
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The code as it is printed under the picture, to be typed where no camera reads it."""
        return "-".join(self.token[at : at + 4] for at in range(0, len(self.token), 4))

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    def audit_chain(self) -> UUID:
        return self.subject.unit_id
