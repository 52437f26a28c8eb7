from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.models import Person


class ExpertQuerySet(PositionedQuerySet):
    def serving(self, day: date) -> Self:
        """In their term on `day`, and still working."""
        return self.filter(term_from__lte=day, person__left_on=None).filter(Q(term_to=None) | Q(term_to__gt=day))


class Expert(Positioned):
    """Somebody whom a commission may send on inspections, for a term. `unit` keeps the pool.

    `room` is how many units a year at most. The employer, a unit here or the name of one outside, is never visited.
    """

    audit_kind: ClassVar[str] = "expert"

    class Kind(models.TextChoices):
        EXPERT = "expert", "专家"
        OFFICIAL = "official", "干部"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    kind = models.CharField("身份", max_length=10, choices=Kind.choices, default=Kind.EXPERT)
    title = models.CharField("职称或职务", max_length=60, default="")
    specialities = models.JSONField("专长", default=list, help_text="专长代码")
    employer = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="工作单位")
    employer_name = models.CharField("系统外的工作单位", max_length=120, default="")
    term_from = models.DateField("任期自")
    term_to = models.DateField("任期至", null=True)
    room = models.SmallIntegerField("一年最多去几家")
    made_at = models.DateTimeField("入库时间")

    objects: ClassVar = ExpertQuerySet.as_manager()

    class Meta:
        db_table = "experts_expert"
        constraints = [
            models.UniqueConstraint(fields=["unit", "person"], name="experts_expert_once"),
            models.CheckConstraint(
                condition=Q(term_to=None) | Q(term_to__gt=F("term_from")), name="experts_expert_term"
            ),
            models.CheckConstraint(condition=Q(room__gt=0), name="experts_expert_room"),
        ]

    def __str__(self) -> str:
        return self.person.name

    def get_absolute_url(self) -> str:
        return reverse("expert", args=[self.pk])

    @property
    def works_at(self) -> str:
        return self.employer.title if self.employer else self.employer_name

    @property
    def skills(self) -> list[str]:
        """What a draw may ask for: specialities, and whether expert or official."""
        return [*self.specialities, f"@{self.kind}"]

    def serves(self, day: date) -> bool:
        in_term = self.term_from <= day and (self.term_to is None or day < self.term_to)
        return in_term and self.person.left_on is None


class Recusal(Positioned):
    """An expert keeps away from a unit and all below it, for a reason and a time. Never deleted, only ended."""

    audit_kind: ClassVar[str] = "recusal"

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="recusals", verbose_name="专家")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="回避单位")
    reason = models.CharField("理由", max_length=120)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)

    class Meta:
        db_table = "experts_recusal"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="experts_recusal_reasoned"),
            models.UniqueConstraint(
                fields=["expert", "target"], condition=Q(valid_to=None), name="experts_recusal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.target_id}"


class Appraisal(Positioned):
    """What the office says of an expert after a visit. Written once."""

    audit_kind: ClassVar[str] = "appraisal"

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="appraisals", verbose_name="专家")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="去过的单位")
    score = models.SmallIntegerField("评分", help_text="1 到 5")
    text = models.TextField("评语", default="")
    made_at = models.DateTimeField("评价时间")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="评价人")

    class Meta:
        db_table = "experts_appraisal"
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="experts_appraisal_score"),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.score}"
