"""Who looks and acts: a person in one of their posts, with what that post may do and see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people import roles
from weian.foundation.people.models import Appointment, Confirmed, Person, Post
from weian.foundation.people.queries import institution_of
from weian.foundation.people.roles import May
from weian.kernel import clock, compiled
from weian.kernel.scope import Range, Scope
from weian.kernel.transitions import IllegalMove


class Refused(Exception):
    """An act is not allowed. The message is a full Chinese sentence that says why and, where known, who can do it.

    Where it is about single fields of a form, `fields` has a sentence for each.
    """

    fields: Mapping[str, str] = MappingProxyType({})


def asks(check: Callable[..., object], *things: object) -> tuple[bool, str]:
    """The question of a button: may it be done, and if not, the sentence that says why."""
    try:
        check(*things)
    except Refused as refusal:
        return False, str(refusal)
    return True, ""


def leads(one: Any, to: str) -> None:
    """Raise Refused where the life of a record (its `states` table and `status`) knows no such step."""
    try:
        one.states.check(one.status, to)
    except IllegalMove as illegal:
        raise Refused(str(illegal)) from illegal


@dataclass(frozen=True)
class HeldPost:
    """One line of the post switcher."""

    uid: UUID
    unit_name: str
    title: str
    is_current: bool


@dataclass(frozen=True)
class Viewer:
    """A person in a post. Implements kernel.actor.Actor, so it is what actions take as `by`."""

    appointment: Appointment
    # All that the person holds today, where it was read anyhow: a page asks once.
    held: tuple[Appointment, ...] = field(default=(), compare=False, repr=False)
    # For an act that asks again: how they said who they are (people.proving).
    confirmed: Confirmed | None = field(default=None, compare=False, repr=False)

    @property
    def person(self) -> Person:
        return self.appointment.person

    @property
    def post(self) -> Post:
        return self.appointment.post

    @property
    def reach(self) -> Unit:
        """The node whose records the post works on."""
        return self.post.reach

    @cached_property
    def unit(self) -> Unit:
        """The commission, institution or other body that the post belongs to (never a department)."""
        return institution_of(self.reach)

    @property
    def actor_uid(self) -> UUID:
        return self.person.uid

    @property
    def actor_post(self) -> UUID:
        return self.appointment.uid

    @property
    def actor_reason(self) -> str:
        return ""

    @property
    def actor_proof(self) -> Mapping[str, str]:
        return self.confirmed.facts if self.confirmed else {}

    @property
    def stands_in_for(self) -> Person | None:
        """Whoever is away, where the post is held as their deputy."""
        return self.appointment.stands_in_for

    @cached_property
    def persons(self) -> frozenset[UUID]:
        """The person, and whom they stand in for: what asks for a second person asks for one beside all of these."""
        away = self.appointment.stands_in_for_id
        return frozenset({self.person.uid, away} if away else {self.person.uid})

    @cached_property
    def abilities(self) -> frozenset[May]:
        return roles.grants(self.post.post_class)

    def may(self, act: May) -> bool:
        return act in self.abilities

    def check(self, act: May) -> None:
        """Raise Refused where the post does not have the act."""
        if act not in self.abilities:
            raise Refused(f"{self.post.title}没有“{act.label}”的职责，请由有此职责的岗位办理。")

    @cached_property
    def ranges(self) -> tuple[Range, ...]:
        """First line: the positions that this post works on (a ward keeper's ward; an officer's hospital)."""
        return (self.reach.span,)

    @cached_property
    def scope(self) -> Scope:
        """Second line: the place that PostgreSQL lets this person's transactions see (never wider than the unit)."""
        if self.post.post_class in _WITHOUT_PLACE:
            return Scope()
        if self.is_contractor or (self.is_agency and self.post.post_class == roles.PostClass.AGENCY):
            return Scope(role="weian_guest", party=self.unit.pk)
        return Scope(ranges=(self.unit.span,))

    @property
    def is_commission(self) -> bool:
        return self.unit.kind == Kind.COMMISSION

    @property
    def is_agency(self) -> bool:
        """Whether the viewer belongs to a co-operating agency, which sees only what was shared with it."""
        return self.unit.kind == Kind.AGENCY

    @property
    def is_contractor(self) -> bool:
        """Whether the viewer belongs to a contractor, which sees only what its owner put to its account."""
        return self.unit.kind == Kind.CONTRACTOR

    def reaches(self, unit: Unit) -> bool:
        """Whether `unit` lies in what the post works on."""
        return self.reach.holds(unit)

    def supervises(self, unit: Unit) -> bool:
        """Whether the viewer's commission stands above `unit`."""
        return self.is_commission and self.unit.pos < unit.pos < self.unit.end

    # What the shell shows.
    @cached_property
    def posts(self) -> list[HeldPost]:
        """All posts of the person, for the switcher."""
        return [
            HeldPost(one.uid, one.post.reach.title, one.title, one.uid == self.appointment.uid)
            for one in self.held or appointments_of(self.person)
        ]

    @property
    def unit_name(self) -> str:
        return self.unit.name

    @property
    def post_title(self) -> str:
        return self.appointment.title


def may(*acts: May) -> Callable[[HttpRequest], bool]:
    """Whether the viewer of a request has any of the acts: what menu items ask."""

    def asks(request: HttpRequest) -> bool:
        viewer: Viewer | None = getattr(request, "viewer", None)
        return viewer is not None and any(viewer.may(act) for act in acts)

    return asks


# Administrators work on accounts and settings; no safety record is theirs to see.
_WITHOUT_PLACE = roles.SEPARATED


def appointments_of(person: Person | UUID) -> list[Appointment]:
    """The person's appointments of today with post and reach, in a stable order."""
    day = clock.today()
    return compiled.rows(
        ("appointments", day),
        {compiled.uid(1): person.pk if isinstance(person, Person) else person},
        lambda: (
            Appointment.objects.on(day)
            .filter(person=compiled.uid(1), post__ended_on=None)
            .select_related("person__unit", "stands_in_for", "post__unit", "post__reach__parent__parent")
            .order_by("deputy", "valid_from", "uid")
        ),
    )


def viewer_for(person: Person | UUID, appointment: UUID | None = None) -> Viewer | None:
    """The viewer in the named appointment, else in the first; None for somebody without a post."""
    held = appointments_of(person)
    chosen = next((one for one in held if one.uid == appointment), held[0] if held else None)
    return Viewer(chosen, tuple(held)) if chosen else None
