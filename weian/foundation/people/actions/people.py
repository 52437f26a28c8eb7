"""Somebody comes, takes a post, leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Appointment, Person, Post
from weian.foundation.people.models.person import SORTED_BY
from weian.foundation.people.roles import SEPARATED, PostClass
from weian.foundation.people.viewer import Refused
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.text import pinyin


def add_person(*, by: Actor, unit: Unit, name: str, phone: str = "", staff_no: str = "") -> Person:
    """Add somebody who works at `unit`. Raises IntegrityError for a staff number that is taken there."""
    person = Person(
        unit=unit, name=name, phone=phone, staff_no=staff_no,
        sort_key=pinyin.sort_key(name)[:SORTED_BY], initials=pinyin.initials(name),
    )  # fmt: skip
    secrets = {"name": name} | ({"phone": phone} if phone else {})
    audit.created(person, "person.added", by=by, personal=secrets)
    return person


def add_post(
    *, by: Actor, unit: Unit, title: str, post_class: str, reach: Unit | None = None, domains: Sequence[str] = ()
) -> Post:
    """Add a post at `unit` that works on `reach` (default the unit itself)."""
    with transaction.atomic():
        post = Post(unit=unit, reach=reach or unit, title=title, post_class=post_class, domains=list(domains))
        post.save(force_insert=True)
        audit.record(
            "post.added", kind="post", record=post.uid, chain=unit.uid, by=by,
            facts={"title": title, "class": post_class, "reach": str(post.reach_id)},
        )  # fmt: skip
    return post


def appoint(person: Person, post: Post, *, by: Actor, since: date | None = None, deputy: bool = False) -> Appointment:
    """`person` holds `post` from `since` (default today). Raises IntegrityError where they hold it already."""
    with transaction.atomic():
        check_separated(person, post)
        appointment = Appointment(person=person, post=post, deputy=deputy, valid_from=since or clock.today())
        appointment.save(force_insert=True)
        audit.record(
            "appointment.made", kind="appointment", record=appointment.uid, chain=post.unit_id, by=by,
            facts={"person": str(person.uid), "post": str(post.uid), "since": appointment.valid_from.isoformat()},
        )  # fmt: skip
    return appointment


def check_separated(person: Person, post: Post) -> None:
    """One person is not two of system, security and audit administrator (a trigger of the table says so too)."""
    if post.post_class not in SEPARATED:
        return
    held = Appointment.objects.filter(person=person, post__post_class__in=SEPARATED - {post.post_class})
    other = held.filter(Q(valid_to=None) | Q(valid_to__gt=clock.today())).select_related("post").first()
    if other is not None:
        had, wanted = other.post.get_post_class_display(), PostClass(post.post_class).label
        raise Refused(f"{person.name}已经是{had}，不能再任{wanted}：系统、安全、审计三员要由三个人担任。")


def end_appointment(appointment: Appointment, *, by: Actor, on: date, why: str) -> None:
    """The appointment ends on `on`, which is the first day it no longer holds."""
    with transaction.atomic():
        locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
        locked.valid_to = on
        locked.save(update_fields=["valid_to"])
        audit.record(
            "appointment.ended", kind="appointment", record=locked.uid, chain=locked.post.unit_id, by=by, why=why,
            facts={"on": on.isoformat()},
        )  # fmt: skip
