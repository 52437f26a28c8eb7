"""Who stands at a step, for the things of many units in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from weian.foundation.inbox.api import DESK
from weian.foundation.ladder.climbers import Waiting
from weian.foundation.ladder.pack_schema import Ladder
from weian.foundation.org.kinds import INSIDE
from weian.foundation.org.models import Unit
from weian.foundation.people.api import PostClass, deputies_of
from weian.foundation.people.models import Appointment, Post
from weian.kernel import clock


class Receivers:
    """People by post for a batch of units and the commissions above them."""

    def __init__(self, units: Sequence[Unit], ladders: Iterable[Ladder], things: Sequence[Waiting]) -> None:
        classes = set(DESK).union(*(set(one.superiors) | set(one.chiefs) | set(one.duty) for one in ladders))
        self.above = _commissions_above(units)
        homes = {unit.pk for unit in (*units, *self.above.values())}
        held = Appointment.objects.on(clock.today()).filter(post__ended_on=None)
        named = {one.post.pk for one in things if one.post}
        leading = Q(post__post_class__in=classes) & (
            Q(post__unit__in=homes) | Q(post__unit__parent__in=homes, post__unit__kind__in=INSIDE)
        )
        self.holders: dict[UUID, set[UUID]] = defaultdict(set)
        self.posts: dict[UUID, dict[UUID, Post]] = defaultdict(dict)
        for one in held.filter(leading | Q(post__in=named)).select_related("post__unit"):
            self.holders[one.post_id].add(one.person_id)
            home = one.post.unit_id if one.post.unit_id in homes else one.post.unit.parent_id
            if home is not None:
                self.posts[home][one.post_id] = one.post
        self.deputies = deputies_of(one.person.pk for one in things if one.person)

    def owners(self, one: Waiting) -> set[UUID]:
        """The named person (and who stands in), else who holds the post, else the desk of the unit."""
        if one.person is not None:
            return {one.person.pk} | self.deputies.get(one.person.pk, set())
        held = self.holders.get(one.post.pk, set()) if one.post else set()
        return held or self._of(one.unit, DESK)

    def people(self, to: str, ladder: Ladder, one: Waiting) -> set[UUID]:
        """Who is told. Where the unit has nobody for it, the commission above is told: nothing ends in silence."""
        if to == "owner":
            found = self.owners(one)
        elif to == "superior":
            found = self._superior(ladder, one)
        elif to == "supervisor":
            found = set()
        else:
            found = self._first(one.unit, ladder.posts_for(to))
        above = self.above.get(one.unit.pk)
        return found or (self._of(above, DESK) if above else self._of(one.unit, DESK))

    def _superior(self, ladder: Ladder, one: Waiting) -> set[UUID]:
        """The nearest class above the owner's post that somebody else holds; a head only of the same department."""
        own, owners = one.post, self.owners(one)
        order = ladder.superiors
        start = order.index(PostClass(own.post_class)) + 1 if own and own.post_class in order else 0
        for post_class in order[start:]:
            posts = [post for post in self.posts[one.unit.pk].values() if post.post_class == post_class]
            if post_class == PostClass.HEAD:
                posts = [post for post in posts if own and post.unit_id == own.unit_id]
            found = {person for post in posts for person in self.holders[post.pk]} - owners
            if found:
                return found
        return set()

    def _first(self, unit: Unit, classes: Iterable[str]) -> set[UUID]:
        return next((found for one in classes if (found := self._of(unit, (one,)))), set())

    def _of(self, unit: Unit, classes: Iterable[str]) -> set[UUID]:
        wanted = set(classes)
        posts = self.posts[unit.pk].values()
        return {person for post in posts if post.post_class in wanted for person in self.holders[post.pk]}


def _commissions_above(units: Sequence[Unit]) -> dict[UUID, Unit]:
    """The nearest commission above each unit, in one query."""
    if not units:
        return {}
    low, high = min(unit.pos for unit in units), max(unit.pos for unit in units)
    found = list(Unit.objects.commissions().filter(pos__lt=high, end__gt=low).order_by("-pos"))
    nearest = {}
    for unit in units:
        above = next((one for one in found if one.pos < unit.pos < one.end), None)
        if above is not None:
            nearest[unit.pk] = above
    return nearest
