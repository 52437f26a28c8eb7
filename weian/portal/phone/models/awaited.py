from __future__ import annotations

import uuid

from django.db import models

from weian.foundation.org.models import Unit
from weian.portal.phone.models.arrival import Arrival


class Awaited(models.Model):
    """A photo that an act announced: its digest and size are known before its bytes are here.

    `owner_kind` and `owner_uid` say with which record it is kept; empty while the act itself waits. `got` is in bytes.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="photos")
    owner_kind = models.CharField(max_length=40, default="", blank=True)
    owner_uid = models.UUIDField(null=True)
    owner_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    role = models.CharField("作用", max_length=40)
    source = models.CharField("来源", max_length=10)
    name = models.CharField("文件名", max_length=120, default="", blank=True)
    sha256 = models.CharField("应有的哈希", max_length=64)
    size = models.BigIntegerField("应有的字节数")
    taken_at = models.DateTimeField("自称时间", null=True)
    got = models.BigIntegerField("已到字节数", default=0)
    landed_at = models.DateTimeField("到齐时间", null=True)
    reason = models.TextField("未被接受的理由", default="", blank=True)

    class Meta:
        db_table = "phone_awaited"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="phone_awaited_not_empty"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="phone_awaited_hash"),
        ]
        indexes = [models.Index(fields=["arrival"], name="phone_awaited_arrival")]

    def __str__(self) -> str:
        return self.name or str(self.uid)
