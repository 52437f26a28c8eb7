"""To the right desk: domain → post for each unit, corrected once and remembered (principle 11)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import PostClass
from weian.foundation.people.models import Appointment, Post
from weian.ground.duties.models import Routing
from weian.ground.duties.pack_schema import RouteRule, route_rules
from weian.kernel import compiled

# Who gets what nobody else handles, best first.
DESK = [PostClass.SAFETY_OFFICER, PostClass.REGULATOR, PostClass.SOLE, PostClass.DEPUTY, PostClass.DIRECTOR]


def route(unit: Unit, domain: str) -> Post | None:
    """The post that handles `domain` at `unit`; None for a unit without any post."""
    return routes([unit], {domain}).get((unit.pk, domain))


def routes(units: Iterable[Unit], domains: Iterable[str]) -> dict[tuple[UUID, str], Post]:
    """(unit, domain) → post for many units in two queries: the remembered one, a post of that domain, a department
    that usually handles it, the safety desk."""
    wanted, names = list(units), set(domains)
    if not wanted or not names:
        return {}
    remembered = {(one.unit_id, one.domain): one.post for one in _remembered([unit.pk for unit in wanted], names)}
    posts = _posts_by_unit(wanted)
    rules = route_rules()
    found: dict[tuple[UUID, str], Post] = {}
    for unit in wanted:
        for domain in names:
            post = remembered.get((unit.pk, domain)) or _usual(posts.get(unit.pk, []), domain, rules)
            if post is not None:
                found[unit.pk, domain] = post
    return found


def _usual(posts: list[Post], domain: str, rules: Mapping[str, RouteRule]) -> Post | None:
    by_domain = [post for post in posts if domain in post.domains]
    if by_domain:
        return by_domain[0]
    for word in rules[domain].departments if domain in rules else []:
        heads = [post for post in posts if word in post.unit.name and post.post_class == PostClass.HEAD]
        if heads:
            return heads[0]
    return next((post for wanted in DESK for post in posts if post.post_class == wanted), None)


def _few(name: str, units: list[UUID], build: Callable[[Iterable[UUID]], QuerySet[Any]], *shape: Hashable) -> list[Any]:
    """The rows for these units; for one, as every page asks, by a question that was compiled before."""
    if len(units) != 1:
        return list(build(units))
    one = compiled.uid(1)
    return compiled.rows((name, *shape), {one: units[0]}, lambda: build([one]))


def _remembered(units: list[UUID], names: set[str]) -> list[Routing]:
    def found(units: Iterable[UUID]) -> QuerySet[Routing]:
        kept = Routing.objects.filter(unit__in=units, domain__in=names)
        return kept.select_related("post__unit", "post__reach")

    return _few("routing.kept", units, found, tuple(sorted(names)))


def _held(units: Iterable[UUID]) -> QuerySet[Post]:
    # The units are looked up first: "here or in a department of it" over the join is asked of all units of a province.
    where = Unit.objects.filter(Q(pk__in=units) | Q(parent__in=units, kind=Kind.DEPARTMENT))
    somebody = Appointment.objects.filter(post=OuterRef("pk"), valid_to=None)
    held = Post.objects.filter(Exists(somebody), ended_on=None, unit__in=where.values("pk"))
    return held.select_related("unit", "reach").order_by("unit__pos", "title")


def _posts_by_unit(units: list[Unit]) -> dict[UUID, list[Post]]:
    """Posts that somebody holds, by the institution or commission in which they stand (not by units below it)."""
    own = {unit.pk for unit in units}
    found: dict[UUID, list[Post]] = {}
    for post in _few("routing.posts", list(own), _held):
        home = post.unit_id if post.unit_id in own else post.unit.parent_id
        if home is not None:
            found.setdefault(home, []).append(post)
    return found
