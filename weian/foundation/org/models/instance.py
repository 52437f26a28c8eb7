from __future__ import annotations

import uuid

from django.db import models


class Instance(models.Model):
    """This installation. `is_demo` never changes: a demo cannot become real, nor the reverse."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=100, default="卫安")
    is_demo = models.BooleanField("演示")
    made_at = models.DateTimeField("建立时间")
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        db_table = "org_instance"
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="org_instance_only_one")]

    def __str__(self) -> str:
        return self.name
