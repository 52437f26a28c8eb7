"""The acts themselves. Each has the tree alone, sees all rows, and is one transaction: it happens wholly or not at all.

Gates are asked inside, where nothing can change any more. What happened stands in the chains of all units concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, viewer_for
from weian.foundation.people.models import Appointment, Post
from weian.foundation.tree import access
from weian.foundation.tree.actions import staff
from weian.foundation.tree.actions.naming import free_name
from weian.kernel.scope import Range

LONGEST = 120  # of a unit's name


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why, from which day and by which document, as it stands in every event of an act."""

    on: date
    why: str
    basis: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return {"on": self.on.isoformat(), **({"basis": self.basis} if self.basis else {})}


@contextmanager
def _alone() -> Iterator[None]:
    """The tree alone, all rows in sight."""
    with transaction.atomic(), audit.acting_as_system("调整单位"):
        org.alone()
        yield


def move(unit: Unit, above: Unit, *, by: Viewer, ground: Ground) -> int:
    """`unit` is supervised by `above` from now on, with all below it and all its records; how many rows went along."""
    with _alone():
        unit, above, by = _fresh(unit), _fresh(above), viewer_now(by.appointment)
        access.check_can_move(by, unit, above)
        before, was = _superiors(unit), unit.parent
        facts = {"from": _named(was), "to": _named(above), **ground.facts}
        carried = org.carry(unit, above, by=by)
        judged = _look_up(before)
        facts |= {"rows": carried.rows, "judged": judged(by)}
        _note("unit.moved", unit, [was, above], by, ground, facts)
        return carried.total


def merge(unit: Unit, into: Unit, *, by: Viewer, ground: Ground) -> int:
    """`unit` becomes part of `into`, which keeps the history of both; people, parts and open work go over."""
    with _alone():
        unit, into, by = _fresh(unit), _fresh(into), viewer_now(by.appointment)
        access.check_can_merge(by, unit, into)
        facts: dict[str, Any] = {"from": _named(unit), "to": _named(into), **ground.facts}
        was, judged = unit.parent, _look_up(_superiors(unit))
        facts["handed"] = _hand_over(unit, into, unit.span, by)
        facts["posts"], facts["people"] = staff.take_over(unit, into, by=by)
        total = 0
        taken = set(Unit.objects.current().filter(parent=into).values_list("name", flat=True))
        for child in list(Unit.objects.current().filter(parent=unit).order_by("pos")):
            name = free_name(child.name, taken, unit, longest=LONGEST)
            taken.add(name)
            if name != child.name:
                org.rename_unit(child, name, by=by, why=f"{unit.name}并入{into.name}")
            total += org.carry(child, into, by=by).total
        total += org.carry(_fresh(unit), into, by=by).total
        unit = _fresh(unit)
        facts["judged"] = judged(by)
        _remember_names(_fresh(into), unit, by)
        org.end_unit(unit, by=by, on=ground.on, why=ground.why, verb="unit.merged", facts=facts)
        _note("unit.merged", unit, [was, into], by, ground, facts, own=False)
        return total


def split(
    unit: Unit, name: str, *, parts: Sequence[Unit], posts: Sequence[Post], by: Viewer, ground: Ground
) -> tuple[Unit, int]:
    """A new unit beside `unit` out of some of its parts and posts, with their people, records and open hazards."""
    with _alone():
        unit, by = _fresh(unit), viewer_now(by.appointment)
        parts = [_fresh(part) for part in parts]
        access.check_can_split(by, unit, name, parts, posts)
        new = org.add_unit(
            by=by, parent=unit.parent, kind=unit.kind, level=unit.level, name=name, type=unit.type, region=unit.region,
            light=unit.light, started_on=ground.on,
        )  # fmt: skip
        facts: dict[str, Any] = {"from": _named(unit), "to": _named(new), **ground.facts}
        facts["parts"] = [_named(part) for part in parts]
        total, handed = 0, 0
        for part in parts:
            total += org.carry(part, new, by=by).total
            handed += sum(_hand_over(unit, new, _fresh(part).span, by).values())
        facts["handed"] = handed
        facts["posts"], facts["people"] = staff.part_with(posts, [_fresh(p) for p in parts], unit, new, by=by)
        _note("unit.split", unit, [new], by, ground, facts)
        return _fresh(new), total


