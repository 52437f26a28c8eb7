from django.db import models

from weian.foundation.org.models import Unit


class Counter(models.Model):
    """The last number given in a series of one unit and year; locked while the next is taken."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    series = models.CharField("字头", max_length=20)
    year = models.IntegerField("年")
    last = models.IntegerField("已用到", default=0)

    class Meta:
        db_table = "hazards_counter"
        constraints = [models.UniqueConstraint(fields=["unit", "series", "year"], name="hazards_counter_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:05d}"
