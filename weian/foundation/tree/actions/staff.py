"""Posts and people of a unit that ends or is divided: posts with their holders go over, or end with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import staff_of
from weian.foundation.people.models import Appointment, Person, Post
from weian.foundation.tree.actions.naming import free_name
from weian.kernel import clock
from weian.kernel.actor import Actor

LONGEST = 60  # of a post's title


def take_over(old: Unit, new: Unit, *, by: Actor) -> tuple[int, int]:
    """All posts and people of `old` itself go over to `new`; departments bring theirs along. How many of each."""
    posts = list(Post.objects.select_for_update().filter(unit=old, ended_on=None))
    _rehang(posts, old, new)
    people = list(Person.objects.select_for_update().filter(unit=old, left_on=None))
    _rehouse(people, old, new)
    Post.objects.filter(reach=old, ended_on=None).update(reach=new)
    _note(posts, people, old, new, by)
    return len(posts), len(people)


def part_with(posts: Sequence[Post], parts: Sequence[Unit], old: Unit, new: Unit, *, by: Actor) -> tuple[int, int]:
    """The chosen posts go over, with whoever of `old` holds no other post of it; posts of the parted departments
    that worked on the whole of `old` work on the whole of `new`."""
    chosen = list(Post.objects.select_for_update().filter(pk__in=[post.pk for post in posts]))
    today = clock.today()
    held = Appointment.objects.on(today).filter(person__unit=old, post__ended_on=None)
    staying = set(held.filter(post__unit=old).exclude(post__in=chosen).values_list("person", flat=True))
    going = held.filter(post__in=chosen).exclude(person__in=staying).values("person")
    people = list(Person.objects.select_for_update().filter(pk__in=going))
    _rehang(chosen, old, new)
    _rehouse(people, old, new)
    for part in parts:
        inner = Post.objects.filter(reach=old, ended_on=None, unit__pos__gte=part.pos, unit__pos__lt=part.end)
        inner.update(reach=new)
    _note(chosen, people, old, new, by)
    return len(chosen), len(people)


def dismiss(unit: Unit, *, on: date, by: Actor) -> tuple[int, int]:
    """Posts under a closed unit end, and whoever has no post elsewhere has left."""
    posts = Post.objects.filter(unit__in=Unit.objects.under(unit), ended_on=None)
    ended = list(posts.values_list("pk", flat=True))
    Post.objects.filter(pk__in=ended).update(ended_on=on)
    open_ended = Appointment.objects.filter(post__in=ended, valid_to=None)
    # A term has at least its first day.
    open_ended.filter(valid_from__gte=on).update(valid_to=F("valid_from") + timedelta(days=1))
    open_ended.update(valid_to=on)
    elsewhere = Appointment.objects.on(clock.today()).filter(post__ended_on=None).values("person")
    left = staff_of(unit).exclude(pk__in=elsewhere).update(left_on=on)
    audit.record(
        "posts.ended", kind="unit", record=unit.uid, chain=unit.uid, by=by,
        facts={"posts": sorted(map(str, ended)), "on": on.isoformat(), "left": left},
    )  # fmt: skip
    return len(ended), left


def _rehang(posts: Sequence[Post], old: Unit, new: Unit) -> None:
    taken = set(Post.objects.filter(unit=new, ended_on=None).values_list("title", flat=True))
    for post in posts:
        post.title, post.unit = free_name(post.title, taken, old, longest=LONGEST), new
        taken.add(post.title)
        if post.reach_id == old.pk:
            post.reach = new
    Post.objects.bulk_update(posts, ["title", "unit", "reach"])


def _rehouse(people: Sequence[Person], old: Unit, new: Unit) -> None:
    """A staff number that is taken there is given up: it named somebody within the old unit only."""
    taken = set(Person.objects.filter(unit=new).exclude(staff_no="").values_list("staff_no", flat=True))
    for person in people:
        person.unit = new
        if person.staff_no in taken:
            person.staff_no = ""
    Person.objects.bulk_update(people, ["unit", "staff_no"])


def _note(posts: Sequence[Post], people: Sequence[Person], old: Unit, new: Unit, by: Actor) -> None:
    facts = {
        "from": str(old.uid), "posts": sorted(str(post.uid) for post in posts),
        "people": sorted(str(person.uid) for person in people),
    }  # fmt: skip
    audit.record("posts.taken_over", kind="unit", record=new.uid, chain=new.uid, by=by, facts=facts)
