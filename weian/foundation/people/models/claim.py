from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.models.person import Person


class Poster(models.Model):
    """A code on the wall of a ward: who scans it says who they are, and the head of the ward says whether it is so."""

    audit_kind = "poster"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="科室")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        db_table = "people_poster"

    def __str__(self) -> str:
        return f"{self.unit}"

    def audit_chain(self) -> UUID:
        return self.unit_id


class Claim(models.Model):
    """Somebody says at a poster who they are. Opens nothing until the head of the ward has confirmed it."""

    audit_kind = "claim"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poster = models.ForeignKey(Poster, models.PROTECT, related_name="claims", verbose_name="二维码")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="自报的人")
    pin = models.CharField(max_length=128)
    device = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField("自报时间")
    decided_at = models.DateTimeField("确认时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    accepted = models.BooleanField("是否本人", null=True)

    class Meta:
        db_table = "people_claim"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, accepted__isnull=False),
                name="people_claim_decided",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(decided_at=None), name="people_claim_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    def audit_chain(self) -> UUID:
        return self.poster.unit_id
