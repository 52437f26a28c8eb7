from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from weian.foundation.org.models import Positioned, PositionedQuerySet, Unit
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Post
from weian.ground.registry.kinds import Kind
from weian.kernel import clock


class SubjectQuerySet(PositionedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever belongs to a unit may know its places: they carry no secret, and a label hangs on the wall."""
        return self.within(viewer.scope.ranges)

    def in_use(self, on: date | None = None) -> Self:
        """In use on a day; the last day is still one."""
        day = on or clock.today()
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def at_work(self) -> Self:
        """What is looked at, not what only groups or serves."""
        return self.exclude(kind=Kind.PARTY)


class Subject(Positioned):
    """A thing that exists and is looked after (监管对象): a place, a point, a route, a service provider.

    `unit` is the institution, `org_pos` the department where there is one. `tags` are the lists that it is on; no
    index stands on them, since row security could not use it (docs/adr/0004) and a unit's rows are few. `phases`
    keep since when it carried which tags (None: not in use), so that a past day is judged as it was.
    """

    audit_kind: ClassVar[str] = "subject"

    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    type = models.CharField("类型", max_length=40)
    name = models.CharField("名称", max_length=80)
    code = models.CharField("编号", max_length=40, default="", blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="位于"
    )
    department = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="科室")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任岗位")
    contractor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="服务单位"
    )
    tags = models.JSONField("所属名录", default=list)
    fields = models.JSONField("登记项", default=dict)
    stops = models.JSONField("路线上的点位", default=list, help_text="点位的 uid，按先后")
    phases = models.JSONField("历次名录", default=list)
    valid_from = models.DateField("启用日")
    valid_to = models.DateField("停用日", null=True)
    sort_key = models.CharField(max_length=160, default="", db_collation="C")

    objects = SubjectQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "registry_subject"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="registry_subject_named"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="registry_subject_term"
            ),
            models.UniqueConstraint(
                fields=["unit", "code"], condition=~Q(code="") & Q(valid_to=None), name="registry_subject_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["org_pos", "kind"], name="registry_subject_place"),
            models.Index(fields=["unit", "sort_key"], name="registry_subject_unit"),
            models.Index(fields=["post"], name="registry_subject_post"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_use(self) -> bool:
        return self.in_use_on(clock.today())

    def in_use_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def marks(self) -> list[str]:
        """By what rules and checklists know it: its type and its tags."""
        return [self.type, *self.tags]

    def marks_at(self, moment: datetime) -> frozenset[str]:
        """The marks that it carried then; empty where it was not in use."""
        tags: list[str] | None = None
        for phase in self.phases:
            if datetime.fromisoformat(phase["at"]) > moment:
                break
            tags = phase["tags"]
        return frozenset() if tags is None else frozenset({self.type, *tags})

    def begin_phase(self, tags: list[str] | None, at: datetime) -> None:
        """From that moment on it carries these tags."""
        if not self.phases or self.phases[-1]["tags"] != tags:
            self.phases = [*self.phases, {"at": at.isoformat(), "tags": tags}]
