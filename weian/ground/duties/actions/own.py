"""What a unit lays on itself: lines of its plan, decisions of its meeting, its own part of a notice that it issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Appointment, Person, Post
from weian.ground.duties import telling
from weian.ground.duties.actions.obligations import Spec, put_obligations
from weian.ground.duties.actions.starting import reviewer_for
from weian.ground.duties.models import Acceptor, Obligation, OwedBy, Task
from weian.kernel import clock
from weian.kernel.actor import Actor


@dataclass(frozen=True)
class OwnLine:
    """One line that the unit itself shall do. A named post or person has it as a task at once; else it is routed."""

    spec: Spec
    post: Post | None = None
    person: Person | None = None


@transaction.atomic
def own_obligations(document: Document, lines: Sequence[OwnLine], *, by: Actor) -> list[Obligation]:
    """Put lines of a unit's document down as the unit's own work; those that are there already stay as they are.

    Nobody accepts what he did himself: the unit's desk does, and the commission above where the desk is one person.
    """
    unit = document.unit
    fresh = put_obligations(document, [_own(line.spec) for line in lines], by=by)
    named = {line.spec.uid: line for line in lines if line.post or line.person}
    for obligation in fresh:
        if line := named.get(obligation.pk):
            _assign(obligation, unit, line, by)
    return fresh


@dataclass(frozen=True)
class Someone:
    post: Post | None = None
    person: Person | None = None


def people_named(unit: Unit, names: Iterable[str]) -> dict[str, Someone]:
    """Who of the unit is meant by a name or the title of a post as plans write it; what is not clear is nobody."""
    wanted = {name.strip() for name in names if name.strip()}
    if not wanted:
        return {}
    found: dict[str, list[Someone]] = {name: [] for name in wanted}
    held = Appointment.objects.on(clock.today()).filter(post__ended_on=None, deputy=False)
    held = held.filter(post__reach__pos__gte=unit.pos, post__reach__pos__lt=unit.end)
    if unit.kind == "commission":
        held = held.filter(post__reach=unit) | held.filter(post__reach__parent=unit, post__reach__kind="department")
    titles: dict[str, set[Post]] = {name: set() for name in wanted}
    for one in held.filter(person__name__in=wanted).select_related("person", "post"):
        found[one.person.name].append(Someone(one.post, one.person))
    for one in held.filter(post__title__in=wanted).select_related("post"):
        titles[one.post.title].add(one.post)
    said = {}
    for name in wanted:
        people = {one.person.pk: one for one in found[name] if one.person}
        if len(people) == 1:
            said[name] = next(iter(people.values()))
        elif not people and len(titles[name]) == 1:
            said[name] = Someone(next(iter(titles[name])))
    return said


def _own(spec: Spec) -> Spec:
    acceptor = Acceptor.NONE if spec.acceptor == Acceptor.NONE else Acceptor.OWN_DESK
    return replace(spec, owed_by=OwedBy.OWN, to_kinds=(), to_types=(), acceptor=acceptor)


def _assign(obligation: Obligation, unit: Unit, line: OwnLine, by: Actor) -> None:
    task = Task(
        obligation=obligation, due=obligation.due, reviewer=reviewer_for(obligation, unit), post=line.post,
        person=line.person, started_at=clock.now(), started_by=by.actor_uid,
    ).at(unit)  # fmt: skip
    audit.created(task, "task.assigned", by=by, facts={"obligation": str(obligation.pk)})
    if line.person is None or line.person.pk != by.actor_uid:
        telling.handed(task)
