from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, Unit
from weian.foundation.people.models import Person
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards.models import Hazard
from weian.ground.registry.models import Subject
from weian.ground.works.models.contractor import Contractor
from weian.ground.works.models.sight import OfContractor
from weian.ground.works.models.site import Site


class Side(models.TextChoices):
    CONTRACTOR = "contractor", "承包方"
    HOST = "host", "本单位"


class ViolationQuerySet(OfContractor):
    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.is_agency:
            return self.filter(found_from=viewer.unit)
        return super().visible_to(viewer)


class Violation(Positioned):
    """违规: somebody worked against the rules. One for each side that answers for it; together they are one hazard."""

    audit_kind: ClassVar[str] = "violation"
    personal_fields = ("person_name",)

    kind = models.CharField("类别", max_length=40)
    side = models.CharField("谁的违规", max_length=10, choices=Side.choices)
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, null=True, related_name="violations", verbose_name="承包方"
    )
    department = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="归口科室")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="violations", verbose_name="项目")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="地点")
    text = models.TextField("情况")
    person_name = models.CharField("违规人", max_length=40, default="", blank=True)
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="+", verbose_name="隐患")
    found_at = models.DateTimeField("发现时间")
    found_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="发现人")
    found_from = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发现单位")

    objects = ViolationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "works_violation"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="works_violation_told"),
            models.CheckConstraint(
                condition=Q(side="host") | Q(contractor__isnull=False), name="works_violation_of_whom"
            ),
            models.UniqueConstraint(fields=["hazard", "side"], name="works_violation_once_a_side"),
        ]
        indexes = [
            models.Index(fields=["org_pos", "found_at", "uid"], name="works_violation_place"),
            models.Index(fields=["contractor", "found_at"], name="works_violation_of"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
