from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from weian.foundation.org.models import Positioned
from weian.foundation.people.models import Person
from weian.ground.hazards.models.sweep import FromAbove


class Alike(FromAbove):
    """举一反三: what was found in one place, or happened elsewhere, is asked of all places below.

    `types` and `domains` are those of hazards, `tags` and `place_types` those of the register, whose fields are
    to be as the `conditions` say: any of the values of a field, and so for each field. `lesson` says what to
    look for. Whom the records do not tell of is asked in batches, in the order of the tree: `upto` is the position
    that they have come to, `looked` how many institutions that is, `done_at` when the last one was looked at.
    """

    audit_kind: ClassVar[str] = "alike"

    source_kind = models.CharField("起因种类", max_length=20, default="")
    source_uid = models.UUIDField("起因", null=True)
    lesson = models.TextField("要查什么")
    types = models.JSONField("隐患类别", default=list)
    domains = models.JSONField("领域", default=list)
    tags = models.JSONField("名录", default=list)
    place_types = models.JSONField("场所类型", default=list)
    conditions = models.JSONField("登记项条件", default=list, help_text="[{type, field, is}]")
    due = models.DateField("答复期限")
    upto = models.BigIntegerField(default=0)
    looked = models.IntegerField("已查机构数", default=0)
    moved_at = models.DateTimeField("最近一批", null=True)
    done_at = models.DateTimeField("问完时间", null=True)

    class Meta:
        db_table = "hazards_alike"
        constraints = [models.CheckConstraint(condition=~Q(lesson="") & ~Q(title=""), name="hazards_alike_told")]
        indexes = [
            models.Index(fields=["unit", "-made_at"], name="hazards_alike_of"),
            models.Index(fields=["moved_at"], condition=Q(done_at=None), name="hazards_alike_under_way"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("alike", args=[self.uid])


class AlikeAnswer(Positioned):
    """A unit of which no record tells is asked: do you have this, where, what did you do."""

    audit_kind: ClassVar[str] = "alike_answer"

    class Answer(models.TextChoices):
        HAS = "has", "有"
        NONE = "none", "没有"

    alike = models.ForeignKey(Alike, models.PROTECT, related_name="answers", verbose_name="举一反三")
    answer = models.CharField("回答", max_length=4, choices=Answer.choices, default="")
    text = models.TextField("在哪里、怎么办的", default="")
    asked_at = models.DateTimeField("询问时间")
    answered_at = models.DateTimeField("回答时间", null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="回答人")

    class Meta:
        db_table = "hazards_alike_answer"
        constraints = [
            models.UniqueConstraint(fields=["alike", "unit"], name="hazards_alike_answer_once"),
            models.CheckConstraint(condition=~Q(answer="has") | ~Q(text=""), name="hazards_alike_answer_says_where"),
        ]

    def __str__(self) -> str:
        return f"{self.alike_id} {self.unit_id}"
