"""A round in figures: new, come back and carried over are three counts; each is a condition on the same hazards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Hazard, HazardQuerySet, Sweep
from weian.ground.hazards.states import OPEN, Status
from weian.kernel import clock

KINDS = {"new": "新发现", "recurring": "反复出现", "carried": "以前结转"}
AGES = (("30 天以内", 0, 30), ("31–90 天", 31, 90), ("90 天以上", 91, None))


def node_of(sweep: Sweep, viewer: Viewer) -> Unit:
    """What the viewer sees of it: all that the round covers, or their own part."""
    return sweep.unit if viewer.unit.holds(sweep.unit) else viewer.unit


def covered(sweep: Sweep, node: Unit) -> HazardQuerySet:
    """All hazards that belong to the round, whichever of the three."""
    found: HazardQuerySet = Hazard.objects.under(node).exclude(status=Status.MERGED)
    found = found.filter(_new(sweep) | _recurring(sweep) | _carried(sweep))
    return found.filter(domain__in=sweep.domains) if sweep.domains else found.safety()


def of_kind(sweep: Sweep, node: Unit, kind: str) -> HazardQuerySet:
    """The hazards behind one of the three counts."""
    return covered(sweep, node).filter(_CONDITIONS[kind](sweep))


@dataclass(frozen=True)
class Figures:
    counts: dict[str, int]
    closed: int
    open: int
    ages: list[tuple[str, int]]
    left_at_end: int | None  # None while it runs

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> str:
        return f"{100 * self.closed / self.total:.1f} %" if self.total else "—"


def figures(sweep: Sweep, node: Unit) -> Figures:
    """In one statement."""
    today = clock.today()
    over = today > sweep.ends
    ages = {f"age_{at}": Count("pk", filter=_age(low, high, today)) for at, (_, low, high) in enumerate(AGES)}
    found = covered(sweep, node).aggregate(
        **{kind: Count("pk", filter=condition(sweep)) for kind, condition in _CONDITIONS.items()},
        closed=Count("pk", filter=Q(status=Status.CLOSED)), open_now=Count("pk", filter=Q(status__in=OPEN)),
        left=Count("pk", filter=~_closed_until(sweep.ends)), **ages,
    )  # fmt: skip
    return Figures(
        counts={kind: found[kind] for kind in KINDS}, closed=found["closed"], open=found["open_now"],
        ages=[(title, found[f"age_{at}"]) for at, (title, _, _) in enumerate(AGES)],
        left_at_end=found["left"] if over else None,
    )  # fmt: skip


def _in_window(sweep: Sweep) -> Q:
    return Q(found_on__gte=sweep.starts, found_on__lte=sweep.ends)


def _new(sweep: Sweep) -> Q:
    return _in_window(sweep) & Q(recurrence_of=None)


def _recurring(sweep: Sweep) -> Q:
    """Found again in the window, or opened again in it after it had been closed before."""
    began, ended = clock.morning(sweep.starts), clock.morning(sweep.ends + timedelta(days=1))
    again = Q(found_on__lt=sweep.starts, reopened_at__gte=began, reopened_at__lt=ended)
    return (_in_window(sweep) & Q(recurrence_of__isnull=False)) | again


def _carried(sweep: Sweep) -> Q:
    """Found before and not closed when it began; what was opened again since counts there."""
    began, ended = clock.morning(sweep.starts), clock.morning(sweep.ends + timedelta(days=1))
    still = Q(closed_at=None) | Q(closed_at__gte=began)
    again = Q(reopened_at__isnull=False, reopened_at__gte=began, reopened_at__lt=ended)
    return Q(found_on__lt=sweep.starts) & still & ~again


_CONDITIONS = {"new": _new, "recurring": _recurring, "carried": _carried}


def _closed_until(day: date) -> Q:
    return Q(status=Status.CLOSED, closed_at__isnull=False, closed_at__lt=clock.morning(day + timedelta(days=1)))


def _age(low: int, high: int | None, today: date) -> Q:
    old = Q(status__in=OPEN, found_on__lte=today - timedelta(days=low))
    return old & Q(found_on__gte=today - timedelta(days=high)) if high is not None else old
