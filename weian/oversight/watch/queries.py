from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May
from weian.foundation.people.models import Appointment
from weian.foundation.people.roles import GRANTS
from weian.kernel import clock
from weian.oversight.watch.estimate import Estimate, share
from weian.oversight.watch.models import Signal
from weian.oversight.watch.pack_schema import rule
from weian.oversight.watch.reading import compared_at
from weian.oversight.watch.states import SignalStatus


@dataclass(frozen=True)
class Looks:
    """So many second looks were taken and so many saw something else; `low` to `high` is what that says of all."""

    taken: int
    differ: int

    @property
    def range(self) -> tuple[float, float]:
        return share(self.differ, self.taken)

    @property
    def percents(self) -> tuple[int, int]:
        low, high = self.range
        return round(100 * low), round(100 * high)


@dataclass(frozen=True)
class Precision:
    """How often a second look saw something else, of flags and of acts by lot: the difference is their worth."""

    flagged: Looks
    random: Looks

    @property
    def is_better(self) -> bool:
        """Flags are oftener right than the lot, beyond what chance makes of so few."""
        return self.flagged.range[0] > self.random.range[1]


def precision(unit: Unit) -> Precision:
    settled = Signal.objects.filter(unit=unit, status=SignalStatus.SETTLED)
    rows = settled.values("random").annotate(n=Count("pk"), differ=Count("pk", filter=Q(differs=True)))
    told = {one["random"]: Looks(one["n"], one["differ"]) for one in rows}
    return Precision(told.get(False, Looks(0, 0)), told.get(True, Looks(0, 0)))


def lookers(unit: Unit, *, but: UUID) -> dict[UUID, str]:
    """Who in a unit may look again, by name and post: whose post inspects, but the one whose check it was."""
    classes = [one for one, acts in GRANTS.items() if May.INSPECT in acts]
    held = Appointment.objects.on(clock.today()).filter(
        post__ended_on=None, post__post_class__in=classes, person__left_on=None, post__reach__pos__gte=unit.pos,
        post__reach__pos__lt=unit.end,
    )  # fmt: skip
    found: dict[UUID, str] = {}
    for one in held.exclude(person=but).select_related("person", "post__unit").order_by("person__sort_key", "uid"):
        where = "" if one.post.unit_id == unit.pk else one.post.unit.title
        found.setdefault(one.person_id, f"{one.person.name}（{where}{one.post.title.removeprefix(where)}）")
    return found


@dataclass(frozen=True)
class Unfound:
    """What is still unfound at a unit; `enough` where both sides found enough of the same to say so."""

    estimate: Estimate
    enough: bool
    only_others: tuple[UUID, ...]


def unfound(unit: Unit) -> Unfound:
    told = compared_at(unit, clock.today() - timedelta(days=rule("estimate_days")))
    return Unfound(told.estimate, len(told.both) >= rule("least_both"), told.only_others)
