from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.ground.hazards.kinds import PaperKind
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class Paper(Beside):
    """隐患文书: the numbered paper of an act on a hazard. `body` is what it said when given out; it is never edited."""

    audit_kind: ClassVar[str] = "hazard_paper"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="papers", verbose_name="隐患")
    office = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="出具单位")
    kind = models.CharField("文书", max_length=20, choices=PaperKind.choices)
    title = models.CharField("名称", max_length=80)
    no = models.CharField("文号", max_length=60)
    day = models.DateField("成文日期")
    body = models.JSONField("内容")
    given_at = models.DateTimeField("出具时间")
    given_by = models.UUIDField("出具人")

    class Meta:
        db_table = "hazards_paper"
        constraints = [models.UniqueConstraint(fields=["office", "no"], name="hazards_paper_no_once")]
        indexes = [models.Index(fields=["hazard", "given_at"], name="hazards_paper_of")]

    def __str__(self) -> str:
        return f"{self.title} {self.no}"

    def get_absolute_url(self) -> str:
        return reverse("hazard-paper", args=[self.uid])
