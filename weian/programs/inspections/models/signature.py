from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person, Way
from weian.programs.inspections.kinds import Side, Word
from weian.programs.inspections.models.inspection import Inspection


class Signature(Positioned):
    """Who said what to which text, and when. `signed` is the digest of what lay before the person."""

    audit_kind: ClassVar[str] = "inspection_signature"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="signatures", verbose_name="检查")
    side = models.CharField("哪一方", max_length=10, choices=Side.choices)
    word = models.CharField("意见", max_length=10, choices=Word.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="何人")
    post = models.CharField("岗位", max_length=80)
    name = models.CharField("外单位签字人", max_length=40, default="", blank=True)
    text = models.TextField("意见或理由", default="", blank=True)
    given_at = models.DateTimeField("何时")
    # Empty on what was signed before this was kept, and on what no person was asked for.
    confirmed = models.CharField("怎样确认是本人", max_length=10, choices=Way.choices, default="", blank=True)
    signed = models.CharField("所签内容哈希", max_length=64)

    class Meta:
        db_table = "inspections_signature"
        constraints = [
            models.CheckConstraint(condition=Q(word="signed") | ~Q(text=""), name="inspections_signature_reasoned")
        ]
        indexes = [models.Index(fields=["inspection", "given_at"], name="inspections_signature_of")]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.get_word_display()}"
