"""Whom of a unit a plan means: by name, or by the title of a post."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import PostClass
from weian.foundation.people.models import Appointment, Person, Post
from weian.kernel import clock


@dataclass(frozen=True)
class Someone:
    post: Post | None = None
    person: Person | None = None


def people_named(unit: Unit, names: Iterable[str]) -> dict[str, Someone]:
    """Who of the unit is meant by each name or title; what is not clear is nobody, and left out."""
    wanted = {name.strip() for name in names if name.strip()}
    if not wanted:
        return {}
    meant = (
        appointed(unit).filter(Q(person__name__in=wanted) | Q(post__title__in=wanted)).select_related("person", "post")
    )
    people: dict[str, dict[Person, Post]] = {name: {} for name in wanted}
    posts: dict[str, set[Post]] = {name: set() for name in wanted}
    for one in meant:
        if one.person.name in people:
            people[one.person.name].setdefault(one.person, one.post)
        if one.post.title in posts:
            posts[one.post.title].add(one.post)
    said = {
        name: Someone(post, person) for name, held in people.items() if len(held) == 1 for person, post in held.items()
    }
    said |= {name: Someone(next(iter(held))) for name, held in posts.items() if len(held) == 1 and not people[name]}
    return said


def head_of(unit: Unit) -> str:
    """The name of the 主要负责人, who signs the unit's plans; empty where none is appointed."""
    heads = appointed(unit).filter(post__post_class__in=[PostClass.DIRECTOR, PostClass.SOLE], post__reach=unit)
    return heads.values_list("person__name", flat=True).first() or ""


def appointed(unit: Unit) -> QuerySet[Appointment]:
    """Who holds a post of the unit or of its departments today; not those of the units that a commission supervises."""
    held = Appointment.objects.on(clock.today()).filter(post__ended_on=None, deputy=False)
    if unit.kind == Kind.COMMISSION:
        return held.filter(Q(post__reach=unit) | Q(post__reach__parent=unit, post__reach__kind=Kind.DEPARTMENT))
    return held.filter(post__reach__pos__gte=unit.pos, post__reach__pos__lt=unit.end)
