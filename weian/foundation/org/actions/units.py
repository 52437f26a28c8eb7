"""A unit is added, renamed, ended. Where it stands: `placing`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.actions import placing
from weian.foundation.org.kinds import width
from weian.foundation.org.models import Unit
from weian.foundation.org.models.unit import SORTED_BY
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.text import pinyin


def add_unit(
    *, by: Actor, parent: Unit | None, kind: str, name: str, level: str = "", started_on: date | None = None,
    **fields: Any,
) -> Unit:  # fmt: skip
    """Add a unit below `parent` (None only for a root) and give it an interval; a full parent is widened first.

    Raises django.db.IntegrityError for a name or code that is taken, placing.Busy while another move is at work.
    """
    with transaction.atomic():
        wide = width(kind, level)
        pos = placing.room(parent, wide, by=by)
        if parent is not None:  # two additions do not get one place; locked only now, since widening waits for writers
            Unit.objects.select_for_update().get(pk=parent.pk)
            pos = placing.room(parent, wide, by=by)
        unit = Unit(
            parent=parent, kind=kind, name=name, level=level, pos=pos, end=pos + wide,
            started_on=started_on or clock.today(),
            sort_key=pinyin.sort_key(name)[:SORTED_BY], initials=pinyin.initials(name), **fields,
        )  # fmt: skip
        if unit.region is None and parent is not None:
            unit.region = parent.region
        audit.created(unit, "unit.added", by=by, facts={"name": name, "kind": kind, "parent": _uid(parent)})
    return unit


def rename_unit(unit: Unit, name: str, *, by: Actor, why: str = "", facts: dict[str, Any] | None = None) -> None:
    """The unit is called `name` from now on; the old name stays as an alias by which it is found.

    Raises django.db.IntegrityError for a name that a sister unit has.
    """
    with audit.changed(unit, "unit.renamed", by=by, why=why, facts={"now": name, **(facts or {})}) as was:
        unit.audit_facts = {"was": was.name}  # type: ignore[attr-defined]
        unit.aliases = with_names(was.aliases, *filter(None, [was.name, was.short_name]), but=name)
        if unit.short_name not in name:  # short for a name that it no longer has: pages would go on with it
            unit.short_name = ""
        unit.name, unit.sort_key, unit.initials = name, pinyin.sort_key(name)[:SORTED_BY], pinyin.initials(name)


def call(unit: Unit, short_name: str, *, by: Actor) -> None:
    """What tiles, lists and phones call the unit; empty: by its name again. It is found by both."""
    if unit.short_name != short_name:
        with audit.changed(unit, "unit.called", by=by, facts={"now": short_name}) as was:
            unit.audit_facts = {"was": was.short_name}  # type: ignore[attr-defined]
            unit.short_name = short_name


def end_unit(
    unit: Unit, *, by: Actor, on: date, why: str, verb: str = "unit.ended", facts: dict[str, Any] | None = None
) -> None:
    """The unit ends on `on`; nothing is deleted."""
    with audit.changed(unit, verb, by=by, why=why, facts={"on": on.isoformat(), **(facts or {})}):
        unit.ended_on = on


def with_names(names: list[str], *more: str, but: str) -> list[str]:
    """Former names, each once, without the present one."""
    return [name for name in dict.fromkeys([*names, *more]) if name and name != but]


def _uid(unit: Unit | None) -> str | None:
    return str(unit.uid) if unit else None