def close(unit: Unit, *, to: Unit | None = None, by: Viewer, ground: Ground) -> int:
    """`unit` ends, with its departments, posts and terms. What is open goes over to `to`; without it nothing may be."""
    with _alone():
        unit, by = _fresh(unit), viewer_now(by.appointment)
        to = _fresh(to) if to else None
        access.check_can_close(by, unit, to)
        facts: dict[str, Any] = dict(ground.facts)
        was, total = unit.parent, 0
        if to is not None:
            judged = _look_up(_superiors(unit))
            facts |= {"to": _named(to), "handed": _hand_over(unit, to, unit.span, by)}
            if not to.holds(unit):
                total = org.carry(unit, to, by=by).total
                unit = _fresh(unit)
            facts["judged"] = judged(by)
        facts["posts"], facts["people"] = staff.dismiss(unit, on=ground.on, by=by)
        for inner in Unit.objects.current().under(unit).exclude(pk=unit.pk).order_by("-pos"):
            org.end_unit(inner, by=by, on=ground.on, why=ground.why)
        org.end_unit(unit, by=by, on=ground.on, why=ground.why, verb="unit.closed", facts=facts)
        _note("unit.closed", unit, [was, to], by, ground, facts, own=False)
        return total


def rename(unit: Unit, name: str, *, by: Viewer, ground: Ground) -> int:
    with _alone():
        unit, by = _fresh(unit), viewer_now(by.appointment)
        access.check_can_rename(by, unit, name)
        org.rename_unit(unit, name, by=by, why=ground.why, facts=ground.facts)
        return 0


def _fresh(unit: Unit) -> Unit:
    return Unit.objects.select_related("parent").get(pk=unit.pk)


def viewer_now(asked_by: Appointment) -> Viewer:
    """The viewer by that appointment with the tree as it is now. Raises Refused where it does not hold any more."""
    now = viewer_for(asked_by.person, asked_by.pk)
    if now is None or now.appointment.pk != asked_by.pk:
        raise Refused("提出的人已经不在这个岗位上。")
    return now


def _named(unit: Unit | None) -> dict[str, str] | None:
    return {"uid": str(unit.uid), "name": unit.name} if unit else None


def _superiors(unit: Unit) -> list[tuple[Unit, Unit]]:
    """What looks up to a commission outside itself: the unit, and where it is a commission that ends, its parts."""
    above = Unit.objects.above(unit).commissions().first()
    found = [(unit, above)] if above else []
    if unit.kind == Kind.COMMISSION:
        found += [(child, unit) for child in Unit.objects.current().filter(parent=unit)]
    return found


def _look_up(before: list[tuple[Unit, Unit]]) -> Callable[[Viewer], int]:
    """Call what is returned after the move: what looked up to another commission then looks up to the present one."""

    def look(by: Viewer) -> int:
        n = 0
        for unit, was in before:
            unit = _fresh(unit)
            now = Unit.objects.above(unit).commissions().filter(ended_on=None).first()
            if now is not None and now.pk != was.pk:
                n += sum(one.look_up_to(unit, was, now, by) for one in org.works())
        return n

    return look


def _hand_over(old: Unit, new: Unit, within: Range, by: Viewer) -> dict[str, int]:
    return {one.kind: one.hand_over(old, new, within, by) for one in org.works()}


def _remember_names(into: Unit, unit: Unit, by: Viewer) -> None:
    with audit.changed(into, "unit.names_kept", by=by, facts={"of": str(unit.uid)}):
        into.aliases = org.with_names(into.aliases, unit.name, unit.short_name, *unit.aliases, but=into.name)


def _note(
    verb: str, unit: Unit, others: Sequence[Unit | None], by: Viewer, ground: Ground, facts: dict[str, Any],
    *, own: bool = True,
) -> None:  # fmt: skip
    """The act in the chain of the unit (unless it stands there) and of each other unit, locked in one order."""
    chains = {other.uid for other in others if other is not None} - {unit.uid}
    audit.lock_chains(chains | {unit.uid})
    for chain in [*([unit.uid] if own else []), *sorted(chains)]:
        audit.record(verb, kind="unit", record=unit.uid, chain=chain, by=by, why=ground.why, facts=facts)
