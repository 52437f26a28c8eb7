from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Appointment, Person
from weian.foundation.people.roles import SEPARATED
from weian.ground.experts.models import Appraisal, Assignment, Expert, Recusal
from weian.ground.experts.pack_schema import term
from weian.kernel import clock

YEAR = timedelta(days=365)


def pool_of(unit: Unit) -> QuerySet[Expert]:
    """The experts that a commission keeps, in the order of their names."""
    found: QuerySet[Expert] = Expert.objects.filter(unit=unit).select_related("person", "employer", "unit")
    return found.order_by("person__sort_key", "uid")


def loads(experts: Iterable[Expert]) -> dict[UUID, int]:
    """How many units each was sent to in the last year."""
    sent = Assignment.objects.filter(
        expert__in=[one.pk for one in experts], ended_at=None, made_at__gt=clock.now() - YEAR
    )
    return dict(sent.values_list("expert").annotate(n=Count("pk")))


def scores(experts: Iterable[Expert]) -> dict[UUID, tuple[float, int]]:
    """Mean score after visits, and of how many."""
    said = Appraisal.objects.filter(expert__in=[one.pk for one in experts])
    rows = said.values_list("expert").annotate(mean=Avg("score"), n=Count("pk"))
    return {one: (mean, n) for one, mean, n in rows}


def barred(experts: Iterable[Expert], units: Iterable[Unit]) -> dict[UUID, dict[str, str]]:
    """For each expert the units where it may not go, with the reason: five queries for all."""
    those, places = list(experts), list(units)
    found: dict[UUID, dict[str, str]] = {one.pk: {} for one in those}
    keys = {unit.pk for unit in places}
    homes = {
        unit.pk: unit for unit in Unit.objects.filter(pk__in={one.employer_id for one in those if one.employer_id})
    }
    day = clock.today()
    recusals = Recusal.objects.filter(expert__in=list(found), valid_from__lte=day)
    for one in recusals.filter(Q(valid_to=None) | Q(valid_to__gt=day)).select_related("target"):
        found[one.expert_id] |= {str(unit.pk): f"回避：{one.reason}" for unit in places if one.target.holds(unit)}
    again = term("again").amount
    recent = Assignment.objects.filter(
        expert__in=list(found), target__in=keys, ended_at=None, made_at__gt=clock.now() - timedelta(days=again)
    )
    for expert, target in recent.values_list("expert", "target"):
        found[expert][str(target)] = f"{again} 天内去过"
    for expert in those:
        home = homes.get(expert.employer_id) if expert.employer_id else None
        if home is not None:
            found[expert.pk] |= {
                str(unit.pk): "工作单位" if unit.pk == home.pk else "工作单位主管"
                for unit in places
                if home.holds(unit)
            }
    return found


def experts_for(speciality: str, unit: Unit, by: Viewer) -> list[Expert]:
    """Who of the viewer's pool may go to `unit` today for a speciality ("" is any), least loaded first."""
    today = clock.today()
    serving = [one for one in pool_of(by.unit) if one.serves(today) and (not speciality or speciality in one.skills)]
    kept_away, load = barred(serving, [unit]), loads(serving)
    free = [one for one in serving if not kept_away[one.pk] and load.get(one.pk, 0) < one.room]
    return sorted(free, key=lambda one: (load.get(one.pk, 0), one.person.sort_key))


def witnesses(viewer: Viewer) -> QuerySet[Person]:
    """Who can witness a draw of the viewer: whoever has a post for the whole commission, so that they see the draw.

    The three administrators see no records, so they are none.
    """
    held = Appointment.objects.on(clock.today()).filter(post__reach=viewer.unit, post__ended_on=None)
    held = held.exclude(post__post_class__in=SEPARATED)
    found = Person.objects.filter(pk__in=held.values("person"), left_on=None, account__is_active=True)
    return found.exclude(pk__in=viewer.persons).order_by("sort_key")
