from __future__ import annotations

from typing import ClassVar

from django.db import models

from weian.foundation.org.models import Positioned


class Declared(Positioned):
    """What an institution says of its register: of these types every place that it has stands in it. Of a type that is
    not named, nobody knows whether there are more."""

    audit_kind: ClassVar[str] = "register"

    types: models.JSONField[list[str], list[str]] = models.JSONField("登记齐的类型", default=list)
    declared_at = models.DateTimeField("申明时间")
    declared_by = models.UUIDField("申明人")

    class Meta:
        db_table = "registry_declared"
        constraints = [models.UniqueConstraint(fields=["unit"], name="registry_declared_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {len(self.types)}"
