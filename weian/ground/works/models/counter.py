from django.db import models

from weian.foundation.org.models import Unit


class Counter(models.Model):
    """The last number of one paper that an office gave in a year; locked while the next is taken."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("文书", max_length=40)
    year = models.IntegerField("年")
    last = models.IntegerField("已用到", default=0)

    class Meta:
        db_table = "works_counter"
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="works_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last}"
