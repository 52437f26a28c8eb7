from __future__ import annotations

import uuid
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, viewer: Viewer) -> ChecklistQuerySet:
        """What the viewer's unit keeps, what the levels above it published, and the lists of the units below."""
        if not viewer.scope.ranges:
            return self.none()
        below = Unit.objects.within(viewer.scope.ranges).order_by().values("pk")
        above = Unit.objects.above(viewer.unit).order_by().values("pk")
        published = ~Q(published=None)
        # What nobody has published yet is for those of the unit who write checklists.
        own = Q(unit=viewer.unit) if viewer.may(May.MANAGE_CHECKLISTS) else Q(unit=viewer.unit) & published
        return self.filter(own | published & (Q(unit__in=above) | Q(unit__in=below)))

    def for_unit(self, unit: Unit) -> ChecklistQuerySet:
        """Published and in use at this unit: its own and those of the levels above it."""
        return self.filter(~Q(published=None), retired_at=None, unit__pos__lte=unit.pos, unit__end__gte=unit.end)


class Checklist(models.Model):
    """A unit's own checklist (检查表), used by it and by everything below it. Its versions hold what is asked.

    It carries no place of its own: the lists of a commission are read below it, so its gate is `visible_to`.
    """

    audit_kind = "checklist"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="checklists", verbose_name="制定单位")
    title = models.CharField("名称", max_length=120)
    published = models.ForeignKey(
        "checklists.ChecklistVersion", models.PROTECT, null=True, related_name="+", verbose_name="现行版本"
    )
    copied_from = models.CharField("照抄自", max_length=120, default="")
    made_at = models.DateTimeField("建立时间")
    made_by = models.UUIDField("建立人", null=True)
    retired_at = models.DateTimeField("停用时间", null=True)
    retired_by = models.UUIDField("停用人", null=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        db_table = "checklists_checklist"
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="checklists_checklist_titled")]
        indexes = [
            models.Index(fields=["unit", "-made_at", "-uid"], name="checklists_checklist_kept"),
            models.Index(fields=["copied_from"], name="checklists_checklist_copies"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("checklist", args=[self.uid])

    def audit_chain(self) -> UUID:
        return self.unit_id
