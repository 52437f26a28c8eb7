from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE, Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Account, Appointment, Device, Person, Post
from weian.foundation.people.roles import SEPARATED, WHOLE_UNIT, May, PostClass, grants
from weian.foundation.people.tokens import digest
from weian.kernel import clock

MOST_AT_A_WARD = 300


@dataclass(frozen=True)
class Who:
    """Somebody as shown in a history: name, post and unit at that time."""

    name: str
    post: str = ""
    unit: str = ""
    away: str = ""

    def __str__(self) -> str:
        name = f"{self.name}（代{self.away}）" if self.away else self.name
        return " ".join(part for part in (self.unit, self.post, name) if part)


def posts_of(unit: Unit, *, post_class: str | None = None, may: May | None = None) -> list[Post]:
    """Current posts anywhere in `unit` (departments included), of one class or of those that have an act."""
    posts = Post.objects.filter(ended_on=None, unit__pos__gte=unit.pos, unit__pos__lt=unit.end)
    if post_class:
        posts = posts.filter(post_class=post_class)
    if may:
        posts = posts.filter(post_class__in=[one for one in PostClass if may in grants(one)])
    return list(posts.select_related("unit", "reach").order_by("unit__pos", "title"))


def holders_of(post: Post, *, on: date | None = None) -> list[Appointment]:
    """Who holds a post on a day (default today); principals before deputies."""
    day = on or clock.today()
    return list(Appointment.objects.on(day).filter(post=post).select_related("person").order_by("deputy", "valid_from"))


def titles_of(people: Iterable[Person]) -> dict[UUID, str]:
    """What each of the people holds today, by person, for a list of them; one query for all."""
    found: dict[UUID, list[str]] = {}
    for one in Appointment.objects.on(clock.today()).filter(person__in=list(people)).select_related("post"):
        found.setdefault(one.person_id, []).append(one.post.title)
    return {person: "、".join(titles) for person, titles in found.items()}


def institution_of(unit: Unit) -> Unit:
    """The commission or institution that a department or campus belongs to; the unit itself for any other."""
    while unit.kind in INSIDE and unit.parent is not None:
        unit = unit.parent
    return unit


def staff_of(here: Unit) -> QuerySet[Person]:
    """Who works at a unit or anywhere below it."""
    return Person.objects.filter(unit__pos__gte=here.pos, unit__pos__lt=here.end, left_on=None)


def ways_in(people: Iterable[UUID]) -> set[UUID]:
    """Which of the people can sign in already: by a password, a PIN or a passkey."""
    return set(_openable().filter(person__in=set(people)).values_list("person", flat=True))


def without_way_in() -> QuerySet[Person]:
    """Who has an account that nothing opens yet."""
    openable = _openable().filter(person=OuterRef("pk"))
    return Person.objects.filter(~Exists(openable), left_on=None, account__isnull=False)


def _openable() -> QuerySet[Account]:
    by_secret = Q(password__startswith="argon2") | ~Q(pin="") | Q(authenticator__isnull=False)
    return Account.objects.filter(by_secret | Q(demo__isnull=False))


def device_of(token: str) -> Device | None:
    """The known device whose cookie that is."""
    known = Device.objects.select_related("person__account", "unit__parent__parent")
    return known.filter(digest=digest(token), ended_at=None).first() if token else None


def has_pin(person: Person) -> bool:
    return Account.objects.filter(person=person, is_active=True).exclude(pin="").exists()


def people_at(ward: Unit) -> list[Person]:
    """Who may sign in by PIN on the computers of a ward: its own people, but nobody with a wider or a separate post."""
    wide = Appointment.objects.on(clock.today()).filter(
        person__unit=ward, post__post_class__in=[*WHOLE_UNIT, *SEPARATED], post__ended_on=None
    )
    people = Person.objects.filter(unit=ward, left_on=None, account__is_active=True)
    return list(
        people.exclude(pk__in=wide.values("person")).select_related("account").order_by("sort_key")[:MOST_AT_A_WARD]
    )


def colleagues(unit: Unit) -> QuerySet[Person]:
    """Who works at a unit and its departments now; for a commission not those of the units that it supervises."""
    inside = Unit.objects.filter(parent=unit, kind__in=INSIDE).values("pk")
    of_campus = Unit.objects.filter(parent__parent=unit, kind=Kind.DEPARTMENT, parent__kind=Kind.CAMPUS).values("pk")
    # Each found by itself: joined by OR, the people of the whole nation would be looked through.
    here = Unit.objects.filter(pk=unit.pk).values("pk").union(inside, of_campus, all=True)
    return Person.objects.filter(unit__in=here, left_on=None)


def deputies_of(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Who stands in today for each of the people."""
    found: dict[UUID, set[UUID]] = {}
    if not (wanted := set(people)):
        return found
    rows = Appointment.objects.on(clock.today()).filter(stands_in_for__in=wanted)
    for away, deputy in rows.values_list("stands_in_for", "person"):
        found.setdefault(away, set()).add(deputy)
    return found


def _away(held: Appointment | None) -> str:
    return held.stands_in_for.name if held and held.stands_in_for else ""


def names_of(uids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of many people in one query."""
    wanted = {uid for uid in uids if uid}
    return dict(Person.objects.filter(uid__in=wanted).values_list("uid", "name"))


def who(actors: Iterable[tuple[UUID | None, UUID | None]]) -> dict[tuple[UUID | None, UUID | None], Who]:
    """For (person, appointment) pairs of audit events: who that was, in which post, of which unit; two queries."""
    pairs = set(actors)
    names = names_of(person for person, _ in pairs)
    held = {
        one.uid: one
        for one in Appointment.objects.filter(uid__in={post for _, post in pairs if post}).select_related(
            "post__unit", "stands_in_for"
        )
    }
    return {
        pair: Who(
            names.get(pair[0], "系统") if pair[0] else "系统",
            held[pair[1]].post.title if pair[1] in held else "",
            held[pair[1]].post.unit.title if pair[1] in held else "",
            _away(held.get(pair[1])) if pair[1] else "",
        )
        for pair in pairs
    }


@dataclass(frozen=True)
class DemoRole:
    username: str
    title: str
    note: str


@dataclass(frozen=True)
class DemoGroup:
    title: str
    roles: list[DemoRole]


def is_shared_role(account: object) -> bool:
    """Whether an account is a one-click role of a demo, which many people use."""
    return getattr(account, "demo", None) is not None and org.is_demo()


def demo_roles() -> list[DemoGroup]:
    """The one-click roles of a demo, grouped, in their order."""
    groups: dict[str, list[DemoRole]] = {}
    accounts = Account.objects.filter(demo__isnull=False, is_active=True)
    shown: list[tuple[dict[str, Any], str]] = [(one.demo or {}, one.username) for one in accounts]
    for demo, username in sorted(shown, key=lambda pair: (pair[0]["order"], pair[1])):
        groups.setdefault(demo["group"], []).append(DemoRole(username, demo["title"], demo["note"]))
    return [DemoGroup(title, roles) for title, roles in groups.items()]
