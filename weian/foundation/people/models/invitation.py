from __future__ import annotations

import uuid

from django.db import models


class Invitation(models.Model):
    """A one-time way in: the first run of a clean instance, or a person's first sign-in. Only its digest is kept."""

    audit_kind = "invitation"

    class Purpose(models.TextChoices):
        FIRST_RUN = "first_run", "首次启用"
        FIRST_SIGN_IN = "first_sign_in", "首次登录"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("用途", max_length=16, choices=Purpose.choices)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, verbose_name="人员")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        db_table = "people_invitation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose="first_run") | models.Q(person__isnull=False),
                name="people_invitation_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
