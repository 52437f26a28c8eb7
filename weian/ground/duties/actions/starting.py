"""The first act makes the task's row."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Person, Post
from weian.ground.duties import telling
from weian.ground.duties.access import check_can_hand, check_can_start
from weian.ground.duties.deciders import commission_above, judges_of
from weian.ground.duties.models import Acceptor, Obligation, Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.queries import posts_in
from weian.kernel import clock
from weian.kernel.actor import Actor


def start(one: Owed, *, by: Actor) -> Task:
    """Begin what is owed. Two people who begin at once get the same task. Raises Refused."""
    if one.task is not None:
        return one.task
    check_can_start(by, one)
    task = Task(
        obligation=one.obligation, period_start=one.period_start, due=one.due, reviewer=reviewer_of(one),
        post=one.post, started_at=clock.now(), started_by=by.actor_uid,
    ).at(one.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(task, "task.started", by=by, facts={"obligation": str(one.obligation.pk)})
    except IntegrityError:
        return Task.objects.get(obligation=one.obligation, unit=one.unit, period_start=one.period_start)
    return task


def hand_to(one: Owed, *, by: Actor, post: Post, person: Person | None = None) -> None:
    """Give the task to another post of the unit, and to a named person where wanted. Raises Refused."""
    check_can_hand(by, one)
    if not posts_in(one.unit).filter(pk=post.pk).exists():
        raise Refused("只能转交给本单位的岗位。")
    if person is not None and all(held.person_id != person.pk for held in people.holders_of(post)):
        raise Refused(f"{person.name}现在不任{post.title}，请选任这个岗位的人。")
    task = start(one, by=by)
    if (task.post_id, task.person_id) == (post.pk, person.pk if person else None):
        return
    with transaction.atomic():
        _hand(task, by, post, person)


def _hand(task: Task, by: Actor, post: Post, person: Person | None) -> None:
    with audit.changed(task, "task.handed", by=by, facts={"post": str(post.pk)}):
        task.post, task.person = post, person
    telling.handed(task)


def reviewer_of(one: Owed) -> Unit | None:
    """Who accepts what is owed."""
    return reviewer_for(one.obligation, one.unit)


def reviewer_for(obligation: Obligation, unit: Unit) -> Unit | None:
    """Who accepts: the commission above; for 本单位审核 the unit itself, where somebody else can judge."""
    if obligation.acceptor == Acceptor.NONE:
        return None
    if obligation.acceptor == Acceptor.OWN_DESK and not _is_one_person(unit):
        return unit
    return commission_above(unit)


def _is_one_person(unit: Unit) -> bool:
    """A unit where nobody else could judge: the check falls to the commission above, never to the same person."""
    return unit.light or judges_of(unit).values("person").distinct().count() < 2
