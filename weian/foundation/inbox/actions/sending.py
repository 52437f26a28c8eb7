from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import NoReverseMatch

from weian.foundation.inbox.models import Message
from weian.foundation.org.models import Unit
from weian.foundation.people.api import deputies_of
from weian.foundation.people.models import Appointment, Person, Post
from weian.foundation.people.roles import May, PostClass, grants
from weian.kernel import clock, compiled
from weian.ui import api as ui

FEW = 64  # the desks of so few units are asked for by a question compiled once
Link = tuple[str, UUID]
# Posts that a unit's letters go to: its safety desk; leaders are told where they must decide, not of every letter.
DESK = (PostClass.REGULATOR, PostClass.SAFETY_OFFICER, PostClass.SOLE)


def send(
    to: Iterable[Person | Post | UUID], *, kind: str, title: str, text: str = "", link: Link | None = None,
    url: str = "", digest_key: str = "",
) -> int:  # fmt: skip
    """Tell people (or whoever holds the posts today) something; returns to how many. A UUID is a person's.

    Who stands in for one of them today is told too.
    The rows are written in the caller's transaction: a message about an act that failed never arrives. With a
    `digest_key` an unread message of that key is renewed and counted up instead of adding another line.
    `link` is the reference that it speaks of; `url` is a path of this product, by default the page named as the kind.
    """
    return _tell(_people(to), kind, title, text, link, url, digest_key)


def _tell(
    people: set[UUID], kind: str, title: str, text: str = "", link: Link | None = None, url: str = "",
    digest_key: str = "",
) -> int:  # fmt: skip
    link_kind, link_uid = link or ("", None)
    url = url or _page_of(link_kind, link_uid)
    values = {
        "kind": kind, "title": title[:200], "text": text, "link_kind": link_kind, "link_uid": link_uid, "url": url,
        "made_at": clock.now(),
    }  # fmt: skip
    with transaction.atomic(savepoint=False):
        renewed = _renew(people, digest_key, values) if digest_key else set()
        Message.objects.bulk_create(
            Message(to_id=person, digest_key=digest_key, **values) for person in sorted(people - renewed)
        )
    return len(people)


def send_to_desk(
    units: Iterable[Unit], *, may: May | None = None, also: Iterable[Person | Post] = (), **message: object
) -> int:  # fmt: skip
    """Tell the safety desks of units; with `may` only posts that have that act, and whom `also` names, once.

    Other arguments as of `send`.
    """
    classes = tuple(one for one in DESK if may is None or may in grants(one))
    reached = list({unit.pk for unit in units})
    if not reached:
        return 0
    return _tell(_people(also) | set(_at_desks(reached, classes)), **message)  # type: ignore[arg-type]


def _at_desks(units: list[UUID], classes: tuple[PostClass, ...]) -> list[UUID]:
    """Who holds the posts of these classes today."""

    def found(units: Iterable[UUID]) -> Any:
        held = Appointment.objects.on(day).filter(post__ended_on=None, post__post_class__in=classes)
        return held.filter(post__reach__in=units).values_list("person", flat=True)

    day = clock.today()
    if len(units) > FEW:
        return list(found(units))
    some = compiled.several(0, units)
    return compiled.rows(("inbox.desks", len(some), classes, day), some, lambda: found(some))


def _page_of(kind: str, uid: UUID | None) -> str:
    """The page of a reference: its URL is named as its kind (hazard, document …); empty where there is none."""
    try:
        return ui.address(kind, uid) if kind and uid else ""
    except NoReverseMatch:
        return ""


def _people(to: Iterable[Person | Post | UUID]) -> set[UUID]:
    people: set[UUID] = set()
    posts: list[UUID] = []
    for one in to:
        if isinstance(one, Post):
            posts.append(one.pk)
        else:
            people.add(one.pk if isinstance(one, Person) else one)
    people |= {one for deputies in deputies_of(people).values() for one in deputies}
    if posts:
        people |= set(Appointment.objects.on(clock.today()).filter(post__in=posts).values_list("person", flat=True))
    return people


def _renew(people: set[UUID], digest_key: str, values: Mapping[str, object]) -> set[UUID]:
    """The people who have an unread line of that key: theirs now says the latest and counts one more."""
    waiting = Message.objects.select_for_update().filter(to__in=people, digest_key=digest_key, read_at=None)
    found = dict(waiting.order_by("uid").values_list("uid", "to"))
    Message.objects.filter(pk__in=found).update(**values, times=F("times") + 1)
    return set(found.values())
