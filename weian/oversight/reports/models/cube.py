from __future__ import annotations

from django.db import models


class Cube(models.Model):
    """Counts by county (the nearest commission) × day × dimensions: deltas of tally, folded."""

    kind = models.CharField("所计何物", max_length=40)
    org_pos = models.BigIntegerField("最近一级委（局）的位置")
    day = models.DateField("日")
    dims = models.JSONField("维度")
    n = models.IntegerField("净增")

    class Meta:
        db_table = "reports_cube"
        constraints = [
            models.UniqueConstraint(fields=["kind", "org_pos", "day", "dims"], name="reports_cube_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.n:+d}"


class Fold(models.Model):
    """Up to which delta a kind was folded into the cube."""

    kind = models.CharField("所计何物", max_length=40, primary_key=True)
    last = models.BigIntegerField("已折入的最后一笔", default=0)
    at = models.DateTimeField("折入时间")

    class Meta:
        db_table = "reports_fold"

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
