from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Account, Appointment, Person, Post
from weian.kernel import clock


@dataclass(frozen=True)
class Who:
    """Somebody as shown in a history: name, post and unit at that time."""

    name: str
    post: str = ""
    unit: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.unit, self.post, self.name) if part)


def posts_of(unit: Unit, *, post_class: str | None = None) -> list[Post]:
    """Current posts anywhere in `unit` (departments included)."""
    posts = Post.objects.filter(ended_on=None, unit__pos__gte=unit.pos, unit__pos__lt=unit.end)
    if post_class:
        posts = posts.filter(post_class=post_class)
    return list(posts.select_related("unit", "reach").order_by("unit__pos", "title"))


def holders_of(post: Post, *, on: date | None = None) -> list[Appointment]:
    """Who holds a post on a day (default today); principals before deputies."""
    day = on or clock.today()
    return list(Appointment.objects.on(day).filter(post=post).select_related("person").order_by("deputy", "valid_from"))


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
        for one in Appointment.objects.filter(uid__in={post for _, post in pairs if post}).select_related("post__unit")
    }
    return {
        pair: Who(
            names.get(pair[0], "系统") if pair[0] else "系统",
            held[pair[1]].post.title if pair[1] in held else "",
            held[pair[1]].post.unit.title if pair[1] in held else "",
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
