"""Whom to call while something is happening; the form comes later."""

from __future__ import annotations

from weian.foundation.people import api as people
from weian.foundation.people.api import PostClass, Viewer

FIRE = "119"
MOST = 3


def numbers(viewer: Viewer) -> list[tuple[str, str]]:
    """Name and telephone of the unit's own safety people; none for a commission."""
    if viewer.is_commission:
        return []
    posts = people.posts_of(viewer.unit, post_class=PostClass.SAFETY_OFFICER)[:MOST]
    held = [(post, one.person) for post in posts for one in people.holders_of(post)[:1]]
    return [(f"{post.unit.title} {person.name}", person.phone) for post, person in held if person.phone]
