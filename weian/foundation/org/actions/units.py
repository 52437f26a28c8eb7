"""A unit is added, renamed, ended. Its place in the tree is found here and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from weian.foundation.audit import api as audit
from weian.foundation.org.kinds import Kind, width
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.text import pinyin


class NoRoom(Exception):
    """The interval of the unit above is full; the message says what to do."""


def add_unit(
    *, by: Actor, parent: Unit | None, kind: str, name: str, level: str = "", started_on: date | None = None,
    **fields: Any,
) -> Unit:  # fmt: skip
    """Add a unit below `parent` (None only for a root) and give it an interval.

    Raises NoRoom if the parent's interval is full, django.db.IntegrityError for a name or code that is taken.
    """
    with transaction.atomic():
        pos, end = _free_interval(parent, width(kind, level))
        unit = Unit(
            parent=parent, kind=kind, name=name, level=level, pos=pos, end=end,
            started_on=started_on or clock.today(),
            sort_key=pinyin.sort_key(name), initials=pinyin.initials(name), **fields,
        )  # fmt: skip
        if unit.region is None and parent is not None:
            unit.region = parent.region
        audit.created(unit, "unit.added", by=by, facts={"name": name, "kind": kind, "parent": _uid(parent)})
    return unit


def end_unit(unit: Unit, *, by: Actor, on: date, why: str) -> None:
    """The unit ends on `on`; nothing is deleted."""
    with audit.changed(unit, "unit.ended", by=by, why=why, facts={"on": on.isoformat()}):
        unit.ended_on = on


def _free_interval(parent: Unit | None, wide: int) -> tuple[int, int]:
    if parent is None:
        last = Unit.objects.filter(parent=None).aggregate(last=Max("end"))["last"]
        start = last or 0
        return start, start + wide
    above = Unit.objects.select_for_update().get(pk=parent.pk)
    last = Unit.objects.filter(parent=above).aggregate(last=Max("end"))["last"]
    start = last if last is not None else above.pos + 1  # the first position is the parent's own
    if start + wide > above.end:
        kind = Kind(above.kind).label
        raise NoRoom(f"“{above.name}”（{kind}）下已经没有空位。请系统管理员重排位置后再添加。")
    return start, start + wide


def _uid(unit: Unit | None) -> str | None:
    return str(unit.uid) if unit else None
