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
