from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weian.foundation.people.models import Person
from weian.ground.hazards.models.beside import Beside
from weian.ground.hazards.models.hazard import Hazard


class Judgement(Beside):
    """重大隐患判定: what was known, what was answered, which criteria it meets by which version of the packs.

    Kept as it was made; who judges anew makes another. `facts` maps the code of a fact to {v: yes|no|unknown,
    by: record|person, empty where nobody was asked}; `criteria` are those that are met, `open_facts` what was still
    unknown.
    """

    audit_kind: ClassVar[str] = "judgement"

    class Verdict(models.TextChoices):
        MAJOR = "major", "属重大隐患"
        NOT_MAJOR = "not_major", "不属重大隐患"
        UNDECIDED = "undecided", "还不能判定"

    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="judgements", verbose_name="隐患")
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices)
    facts = models.JSONField("事实", default=dict)
    criteria = models.JSONField("符合的标准", default=list, help_text="[{code, title, source, clause, pack, verified}]")
    open_facts = models.JSONField("还不清楚的", default=list)
    packs = models.JSONField("判定所据内容包", default=list, help_text="[代码 版本]")
    made_at = models.DateTimeField("判定时间")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="判定人")

    class Meta:
        db_table = "hazards_judgement"
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="major") | ~Q(criteria=[]), name="hazards_judgement_major_by_a_criterion"
            )
        ]
        indexes = [models.Index(fields=["hazard", "-made_at"], name="hazards_judgement_of")]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.get_verdict_display()}"
