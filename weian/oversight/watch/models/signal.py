from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from weian.foundation.org.models import Positioned, PositionedQuerySet
from weian.foundation.people.models import Person
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import Viewer
from weian.oversight.watch.states import SIGNAL, SignalStatus
from weian.programs.inspections.models import Inspection


class SignalQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; what one is asked to look at again; and, once shown, to those of the same unit who plan checks.

        Nobody above the unit sees any: a signal is no judgement on anybody. That one's own check was picked by lot
        is told to nobody, and to a planner only when it is over.
        """
        mine, lot = Q(person=viewer.person), Q(random=True)
        seen = mine & ~lot | Q(relook_by=viewer.person)
        if viewer.may(May.PLAN_INSPECTION) and not viewer.is_commission:
            of_unit = Q(unit=viewer.unit) & ~Q(status=SignalStatus.TOLD)
            seen |= of_unit & ~(mine & lot & Q(status__in=[SignalStatus.SHOWN, SignalStatus.ASKED]))
        return self.filter(seen)


class Signal(Positioned):
    """One recorded check is worth a second look, with the terms that say why; or was picked by lot (`random`).

    It tells nobody's rank and leads to nothing but a look by another person (`relook_by`); `differs` is what came out.
    """

    audit_kind: ClassVar[str] = "signal"
    states: ClassVar = SIGNAL

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+", verbose_name="检查")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="检查人")
    happened_at = models.DateTimeField("检查时间")
    random = models.BooleanField("随机抽到", default=False)
    score = models.FloatField("各项加权之和", default=0)
    terms = models.JSONField("各项理由", default=list)
    status = models.CharField("状态", max_length=10, choices=SignalStatus.choices, default=SignalStatus.TOLD)
    made_at = models.DateTimeField("提示时间")
    explained = models.CharField("本人说明", max_length=500, default="")
    explained_at = models.DateTimeField("说明时间", null=True)
    shown_at = models.DateTimeField("安全管理人员可见时间", null=True)
    asked_at = models.DateTimeField("安排复核时间", null=True)
    asked_by = models.UUIDField("安排人", null=True)
    relook_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    relook = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+", verbose_name="复核的检查")
    differs = models.BooleanField("复核结果不同", null=True)
    settled_at = models.DateTimeField("复核时间", null=True)
    dropped_at = models.DateTimeField("不必复核时间", null=True)
    drop_reason = models.CharField("不必复核的理由", max_length=300, default="")

    objects: ClassVar = SignalQuerySet.as_manager()

    class Meta:
        db_table = "watch_signal"
        constraints = [
            models.UniqueConstraint(fields=["inspection"], name="watch_signal_once"),
            models.CheckConstraint(
                condition=Q(relook_by=None) | ~Q(relook_by=F("person")), name="watch_signal_looked_at_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(status=SignalStatus.SETTLED) | Q(differs__isnull=False, relook__isnull=False),
                name="watch_signal_settled",
            ),
            models.CheckConstraint(
                condition=~Q(status=SignalStatus.TOLD) | Q(random=False), name="watch_signal_random_is_nobodys"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status", "made_at"], name="watch_signal_unit"),
            models.Index(fields=["person", "made_at"], name="watch_signal_person"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}"

    def get_absolute_url(self) -> str:
        return reverse("watch-signal", args=[self.pk])
