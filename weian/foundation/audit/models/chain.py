from django.db import models


class Chain(models.Model):
    """The head of one chain of events. There is a chain per unit; acts of several lock them in id order."""

    key = models.UUIDField("单位", unique=True)
    seq = models.BigIntegerField("最后序号", default=0)
    head = models.CharField("链头", max_length=64, default="")

    class Meta:
        db_table = "audit_chain"

    def __str__(self) -> str:
        return f"{self.key}#{self.seq}"


class Anchored(models.Model):
    """How far a chain's head was noted in the chain above it. Only spares noting it twice: the proof is the event."""

    key = models.UUIDField("链", primary_key=True)
    seq = models.BigIntegerField("已记下的序号")

    class Meta:
        db_table = "audit_anchored"

    def __str__(self) -> str:
        return f"{self.key}#{self.seq}"
