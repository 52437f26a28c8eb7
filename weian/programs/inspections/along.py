"""What a person of a team takes along to a visit where there is no network, and how it is found again afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Clause
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer, institution_of
from weian.foundation.people.models import Appointment, Post
from weian.kernel import clock
from weian.programs.inspections import reach
from weian.programs.inspections.models import Finding, Held, Inspection, Opening
from weian.programs.inspections.states import Status

GONE = "没有这次检查，或者您不在它的检查组里了。请联系安排检查的人。"
MOST_FIXERS, MOST_CLAUSES = 200, 200


@dataclass(frozen=True)
class Along:
    """One visit as far as it may be read now: of a sealed plan that was not opened, nothing but that it is there."""

    one: Inspection
    covered: bool
    answers: dict[str, Any]
    note: str
    found: Sequence[Finding] = ()
    fixers: Sequence[Appointment] = ()
    clauses: Sequence[Clause] = ()


def visits_along(viewer: Viewer, *, opened_for: timedelta, limit: int) -> list[Along]:
    """Visits that this person is to make or is making, soonest first.

    A sealed one is covered unless the person left a name within `opened_for`: as long as what was taken along lives.
    """
    with audit.acting_as_system(reach.WHY):
        mine = Inspection.objects.filter(
            team__overlap=list(viewer.persons), status__in=[Status.PLANNED, Status.STARTED], plan__isnull=False
        )
        related = mine.select_related("target__parent__parent", "office", "plan").order_by("plan__last_day", "uid")
        rows = list(related[:limit])
        opened = set(
            Opening.objects.filter(
                plan__in={one.plan_id for one in rows}, person=viewer.person, opened_at__gt=clock.now() - opened_for
            ).values_list("plan", flat=True)
        )  # fmt: skip
        shown = [one for one in rows if not one.under_seal or one.plan_id in opened]
        begun = [one.pk for one in shown if one.status == Status.STARTED]
        held = {one.inspection_id: one for one in Held.objects.filter(inspection__in=begun)}
        found: dict[UUID, list[Finding]] = {}
        for row in Finding.objects.filter(inspection__in=begun).order_by("found_at", "uid"):
            found.setdefault(row.inspection_id, []).append(row)
        fixers = _fixers_of([institution_of(one.target) for one in shown])
        clauses = _clauses_of(shown)
        return [
            Along(one, True, {}, "") if one not in shown else Along(
                one, False, *_answers(one, held.get(one.pk)), found.get(one.pk, []),
                fixers[institution_of(one.target).pk],
                [clauses[uid] for uid in one.plan.clauses if uid in clauses] if one.plan else [],
            )
            for one in rows
        ]  # fmt: skip


@contextmanager
def at_hand(uid: UUID | None, viewer: Viewer) -> Iterator[Inspection]:
    """The visit with its rows in sight, as its team has it. Raises Refused; absent and forbidden look alike."""
    one = reach.find(uid, viewer) if uid else None
    if one is None or one.plan is None or not reach.in_team(viewer, one):
        raise Refused(GONE)
    with reach.within(one, viewer):
        yield one


def _answers(one: Inspection, held: Held | None) -> tuple[dict[str, Any], str]:
    return (held.answers, held.note) if held else (one.answers, one.note)


def _fixers_of(homes: Sequence[Unit]) -> dict[UUID, list[Appointment]]:
    """For each institution who may be named responsible there; two queries for all."""
    if not homes:
        return {}
    found: dict[UUID, list[Appointment]] = {home.pk: [] for home in homes}
    within = Q(pk=None)
    for home in homes:
        within |= Q(unit__pos__gte=home.pos, unit__pos__lt=home.end)
    posts = Post.objects.filter(within, ended_on=None).select_related("unit", "reach")
    fit = [one.pk for one in posts if Viewer(Appointment(post=one)).may(May.RECTIFY_HAZARD)]
    held = Appointment.objects.on(clock.today()).filter(post__in=fit, person__left_on=None)
    for one in held.select_related("person__unit", "post__unit").order_by("post__unit__pos", "person__sort_key"):
        for home in homes:
            if home.holds(one.post.unit) and one not in found[home.pk] and len(found[home.pk]) < MOST_FIXERS:
                found[home.pk].append(one)
    return found


def _clauses_of(shown: Sequence[Inspection]) -> dict[UUID, Clause]:
    """The clauses that a plan names; a plan that rests on a whole notice is cited by its words."""
    wanted = {uid for one in shown if one.plan for uid in one.plan.clauses}
    return {one.pk: one for one in Clause.objects.filter(pk__in=list(wanted)[:MOST_CLAUSES])} if wanted else {}


def responsible(uid: UUID | None) -> Appointment | None:
    """An appointment that a phone names; whether it fits is judged with the finding."""
    rows = Appointment.objects.on(clock.today()).select_related("person__unit", "post__unit")
    found: Appointment | None = rows.filter(pk=uid, person__left_on=None).first() if uid else None
    return found


def clause_of(one: Inspection, uid: UUID | None) -> Clause | None:
    """A clause of the plan; None for any other."""
    if uid is None or one.plan is None or uid not in one.plan.clauses:
        return None
    return Clause.objects.filter(pk=uid).first()
