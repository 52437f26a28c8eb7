from django.db import models


class Delta(models.Model):
    """One change of one count: append-only, written in the transaction of the act, folded by reports.

    `dims` are the counted dimensions as short codes, e.g. {"status": "rectifying", "grade": "general"}.
    """

    kind = models.CharField("所计何物", max_length=40)
    org_pos = models.BigIntegerField("计入位置")
    region = models.IntegerField("属地", null=True)
    day = models.DateField("发生日")
    dims = models.JSONField("维度")
    n = models.IntegerField("增减")
    at = models.DateTimeField("记入时间")

    class Meta:
        db_table = "tally_delta"
        indexes = [models.Index(fields=["kind", "org_pos", "day"], name="tally_delta_place")]
        constraints = [models.CheckConstraint(condition=~models.Q(n=0), name="tally_delta_counts")]

    def __str__(self) -> str:
        return f"{self.kind} {self.n:+d}"
