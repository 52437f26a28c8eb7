import uuid

from django.db import models


class Share(models.Model):
    """A single record opened to a party outside its place; written by the act that invites."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.UUIDField("对谁")
    kind = models.CharField("记录种类", max_length=40)
    record = models.UUIDField("记录")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    may = models.CharField("可以", max_length=20, default="see")

    class Meta:
        db_table = "org_share"
        constraints = [models.UniqueConstraint(fields=["party", "record", "may"], name="org_share_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
