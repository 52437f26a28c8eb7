"""The pool of a commission: who comes in, for how long, where they do not go, and how they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Person
from weian.ground.experts import access
from weian.ground.experts.models import Appraisal, Assignment, Expert, Recusal
from weian.ground.experts.pack_schema import specialities, term
from weian.kernel import clock


@dataclass(frozen=True)
class ExpertSpec:
    """Somebody for the pool: a person here, or a name to be added as a person of the commission."""

    uid: UUID
    person: Person | None = None
    name: str = ""
    phone: str = ""
    kind: str = Expert.Kind.EXPERT
    title: str = ""
    specialities: Sequence[str] = ()
    employer: Unit | None = None
    employer_name: str = ""
    term_from: date | None = None
    term_to: date | None = None
    room: int | None = None


@transaction.atomic
def add_expert(spec: ExpertSpec, *, by: Viewer) -> Expert:
    """Take somebody into the viewer's pool; the same uid again gives what is there. Raises Refused."""
    access.check_can_draw(by)
    there: Expert | None = Expert.objects.select_related("person").filter(pk=spec.uid).first()
    if there is not None:
        return there
    known = specialities()
    if unknown := [one for one in spec.specialities if one not in known]:
        raise Refused(f"没有这项专长：{'、'.join(unknown)}。")
    since = spec.term_from or clock.today()
    if spec.term_to and spec.term_to <= since:
        raise Refused("任期止日要在起日之后。")
    person = spec.person or people.add_person(by=by, unit=by.unit, name=spec.name, phone=spec.phone)
    expert = Expert(
        uid=spec.uid, person=person, kind=spec.kind, title=spec.title, specialities=list(spec.specialities),
        employer=spec.employer, employer_name=spec.employer_name, term_from=since, term_to=spec.term_to,
        room=spec.room or term("visits").amount, made_at=clock.now(),
    ).at(by.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(expert, "expert.added", by=by, facts=_facts(expert))
    except IntegrityError as error:
        raise Refused(f"{person.name}已经在专家库里。") from error
    return expert


def change_expert(
    expert: Expert, *, by: Viewer, title: str, specialities: Sequence[str], term_to: date | None, room: int
) -> None:
    """What changes over a term. Ending it is a `term_to` of today or before."""
    access.check_can_keep(by, expert)
    if term_to and term_to <= expert.term_from:
        raise Refused("任期止日要在起日之后。")
    with audit.changed(expert, "expert.changed", by=by, facts={"specialities": list(specialities), "room": room}):
        expert.title, expert.specialities = title, list(specialities)
        expert.term_to, expert.room = term_to, room


@transaction.atomic
def recuse(expert: Expert, target: Unit, reason: str, *, uid: UUID, by: Viewer, until: date | None = None) -> Recusal:
    """The expert keeps away from `target` and all below it from today on."""
    access.check_can_keep(by, expert)
    if not reason.strip():
        raise Refused("回避要写理由。")
    repeated: Recusal | None = Recusal.objects.filter(pk=uid).first()
    if repeated is not None:
        return repeated
    if Recusal.objects.filter(expert=expert, target=target, valid_to=None).exists():
        raise Refused(f"已经登记回避{target.title}。")
    recusal = Recusal(
        uid=uid, expert=expert, target=target, reason=reason.strip()[:120], valid_from=clock.today(), valid_to=until
    ).at(expert.unit)
    audit.created(recusal, "recusal.made", by=by, facts={"expert": str(expert.pk), "target": str(target.pk)})
    return recusal


def end_recusal(recusal: Recusal, *, by: Viewer) -> None:
    access.check_can_keep(by, recusal.expert)
    with audit.changed(recusal, "recusal.ended", by=by):
        recusal.valid_to = clock.today()


@transaction.atomic
def appraise(expert: Expert, target: Unit, *, score: int, text: str, uid: UUID, by: Viewer) -> Appraisal:
    """Say how an expert did at a unit where a draw sent them. Raises Refused for any other."""
    access.check_can_keep(by, expert)
    repeated: Appraisal | None = Appraisal.objects.filter(pk=uid).first()
    if repeated is not None:
        return repeated
    if expert.person_id in by.persons:
        raise Refused("不能评价自己，请由另一人评价。")
    if not Assignment.objects.filter(expert=expert, target=target, ended_at=None).exists():
        raise Refused(f"{expert.person.name}没有被派去过{target.title}，不能评价。")
    made = Appraisal(
        uid=uid, expert=expert, target=target, score=score, text=text, made_at=clock.now(), made_by=by.person
    ).at(expert.unit)
    audit.created(made, "appraisal.made", by=by, facts={"expert": str(expert.pk), "score": score})
    return made


def _facts(expert: Expert) -> dict[str, object]:
    return {
        "person": str(expert.person_id), "kind": expert.kind, "specialities": expert.specialities,
        "from": expert.term_from.isoformat(), "to": expert.term_to.isoformat() if expert.term_to else None,
    }  # fmt: skip
