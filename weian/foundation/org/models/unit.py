from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.org.kinds import Kind, Level

SORTED_BY = 240  # of the syllables of a name: some thirty characters; a longer name is ordered by its beginning


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self) -> UnitQuerySet:
        return self.filter(ended_on=None)

    def commissions(self) -> UnitQuerySet:
        return self.filter(kind=Kind.COMMISSION)

    def institutions(self) -> UnitQuerySet:
        return self.filter(kind=Kind.INSTITUTION)

    def addressable(self) -> UnitQuerySet:
        """Units to which a notice can be sent."""
        return self.current().filter(kind__in=[Kind.COMMISSION, Kind.INSTITUTION])

    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit and all below it."""
        return self.filter(pos__gte=unit.pos, pos__lt=unit.end)

    def above(self, unit: Unit) -> UnitQuerySet:
        """The units that supervise it, nearest first."""
        return self.filter(pos__lt=unit.pos, end__gte=unit.end).exclude(kind=Kind.ROOT).order_by("-pos")

    def within(self, ranges: Iterable[tuple[int, int]]) -> UnitQuerySet:
        """Units whose position lies in one of the half-open ranges; none for no range."""
        spans = [Q(pos__gte=lo, pos__lt=hi) for lo, hi in ranges]
        return self.filter(reduce(or_, spans)) if spans else self.none()


class Unit(models.Model):
    """A node of the supervision tree (隶属/直管). It and all below lie in the half-open interval [pos, end)."""

    audit_kind = "unit"

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    type = models.CharField("类型", max_length=40, default="", help_text="内容包中的机构类型代码")
    level = models.CharField("层级", max_length=12, choices=Level.choices, default="")
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, default="")
    aliases = models.JSONField("别名", default=list)
    code = models.CharField("统一社会信用代码", max_length=18, default="")
    grade = models.CharField("等级", max_length=20, default="")
    desk_name = models.CharField("安全监管岗的本地名称", max_length=40, default="")
    region = models.IntegerField("属地代码", null=True)
    beds = models.IntegerField("床位数", null=True)
    legal_person = models.CharField("法定代表人", max_length=40, default="")
    actual_controller = models.CharField("实际控制人", max_length=40, default="")
    light = models.BooleanField("轻量模式", default=False)
    sort_key = models.CharField(max_length=SORTED_BY, default="", db_collation="C")
    initials = models.CharField(max_length=120, default="", db_collation="C")
    pos = models.BigIntegerField("位置", unique=True)
    end = models.BigIntegerField("位置止")
    started_on = models.DateField("启用日", null=True)
    ended_on = models.DateField("停用日", null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        db_table = "org_unit"
        ordering = ["pos"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("pos")), name="org_unit_interval"),
            models.CheckConstraint(condition=~Q(name=""), name="org_unit_named"),
            models.UniqueConstraint(fields=["parent", "name"], condition=Q(ended_on=None), name="org_unit_name_once"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="org_unit_code_once"),
        ]
        indexes = [
            models.Index(fields=["parent", "sort_key"], name="org_unit_children"),
            models.Index(fields=["region"], name="org_unit_region"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The short name, where there is one."""
        return self.short_name or self.name

    @property
    def span(self) -> tuple[int, int]:
        return self.pos, self.end

    @property
    def place(self) -> tuple[int, int | None]:
        """Where a record of this unit counts: position and territory."""
        return self.pos, self.region

    def holds(self, other: Unit) -> bool:
        """Whether `other` is this unit or stands under it."""
        return self.pos <= other.pos < self.end

    def is_within(self, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether its position lies in one of the half-open ranges, as `UnitQuerySet.within` asks of many."""
        return any(lo <= self.pos < hi for lo, hi in ranges)

    @property
    def ended(self) -> bool:
        return self.ended_on is not None

    def existed_on(self, day: date) -> bool:
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or day < self.ended_on)

    def audit_chain(self) -> UUID:
        return self.uid
