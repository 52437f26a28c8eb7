"""Accident cards: told by a commission, hung on the obligations that exist because of them, read by people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.access import check_can_tell_accident
from weian.ground.duties.models import Accident, AccidentRead, Obligation
from weian.kernel import clock


@dataclass(frozen=True)
class AccidentSpec:
    """What is known of an accident. The uid is made by the form, so that sending it twice tells it once."""

    uid: UUID
    title: str
    happened_on: date
    place: str
    kind: str
    cause: str
    lesson: str
    source: str = ""


@transaction.atomic
def tell_accident(spec: AccidentSpec, *, by: Viewer) -> Accident:
    """Put a card down for the unit and all below it. Raises Refused."""
    check_can_tell_accident(by)
    known = Accident.objects.filter(pk=spec.uid).first()
    if known is not None:
        if known.made_by != by.actor_uid or known.title != spec.title:
            raise Refused("这个编号已经录过另一张卡。请刷新页面后重新填写。")
        return known
    if spec.happened_on > clock.today():
        raise Refused("发生日期在今天以后，请核对。")
    made = Accident(unit=by.unit, made_at=clock.now(), made_by=by.actor_uid, **vars(spec))
    audit.created(made, "accident.told", by=by, facts={"title": made.title, "on": made.happened_on.isoformat()})
    return made


@transaction.atomic
def hang_accident(accident: Accident, obligations: Iterable[Obligation], *, by: Viewer) -> int:
    """Hang a card on exactly these obligations of the unit; returns on how many it hangs now. Raises Refused."""
    check_can_tell_accident(by, accident)
    wanted = list(obligations)
    if any(one.issuer_id != by.unit.pk for one in wanted):
        raise Refused("教训卡只能挂在本单位提出的要求上。")
    with audit.changed(accident, "accident.hung", by=by, facts={"obligations": [str(one.pk) for one in wanted]}):
        accident.obligations.set(wanted)
    return len(wanted)


def read_accident(accident: Accident, *, by: Viewer) -> None:
    """The person has it before him. Reading again keeps the first time."""
    AccidentRead.objects.get_or_create(accident=accident, person=by.person, defaults={"read_at": clock.now()})
