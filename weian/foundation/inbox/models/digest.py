from __future__ import annotations

import uuid

from django.db import models

from weian.foundation.inbox.models.message import Message
from weian.foundation.people.models import Person


class Preference(models.Model):
    """How a person wants to be reminded: one message a morning, or each at once. Without a row: the morning's."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name="何人")
    at_once = models.BooleanField("每件即时提醒", default=False)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        db_table = "inbox_preference"

    def __str__(self) -> str:
        return "每件即时提醒" if self.at_once else "每天早上汇总一条"


class Digest(models.Model):
    """What the one message of a person's morning stands for: lines by key, so that telling again adds nothing."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="给谁")
    day = models.DateField("哪一天")
    lines = models.JSONField("各项", default=dict)
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", verbose_name="消息")

    class Meta:
        db_table = "inbox_digest"
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="inbox_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"
