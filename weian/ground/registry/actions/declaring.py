"""A unit says of which types its register is complete: only then does a place that is not in it not exist."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.registry import access
from weian.ground.registry.models import Declared
from weian.ground.registry.pack_schema import hosted_by
from weian.kernel import clock
from weian.kernel.actor import Actor


@transaction.atomic
def declare(unit: Unit, types: Sequence[str], *, by: Actor) -> Declared:
    """Of these types all places are registered; of others this is no longer said. Raises Refused."""
    access.check_can_manage(by, unit)
    said = sorted(set(types))
    if set(said) - set(hosted_by(unit.type)):
        raise Refused("没有这个类型，或者这类机构不会有，请重新选。")
    made: Declared | None = Declared.objects.filter(unit=unit).first()
    facts = {"types": said}
    assert by.actor_uid is not None
    if made is None:
        made = Declared(uid=uuid5(unit.pk, "register"), types=said).at(unit)
        made.declared_at, made.declared_by = clock.now(), by.actor_uid
        audit.created(made, "register.declared", by=by, facts=facts)
        return made
    with audit.changed(made, "register.declared", by=by, facts=facts):
        made.types, made.declared_at, made.declared_by = said, clock.now(), by.actor_uid
    return made


def declared(units: Sequence[Unit]) -> dict[UUID, frozenset[str]]:
    """Of which types each of these units has declared its register complete; in one query."""
    rows = Declared.objects.filter(unit__in=units).values_list("unit", "types")
    return {unit: frozenset(types) for unit, types in rows}
