"""Units by the names that people write: one a line, with what is said of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.kernel.text.listed import listed

_MARKS = " \t\u3000、：:，,；;"


class Unclear(ValueError):
    """A line names no unit, or several; the message is a sentence."""


def units_named(names: Iterable[str], under: Unit) -> dict[str, Unit]:
    """Each name with its unit under `under`, in one query. Raises Unclear."""
    wanted = {name for name in names if name}
    found: dict[str, list[Unit]] = {}
    known = Unit.objects.addressable().under(under)
    for unit in known.filter(Q(name__in=wanted) | Q(short_name__in=wanted)):
        for name in {unit.name, unit.short_name} & wanted:
            found.setdefault(name, []).append(unit)
    for name in sorted(wanted):
        if len(found.get(name, [])) != 1:
            raise Unclear(f"“{name}”{'不止一家，请写全称' if name in found else '没有找到，请写单位全称'}。")
    return {name: units[0] for name, units in found.items()}


def with_reasons(text: str, under: Unit, *, names: int = 1) -> list[tuple[list[Unit], str]]:
    """Lines of so many names and a reason. Raises Unclear."""
    lines = [listed(line.strip(), _MARKS, most=names) for line in text.splitlines() if line.strip()]
    for line in lines:
        if len(line) <= names or not line[-1].strip():
            raise Unclear(f"“{'、'.join(line)}”后面还没有写理由。")
    known = units_named([name for line in lines for name in line[:names]], under)
    return [([known[name] for name in line[:names]], line[-1].strip()) for line in lines]
