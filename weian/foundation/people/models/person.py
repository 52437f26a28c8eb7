from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models

from weian.foundation.org.models import Unit

SORTED_BY = 80  # of the syllables of a name: some fifteen characters; a longer name is ordered by its beginning


class Person(models.Model):
    """Somebody who works in the system. Personal fields are kept to what an act needs (PIPL art. 6)."""

    audit_kind = "person"
    # Every field that tells of a person, for the inventory in docs/security.md.
    personal_fields = ("name", "phone", "sort_key", "initials")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=20, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="所在单位")
    staff_no = models.CharField("工号", max_length=30, default="")
    sort_key = models.CharField(max_length=SORTED_BY, default="", db_collation="C")
    initials = models.CharField(max_length=40, default="", db_collation="C")
    left_on = models.DateField("离开日", null=True)

    class Meta:
        db_table = "people_person"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="people_person_named"),
            models.UniqueConstraint(
                fields=["unit", "staff_no"], condition=~models.Q(staff_no=""), name="people_person_staff_no_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def audit_chain(self) -> UUID:
        return self.unit_id

    @property
    def masked_phone(self) -> str:
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 7 else ""
