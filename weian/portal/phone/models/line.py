from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer


class LineQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those of whom one answers for."""
        return self.filter(Q(person=viewer.person) | Q(org_pos__gte=viewer.reach.pos, org_pos__lt=viewer.reach.end))

    def gapped(self) -> Self:
        return self.exclude(gaps=[])


class Line(Positioned):
    """One person's outbox on one phone for one unit. Its acts are numbered 1, 2, 3 …: what is missing can be proved.

    `head` is the last number that the phone gave, `floor` the last up to which everything is here, `gaps` the numbers
    (from, to) that are neither here nor on the phone any more.
    """

    audit_kind: ClassVar[str] = "phone_line"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="何人")
    head = models.IntegerField("发到第几条", default=0)
    floor = models.IntegerField(default=0)
    gaps: Any = models.JSONField("缺口", default=list)
    build = models.CharField("页面版本", max_length=40, default="")
    offset = models.BigIntegerField("手机钟差（毫秒）", null=True)
    opened_at = models.DateTimeField("开始使用")
    seen_at = models.DateTimeField("最近联系")

    objects = LineQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "phone_line"
        constraints = [
            models.CheckConstraint(condition=Q(floor__gte=0, head__gte=0), name="phone_line_counts_up"),
        ]
        indexes = [
            models.Index(fields=["org_pos"], condition=~Q(gaps=[]), name="phone_line_gapped"),
            models.Index(fields=["person"], name="phone_line_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}的手机"

    @property
    def missing(self) -> str:
        """The numbers as people read them: 2～4、7."""
        return "、".join(str(low) if low == high else f"{low}～{high}" for low, high in self.gaps)
