from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Pack(models.Model):
    """One version of one content pack, as loaded. Never edited: a change is a new version."""

    audit_kind = "pack"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("代码", max_length=80)
    version = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=120)
    source = models.TextField("来源", default="")
    digest = models.CharField("内容哈希", max_length=64)
    valid_from = models.DateField("启用")
    valid_to = models.DateField("停用", null=True)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        db_table = "packs_pack"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="packs_pack_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Entry(models.Model):
    """One thing of one kind in a pack: a unit type, a composite, a checklist, a named set …"""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="entries")
    kind = models.CharField("种类", max_length=40)
    code = models.CharField("代码", max_length=80)
    data = models.JSONField("内容")
    order = models.IntegerField("次序", default=0)

    class Meta:
        db_table = "packs_entry"
        ordering = ["kind", "order"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "kind", "code"], name="packs_entry_once"),
            models.CheckConstraint(condition=~Q(code=""), name="packs_entry_coded"),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="packs_entry_lookup")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"
