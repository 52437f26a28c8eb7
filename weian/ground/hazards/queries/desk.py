"""What a home asks: a few hazards at a time with all that a line about them shows, and the exact counts behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from weian.foundation.people.api import May, Viewer, rows_for
from weian.ground.hazards import turns
from weian.ground.hazards.apart import domains_apart
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.ground.hazards.queries.counting import Wanted, are_many, capped, counts_for, open_to, part
from weian.ground.hazards.queries.lines import as_lines
from weian.ground.hazards.states import Status

MAJOR = Q(grade=Grade.MAJOR)
# The next act in one or two words, as a button says it.
VERBS = {
    Status.REPORTED: "定级", Status.GRADED: "派发", Status.ASSIGNED: "整改", Status.RECTIFYING: "整改",
    Status.APPLIED: "验收", Status.FIXED: "验收", Status.RETURNED: "重改", Status.VERIFIED: "销号",
    Status.REOPENED: "派发",
}  # fmt: skip


def falling_to(viewer: Viewer, *, limit: int) -> list[Hazard]:
    """Hazards whose next act is this person's in this post, nearest deadline first."""
    return rows_for(viewer, "hazards.mine", lambda me: _lines(_mine(me), limit), limit)


def waiting_on_others(viewer: Viewer, *, limit: int) -> list[Hazard]:
    """Open hazards that this viewer looks after and somebody else has to move."""
    return rows_for(viewer, "hazards.waiting", lambda me: _lines(_with_others(me), limit), limit)


def major_open(viewer: Viewer, *, limit: int) -> list[Hazard]:
    """Open major hazards in sight."""
    apart = domains_apart()
    return rows_for(viewer, "hazards.major", lambda me: _lines(_major(me), limit), limit, apart)


def reported_by(viewer: Viewer, *, limit: int) -> list[Hazard]:
    """What the person reported, newest first, closed ones too."""
    found = Hazard.objects.visible_to(viewer).filter(found_by=viewer.person)
    return list(as_lines(found).order_by("-reported_at", "uid")[:limit])


def desk_counts(viewer: Viewer) -> dict[str, int]:
    """How many hazards are `mine`, `waiting` for others, `major` and `open`, in one statement; 10,000: that or more.

    The first two are work and hold whatever is to be done; the last two are figures of production safety.
    """
    many = are_many(viewer.reach)
    wanted: dict[str, Callable[[Viewer], Wanted]] = {
        "mine": _mine, "waiting": _with_others,
        "major": lambda me: part(open_to(me), MAJOR, many=many), "open": lambda me: part(open_to(me), Q(), many=many),
    }  # fmt: skip
    found = counts_for(viewer, "hazards.desk", wanted, lambda me, name: wanted[name](me), domains_apart(), many)
    return {key: capped(count)[0] for key, count in found.items()}


def next_act(hazard: Hazard) -> str:
    """The verb of the button; empty for a closed hazard."""
    return VERBS.get(Status(hazard.status), "")


def standing_since(hazard: Hazard) -> datetime:
    """When it came into its present state."""
    since: datetime | None = getattr(hazard, f"{hazard.status}_at")
    return since or hazard.reported_at


def _mine(viewer: Viewer) -> HazardQuerySet:
    return Hazard.objects.filter(pk__in=turns.keys(viewer))


def _major(viewer: Viewer) -> HazardQuerySet:
    return open_to(viewer).filter(MAJOR)


def _with_others(viewer: Viewer) -> HazardQuerySet:
    # Excluding by key: the turn's condition is neither true nor false where a name is still missing.
    looked_after = Hazard.objects.visible_to(viewer).open().filter(_looked_after(viewer))
    return looked_after.exclude(pk__in=turns.keys(viewer))


def _looked_after(viewer: Viewer) -> Q:
    """A commission follows what it found; a desk follows its unit; others follow what they had a hand in."""
    person = viewer.person.uid
    part = Q(found_by=person) | turns.hand_of(person)
    if viewer.is_commission:
        return part | Q(found_from=viewer.unit)
    if not viewer.may(May.ASSIGN_HAZARD):
        return part
    return reduce(or_, (Q(org_pos__gte=lo, org_pos__lt=hi) for lo, hi in viewer.ranges), part)


def _lines(hazards: HazardQuerySet, limit: int) -> HazardQuerySet:
    # Cut by what an index holds; only then the rows are looked at.
    return as_lines(Hazard.objects.filter(pk__in=hazards.by_deadline()[:limit].values("pk"))).by_deadline()
