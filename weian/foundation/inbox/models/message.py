from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, viewer: Viewer) -> MessageQuerySet:
        """A message is its receiver's alone, whatever post the person stands in."""
        return self.filter(to=viewer.person)

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)


class Message(models.Model):
    """A line to a person. It tells of something; it is never the thing itself (that is a notice or a task).

    Unread messages of one `digest_key` are one line: `times` counts what it stands for.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey(Person, models.PROTECT, related_name="messages", verbose_name="给谁")
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", default="")
    link_kind = models.CharField(max_length=40, default="")
    link_uid = models.UUIDField(null=True)
    url = models.CharField("打开何处", max_length=300, default="")
    digest_key = models.CharField("汇总", max_length=120, default="")
    times = models.IntegerField("合并条数", default=1)
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        db_table = "inbox_message"
        constraints = [
            models.UniqueConstraint(
                fields=["to", "digest_key"], condition=Q(read_at=None) & ~Q(digest_key=""), name="inbox_message_digest"
            ),
            # Only pages of this product can be opened from a message.
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")), name="inbox_message_inside"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-made_at", "-uid"], name="inbox_message_list"),
            models.Index(fields=["to"], condition=Q(read_at=None), name="inbox_message_unread"),
        ]

    def __str__(self) -> str:
        return self.title
