import uuid

from django.db import models


class Event(models.Model):
    """Something happened. Append-only; holds uids and digests, never personal values, never a position."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField("链")
    seq = models.BigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.UUIDField("何人", null=True)
    post = models.UUIDField("以何岗位", null=True)
    reason = models.TextField("系统为何", default="")
    verb = models.CharField("何事", max_length=60)
    kind = models.CharField("对象种类", max_length=40)
    record = models.UUIDField("对象")
    facts = models.JSONField("事实")
    why = models.TextField("理由", default="")
    algorithm = models.CharField(max_length=16)
    previous = models.CharField("前一哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64)

    class Meta:
        db_table = "audit_event"
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_event_once_in_chain")]
        indexes = [models.Index(fields=["record", "at"], name="audit_event_of_record")]

    def __str__(self) -> str:
        return f"{self.verb} {self.record}"


class Personal(models.Model):
    """A personal value that an event speaks of, apart from it so that it can be erased; the event keeps its digest."""

    event = models.UUIDField("事件", db_index=True)
    name = models.CharField(max_length=40)
    value = models.TextField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        db_table = "audit_personal"
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="audit_personal_once")]

    def __str__(self) -> str:
        return self.name
