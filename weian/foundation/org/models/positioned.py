"""What every table that is fenced by place has in common."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from weian.foundation.org.models.unit import Unit


class PositionedQuerySet(models.QuerySet[Any]):
    def within(self, ranges: Iterable[tuple[int, int]]) -> Self:
        """Rows that count inside one of the half-open ranges of positions; none for no range."""
        spans = [Q(org_pos__gte=lo, org_pos__lt=hi) for lo, hi in ranges]
        return self.filter(reduce(or_, spans)) if spans else self.none()

    def under(self, unit: Unit) -> Self:
        return self.filter(org_pos__gte=unit.pos, org_pos__lt=unit.end)

    def in_territory(self, span: tuple[int, int]) -> Self:
        return self.filter(region__gte=span[0], region__lt=span[1])


class Positioned(models.Model):
    """A fact that counts at a place. The uid is made by the client that recorded it, so that a repeat is no double."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    org_pos = models.BigIntegerField("计入位置", editable=False)
    region = models.IntegerField("属地代码", null=True, editable=False)

    objects = PositionedQuerySet.as_manager()

    class Meta:
        abstract = True

    def at(self, unit: Unit) -> Self:
        """Place this record at `unit`."""
        self.unit, (self.org_pos, self.region) = unit, unit.place
        return self

    def is_within(self, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether it counts in one of the half-open ranges, as `PositionedQuerySet.within` asks of many."""
        return any(lo <= self.org_pos < hi for lo, hi in ranges)

    def audit_chain(self) -> UUID:
        return self.unit_id
