from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Person
from weian.ground.registry.models import Subject


class Doer(models.TextChoices):
    OWN = "own", "本单位"
    UPPER = "upper", "监管部门"
    MAINTAINER = "maintainer", "维保或供应单位"


class VisitQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What the post works on, and what the person did."""
        part = Q(person=viewer.person)
        for lo, hi in viewer.ranges:
            part |= Q(org_pos__gte=lo, org_pos__lt=hi)
        return self.filter(part)


class Visit(Positioned):
    """Somebody was at a subject and looked at it. Never changed: which rounds it answers is derived each time.

    `seen_at` is when (as the device says, never later than `recorded_at`, when the server got it); `scanned` that the
    label on the spot was read; `whole` that where a list asks for readings they were given: else it stands, and answers
    no round. The source is the inspection that holds what was found.
    """

    audit_kind: ClassVar[str] = "visit"

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="visits", verbose_name="对象")
    seen_at = models.DateTimeField("到场时间")
    recorded_at = models.DateTimeField("收到时间")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="何人")
    doer = models.CharField("谁查的", max_length=12, choices=Doer.choices, default=Doer.OWN)
    scanned = models.BooleanField("现场扫码", default=False)
    whole = models.BooleanField("查全了", default=True)
    source_kind = models.CharField("来源种类", max_length=40, default="", blank=True)
    source_uid = models.UUIDField("来源", null=True)
    faults = models.PositiveIntegerField("发现问题", default=0)
    note = models.CharField("说明", max_length=500, default="", blank=True)

    objects = VisitQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "rounds_visit"
        constraints = [
            models.CheckConstraint(condition=Q(seen_at__lte=F("recorded_at")), name="rounds_visit_not_ahead"),
        ]
        indexes = [
            models.Index(fields=["subject", "-seen_at"], name="rounds_visit_subject"),
            models.Index(fields=["org_pos", "seen_at"], name="rounds_visit_place"),
            models.Index(fields=["person", "-seen_at"], name="rounds_visit_person"),
            models.Index(fields=["source_kind", "source_uid"], name="rounds_visit_source"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.seen_at:%Y-%m-%d %H:%M}"
