"""Every night the acts of a unit are compared; what crosses the threshold is told to the person first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.draw import Lot
from weian.oversight.watch.models import Signal
from weian.oversight.watch.pack_schema import numbers, rule, terms
from weian.oversight.watch.reading import acts_of, told_lately
from weian.oversight.watch.signals import Scored, flagged, room
from weian.oversight.watch.states import SignalStatus
from weian.programs.inspections.api import OWN, TOLD
from weian.programs.inspections.models import Inspection

# What came in since the last night, and one night that was missed.
FRESH = timedelta(days=2)


def units_with_acts(since: datetime) -> list[Unit]:
    """Units where something of their own came in since a moment."""
    keys = Inspection.objects.filter(mode__in=list(OWN), received_at__gte=since).values("target").distinct()
    return list(Unit.objects.filter(pk__in=keys).order_by("pos"))


@transaction.atomic
def look(unit: Unit, *, by: Actor, also: Collection[UUID] = ()) -> list[Signal]:
    """Signals for what came in lately at one unit, and for other acts of which something is known only now (`also`);
    what has one gets no second. Tells each person."""
    since = clock.now() - timedelta(days=rule("window_days"))
    fresh = _fresh(unit, also)
    found = flagged(acts_of(unit, since, fresh), numbers(), of=fresh) if fresh else []
    made = [_signal(one, unit) for one in (found[: _room(unit)] if found else [])]
    audit.created_all(made, "signal.made", by=by, facts=lambda one: {"inspection": str(one.inspection_id)})
    for one in made:
        inbox.send(
            [one.person_id], kind="watch", title="您的一次检查记录，请看一下",
            text="几项情况和平时不一样，也许有原因。现在只有您看得到，可以写一句说明。", url=one.get_absolute_url(),
        )  # fmt: skip
    return made


def _room(unit: Unit) -> int:
    """How many signals there may still be, by all own acts that count: most units have too few in a month for one."""
    since = clock.now() - timedelta(days=rule("carry_days"))
    own = Inspection.objects.filter(target=unit, mode__in=list(OWN), status__in=TOLD, started_at__gte=since)
    told = Signal.objects.filter(random=False, inspection__target=unit, inspection__started_at__gte=since)
    return room(own.exclude(done_by=None).count(), told.count(), numbers().share)


def _fresh(unit: Unit, also: Collection[UUID] = ()) -> set[UUID]:
    """What came in lately, or was contradicted by a visit that is told only now, and has no signal."""
    since, span = clock.now() - FRESH, timedelta(days=rule("contradicted_days"))
    lately = Q(received_at__gte=since) | Q(pk__in=also)
    for subject, found_at in told_lately(unit, since):
        lately |= Q(subject=subject, ended_at__range=(found_at - span, found_at))
    came = Inspection.objects.filter(lately, target=unit, mode__in=list(OWN))
    told = Signal.objects.filter(unit=unit, inspection__in=came).values("inspection")
    return set(came.exclude(pk__in=told).values_list("pk", flat=True))


def _signal(one: Scored, unit: Unit) -> Signal:
    known = terms()
    return Signal(
        inspection_id=one.act.uid, person_id=one.act.person, happened_at=one.act.started, score=one.score,
        made_at=clock.now(),
        terms=[
            {"code": term.code, "title": known[term.code].title, "weight": known[term.code].weight,
             "value": term.value, "said": term.said}
            for term in sorted(one.terms, key=lambda term: -known[term.code].weight * term.value)
        ],
    ).at(unit)  # fmt: skip


def show_due(unit: Unit, *, by: Actor) -> int:
    """After some days what the person has seen is shown to those who plan checks in the unit; returns how many."""
    until = clock.now() - timedelta(days=rule("own_days"))
    due = list(Signal.objects.filter(unit=unit, status=SignalStatus.TOLD, made_at__lte=until).order_by("uid"))
    for one in due:
        audit.move(one, SignalStatus.SHOWN, by=by, verb="signal.shown")
    if due:
        inbox.send_to_desk(
            [unit], may=May.PLAN_INSPECTION, kind="watch", title=f"有 {len(due)} 次检查可以安排复核",
            text="只提示复核，不作考核依据。", url="/watch/", digest_key="watch.shown",
        )  # fmt: skip
    return len(due)


@transaction.atomic
def pick_random(unit: Unit, week: str, *, by: Actor) -> list[Signal]:
    """Some acts of the last week by lot, flagged or not: what a look finds there is the measure of all flags."""
    since = clock.now() - timedelta(days=7)
    acts = Inspection.objects.filter(target=unit, mode__in=list(OWN), received_at__gte=since, done_by__isnull=False)
    told = Signal.objects.filter(unit=unit, inspection__in=acts).values("inspection")
    free = {str(one): 1 for one in acts.exclude(pk__in=told).order_by("uid").values_list("pk", flat=True)}
    chosen = Lot(f"{unit.pk} {week}", "relook").pick(free, int(rule("random")))
    return choose(list(acts.filter(pk__in=chosen).order_by("uid")), unit, by=by)


def choose(inspections: Sequence[Inspection], unit: Unit, *, by: Actor) -> list[Signal]:
    """Signals without a reason, shown at once to those who plan checks and not to the person."""
    now = clock.now()
    made = [
        Signal(
            inspection=one, person_id=one.done_by_id, happened_at=one.started_at or now, random=True,
            status=SignalStatus.SHOWN, made_at=now, shown_at=now,
        ).at(unit)
        for one in inspections if one.done_by_id is not None
    ]  # fmt: skip
    audit.created_all(made, "signal.picked", by=by)
    return made
