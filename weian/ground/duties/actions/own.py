"""What a unit lays on itself: lines of its plan, decisions of its meeting, its own part of a notice that it issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person, Post
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


def _own(spec: Spec) -> Spec:
    acceptor = Acceptor.NONE if spec.acceptor == Acceptor.NONE else Acceptor.OWN_DESK
    return replace(spec, owed_by=OwedBy.OWN, to_kinds=(), to_types=(), to_grades=(), size="", acceptor=acceptor)


def _assign(obligation: Obligation, unit: Unit, line: OwnLine, by: Actor) -> None:
    task = Task(
        obligation=obligation, due=obligation.due, reviewer=reviewer_for(obligation, unit), post=line.post,
        person=line.person, started_at=clock.now(), started_by=by.actor_uid,
    ).at(unit)  # fmt: skip
    audit.created(task, "task.assigned", by=by, facts={"obligation": str(obligation.pk)})
    if line.person is None or line.person.pk != by.actor_uid:
        telling.handed(task)
