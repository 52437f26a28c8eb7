"""Whom one line binds among the units that have its document: by kind, and institutions by type, grade and size.

An empty list stands for all. A commission has neither type nor grade: it is bound by its kind, where that is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.db.models import Q

from weian.foundation.org.kinds import Kind

FULL, LIGHT = "full", "light"


class Aimed(Protocol):
    """What proposals and obligations have in common."""

    @property
    def to_kinds(self) -> Sequence[str]: ...
    @property
    def to_types(self) -> Sequence[str]: ...
    @property
    def to_grades(self) -> Sequence[str]: ...
    @property
    def size(self) -> str: ...


class Sorted(Protocol):
    """What of a unit decides."""

    @property
    def kind(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def light(self) -> bool: ...


class Sort(NamedTuple):
    """Units that are alike in all that decides."""

    kind: str
    type: str
    grade: str
    light: bool


def binds(line: Aimed, unit: Sorted) -> bool:
    if line.size and (line.size == LIGHT) != unit.light:
        return False
    if line.to_kinds and unit.kind not in line.to_kinds:
        return False
    if unit.kind != Kind.INSTITUTION:
        return bool(line.to_kinds) or not (line.to_types or line.to_grades)
    if line.to_types and unit.type not in line.to_types:
        return False
    return not line.to_grades or unit.grade.startswith(tuple(line.to_grades))


def of_kinds(kinds: Iterable[str]) -> Q:
    """Lines that may bind units of these kinds; of what else they ask of a unit it says nothing."""
    return Q(to_kinds=[]) | Q(to_kinds__has_any_keys=sorted(set(kinds)))


def bound(line: Aimed, unit: str = "") -> Q:
    """The same as a condition; `unit` is the way to the unit, `unit__` from a receipt."""
    found = Q(**{f"{unit}light": line.size == LIGHT}) if line.size else Q()
    if line.to_kinds:
        found &= Q(**{f"{unit}kind__in": line.to_kinds})
    narrow = Q(**{f"{unit}type__in": line.to_types}) if line.to_types else Q()
    if line.to_grades:
        graded = Q()
        for grade in line.to_grades:
            graded |= Q(**{f"{unit}grade__startswith": grade})
        narrow &= graded
    if narrow and line.to_kinds:
        narrow |= ~Q(**{f"{unit}kind": Kind.INSTITUTION})
    return found & narrow


def unsorted(line: Aimed, unit: Sorted) -> bool:
    """Whether the line leaves the unit out only because its type or grade was never put down."""
    if binds(line, unit):
        return False
    told = Sort(
        unit.kind, unit.type or next(iter(line.to_types), ""), unit.grade or next(iter(line.to_grades), ""), unit.light
    )
    return binds(line, told)
