from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from weian.foundation.org.models import Positioned
from weian.portal.phone.models.line import Line


class Outcome(models.TextChoices):
    """What was decided of an act that a phone sent."""

    DONE = "done", "已记录"
    PAIR = "pair", "可能重复"
    WAITING = "waiting", "等照片"
    REFUSED = "refused", "未被接受"


class Arrival(Positioned):
    """An act that a phone sent, under the uid that the phone gave it, and what was decided of it.

    `made_at` and `offset` (milliseconds) are what the phone said of its time: claims. `body` is kept only while the act
    waits for its photos.
    """

    audit_kind: ClassVar[str] = "arrival"

    line = models.ForeignKey(Line, models.PROTECT, related_name="arrivals")
    seq = models.IntegerField("第几条")
    kind = models.CharField("何种", max_length=40)
    digest = models.CharField("内容哈希", max_length=64)
    post = models.UUIDField("以何岗位")
    made_at = models.DateTimeField("手机所记时间", null=True)
    offset = models.BigIntegerField("手机钟差（毫秒）", null=True)
    doubtful = models.BooleanField("时间存疑", default=False)
    arrived_at = models.DateTimeField("收到时间")
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices)
    reason = models.TextField("理由", default="", blank=True)
    result: Any = models.JSONField("结果内容", default=dict)
    body: Any = models.JSONField("等照片的内容", null=True)

    class Meta:
        db_table = "phone_arrival"
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="phone_arrival_counted"),
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(reason=""), name="phone_arrival_refused_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["line", "seq"], name="phone_arrival_line")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
