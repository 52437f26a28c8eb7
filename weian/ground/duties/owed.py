"""What is owed, derived, with the task row where one exists (ADR 7).

Receipts × obligations that apply; beside them what a unit laid on itself, and what stands for all below its issuer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from weian.foundation.documents.api import DocumentStatus, ReceiptStatus
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Post
from weian.ground.duties import due as days
from weian.ground.duties.binding import rules_of
from weian.ground.duties.models import Obligation, OwedBy, Task, of_kinds
from weian.ground.duties.pack_schema import lead_times
from weian.ground.duties.routing import routes
from weian.ground.duties.states import FINISHED, RING, UNBEGUN, WITH_UNIT, TaskState
from weian.kernel import clock, compiled, memo

FEW = 64  # of so few units or documents a question is compiled once for all; of more PostgreSQL's part is the larger


@dataclass(frozen=True)
class Owed:
    """One obligation as one unit owes it now (in the present period). `task` is None while nothing happened.

    `receipt` is None for what nobody sent: the unit's own, and what is standing.
    """

    obligation: Obligation
    unit: Unit
    receipt: Receipt | None
    task: Task | None
    period_start: date | None
    due: date | None
    state: TaskState
    post: Post | None
    on: date
    appears_on: date | None = None

    @property
    def is_open(self) -> bool:
        """The unit still has to act."""
        return self.state in WITH_UNIT

    @property
    def is_ahead(self) -> bool:
        """A period whose time to begin has not come (提前量): owed, but not yet before anybody; it may be begun."""
        return self.task is None and self.appears_on is not None and self.on < self.appears_on

    @property
    def since(self) -> datetime:
        """From when on the unit knew of it."""
        return self.receipt.sent_at if self.receipt else self.obligation.made_at

    @property
    def counted_since(self) -> date | None:
        """The day from which its term was counted, where it runs from the unit's own receipt."""
        one = self.obligation
        if self.receipt is None or one.every or not days.runs_at_units(one.due_event, one.issued, one.due):
            return None
        day = max(one.issued, self.since.astimezone(clock.SHANGHAI).date())
        return day if self.due == days.counted_from(one.due_event, day) else None

    @property
    def late_days(self) -> int:
        """Working days late: frozen at the first submission, else as of today, and before a later day was granted."""
        if self.task and self.task.late_days is not None:
            return self.task.late_days
        before = self.task.late_before if self.task else 0
        return before if self.state in FINISHED else before + days.working_days_late(self.due, self.on)

    @property
    def sure(self) -> bool:
        """Whether the working days of its lateness are known from published arrangements."""
        return days.is_sure(self.due, self.on)

    @property
    def overdue(self) -> bool:
        """Late, and its present term is over; before a later day that was granted it may have been late already."""
        return self.is_open and self.late_days > 0 and days.working_days_late(self.due, self.on) > 0

    @property
    def ring(self) -> float:
        return RING[self.state]

    @property
    def word(self) -> str:
        """Its state in one word, the same on every page: signed for and not begun is 没有开始, not 进行中."""
        return UNBEGUN if self.is_unbegun else str(self.state.label)

    @property
    def is_unbegun(self) -> bool:
        """Signed for, and nobody has done anything."""
        return self.task is None and self.state == TaskState.STARTED


# Of a document and its issuer, what no list of obligations shows: each would be read and unpacked for each of them.
_UNSHOWN = (
    *(f"document__{one}" for one in ("body", "addressees", "cc", "contacts", "enclosures")), "issuer__aliases",
)  # fmt: skip


def owed(
    units: Iterable[Unit], *, document: Document | None = None, on: date | None = None, with_posts: bool = True
) -> list[Owed]:
    """All that these units owe, in a fixed number of queries. Row security bounds it to what the viewer may see."""
    day = on or clock.today()
    by_id = {unit.pk: unit for unit in units}
    by_document: dict[UUID, list[Receipt]] = defaultdict(list)
    for receipt in _receipts(list(by_id), document):
        by_document[receipt.document_id].append(receipt)
    asked = _asked_of(list(by_document), list(by_id.values()), document, day)
    tasks = _tasks(asked, by_id)
    posts = routes(by_id.values(), {one.domain for one in asked}) if with_posts else {}
    leads = lead_times() if any(one.every for one in asked) else {}
    bound = [
        (obligation, unit, receipt)
        for obligation in asked
        for unit, receipt in _bound(obligation, by_id, by_document)
        if obligation.applies_to(unit)
    ]
    nearest = _nearest(bound)
    return [
        one
        for obligation, unit, receipt in bound
        if not obligation.pack_item or nearest[unit.pk, obligation.pack_item] == obligation.issuer.pos
        for one in _with_leads(_all_of(obligation, unit, receipt, tasks, posts, day), leads)
    ]


def _nearest(bound: list[tuple[Obligation, Unit, Receipt | None]]) -> dict[tuple[UUID, str], int]:
    """Where two commissions above a unit adopted the same standing item, the nearer one asks it, and only that one."""
    found: dict[tuple[UUID, str], int] = {}
    for obligation, unit, _ in bound:
        if obligation.pack_item:
            key = unit.pk, obligation.pack_item
            found[key] = max(found.get(key, 0), obligation.issuer.pos)
    return found


def _receipts(units: list[UUID], document: Document | None) -> list[Receipt]:
    def found(units: Iterable[UUID], document: UUID | None) -> QuerySet[Receipt]:
        binding = Receipt.objects.binding().filter(unit__in=units)
        return binding.filter(document=document) if document else binding

    if len(units) > FEW:
        return list(found(units, document.pk if document else None))
    some, one = compiled.several(0, units), compiled.uid(-1) if document else None
    values = some | {one: document.pk} if one and document else some
    return compiled.rows(("owed.receipts", len(some), one), values, lambda: found(some, one))


def _asked_of(received: list[UUID], units: list[Unit], document: Document | None, day: date) -> list[Obligation]:
    """What `_asked` finds; of few units, as every page asks it, by a question that was compiled before."""
    if not 0 < len(units) <= FEW or len(received) > FEW:
        return list(_asked(received, units, document, day))
    sent, own = compiled.several(0, received), compiled.several(FEW * 2, [unit.pk for unit in units])
    # Of the units' places only the first and the last are asked for, and of what kinds they are.
    low, high = compiled.place(2), compiled.place(1)
    kinds = tuple(sorted({unit.kind for unit in units}))
    some = [
        Unit(uid=one, kind=kinds[at % len(kinds)], pos=high if at else low, end=high)
        for at, one in enumerate([*own, *own])
    ]
    values = sent | own | {low: min(unit.pos for unit in units), high: max(unit.pos for unit in units)}
    asking = Document(uid=compiled.uid(-2)) if document else None
    if asking and document:
        values[asking.pk] = document.pk
    key = "owed.asked", len(sent), len(own), kinds, asking is not None, day
    return compiled.rows(key, values, lambda: _asked(list(sent), some, asking, day))


def _asked(received: list[UUID], units: list[Unit], document: Document | None, day: date) -> QuerySet[Obligation]:
    """Obligations that were not taken back: of the documents received, the units' own, standing ones from above.

    One query; which they are is asked by key; texts, wide and never shown in a list, are left where they are. Those of
    annulled documents are among them: whether a unit had begun is a question to its own task.
    """
    asked = (
        Obligation.objects.order_by() if document is None else Obligation.objects.order_by().filter(document=document)
    )
    found = asked.filter(document__in=received, owed_by=OwedBy.ADDRESSEES).values("pk")
    if units:
        low, high = min(unit.pos for unit in units), max(unit.pos for unit in units)
        above = Unit.objects.filter(pos__lte=high, end__gt=low).order_by().values("pk")
        own = asked.filter(owed_by=OwedBy.OWN, issuer__in=units).values("pk")
        standing = asked.filter(owed_by=OwedBy.UNDER, issuer__in=above).values("pk")
        found = found.union(own, standing, all=True)
    in_force = Obligation.objects.filter(pk__in=found).exclude(status=Obligation.Status.ANNULLED)
    if units:
        in_force = in_force.filter(of_kinds(unit.kind for unit in units))
    related = in_force.exclude(starts__gt=day).select_related("document", "clause", "issuer")
    return related.defer("text", "clause__text", *_UNSHOWN).order_by("document_id", "order", "uid")


def _bound(
    obligation: Obligation, units: dict[UUID, Unit], received: dict[UUID, list[Receipt]]
) -> list[tuple[Unit, Receipt | None]]:
    """The units that this obligation binds, each with the receipt by which it does."""
    if obligation.owed_by == OwedBy.ADDRESSEES:
        return [(units[one.unit_id], one) for one in received[obligation.document_id]]
    if obligation.owed_by == OwedBy.OWN:
        return [(units[obligation.issuer_id], None)] if obligation.issuer_id in units else []
    lo, hi = obligation.issuer.span
    return [(unit, None) for unit in units.values() if lo <= unit.pos < hi]


def owed_by(viewer: Viewer) -> list[Owed]:
    """What falls to this person in this post and is still open; soonest first.

    A patrol line that is bound to points is done by walking its rounds, which are told of themselves: not by writing.
    """
    if not viewer.scope.ranges:
        return []
    mine = [one for one in owed([viewer.unit]) if one.is_open and not one.is_ahead and falls_to(one, viewer)]
    walked = rules_of(one for one in mine if one.state == TaskState.STARTED)
    mine = [one for one in mine if one.state != TaskState.STARTED or (one.obligation.pk, one.unit.pk) not in walked]
    return sorted(mine, key=lambda one: (one.due is None, one.due or date.max, one.obligation.order))


def falls_to(one: Owed, viewer: Viewer) -> bool:
    """A named person first, then the task's post, then the unit's routing."""
    if one.task and one.task.person_id:
        return one.task.person_id in viewer.persons
    post = (one.task.post if one.task and one.task.post_id else None) or one.post
    return post is not None and post.pk == viewer.post.pk


def owed_of(unit: Unit, document: Document) -> list[Owed]:
    """What one unit owes of a document; a page asks it for its task and for the other parts of a composite."""
    return memo.once(("owed", unit.pk, document.pk), lambda: owed([unit], document=document))


def one_owed(obligation: Obligation, unit: Unit, *, period_start: date | None = None) -> Owed | None:
    """One obligation as one unit owes it in a period (default the present one); None where it does not."""
    found = [one for one in owed_of(unit, obligation.document) if one.obligation.pk == obligation.pk]
    named = [one for one in found if one.period_start == period_start]
    if period_start is None or named:
        return next(iter(named or found), None)
    # A period longer ago than lists tell of, but with something in it.
    task = Task.objects.filter(obligation=obligation, unit=unit, period_start=period_start).first()
    if not found or task is None:
        return None
    return replace(found[0], task=task, period_start=period_start, due=task.due, state=TaskState(task.status))


def _tasks(asked: list[Obligation], units: dict[UUID, Unit]) -> dict[tuple[UUID, UUID, date | None], Task]:
    def found(obligations: Iterable[UUID], units: Iterable[UUID]) -> QuerySet[Task]:
        rows = Task.objects.filter(obligation__in=obligations, unit__in=units)
        return rows.select_related("post__unit", "person", "reviewer")

    keys = [one.pk for one in asked]
    if len(units) > FEW or len(keys) > 10 * FEW:
        rows: Iterable[Task] = found(keys, units)
    else:
        some, owing = compiled.several(10 * FEW, keys), compiled.several(0, list(units))
        rows = compiled.rows(("owed.tasks", len(some), len(owing)), some | owing, lambda: found(some, owing))
    return {(task.obligation_id, task.unit_id, task.period_start): task for task in rows}


def _all_of(
    obligation: Obligation, unit: Unit, receipt: Receipt | None, tasks: dict[tuple[UUID, UUID, date | None], Task],
    posts: dict[tuple[UUID, str], Post], day: date,
) -> list[Owed]:  # fmt: skip
    """The present period, and earlier ones that were missed or are still open."""
    made_on = obligation.starts or obligation.made_at.astimezone(clock.SHANGHAI).date()
    until = min(one for one in (day, obligation.due, obligation.until) if one)
    periods: list[days.Period | None] = [None]
    if obligation.every:
        periods = [*days.periods_until(obligation.every, obligation.by_day, made_on, until)] or [None]
    found = [_one(obligation, unit, receipt, tasks, posts, day, period) for period in periods]
    if obligation.lapsed(day):
        # Nobody has to begin any more; what was begun stays, and of a campaign that ended what was due before.
        end = obligation.until if not obligation.is_addition else None
        found = [one for one in found if one.task or (end and one.due and one.due <= end)]
    if unit.ended or obligation.document.status == DocumentStatus.ANNULLED:
        # Nobody begins any more; what this very unit has begun stays.
        found = [one for one in found if one.task]
    return [one for number, one in enumerate(found) if number == 0 or one.state not in FINISHED]


def _one(
    obligation: Obligation, unit: Unit, receipt: Receipt | None, tasks: dict[tuple[UUID, UUID, date | None], Task],
    posts: dict[tuple[UUID, str], Post], day: date, period: days.Period | None,
) -> Owed:  # fmt: skip
    start = period.start if period else None
    task = tasks.get((obligation.pk, unit.pk, start))
    unsigned = receipt is not None and receipt.status == ReceiptStatus.SENT
    state = TaskState(task.status) if task else TaskState.UNSIGNED if unsigned else TaskState.STARTED
    due = task.due if task else nearer(term_at(obligation, receipt), period.due if period else None)
    post = (task.post if task else None) or posts.get((unit.pk, obligation.domain))
    return Owed(obligation, unit, receipt, task, start, due, state, post, day)


def term_at(obligation: Obligation, receipt: Receipt | None) -> date | None:
    """The last day at one unit: 收到通知后5日内 runs from the day on which the notice reached it, forwarded or not."""
    if receipt is None or obligation.due is None or not obligation.due_event or obligation.every:
        return obligation.due
    reached = receipt.sent_at.astimezone(clock.SHANGHAI).date()
    return days.counted_at(obligation.due_event, obligation.issued, obligation.due, reached)


def _with_leads(found: list[Owed], leads: Mapping[str, int]) -> list[Owed]:
    return [replace(one, appears_on=_appears_on(one, leads)) if one.period_start else one for one in found]


def _appears_on(one: Owed, leads: Mapping[str, int]) -> date | None:
    """The first day on which a period's task comes to the desk: so many days before it is due."""
    lead = one.obligation.lead_days if one.obligation.lead_days is not None else leads.get(one.obligation.every)
    if one.period_start is None or one.due is None or lead is None:
        return None
    return max(one.period_start, one.due - timedelta(days=lead))


def nearer(first: date | None, second: date | None) -> date | None:
    """The earlier of two days, where one may be missing."""
    ends = [day for day in (first, second) if day]
    return min(ends) if ends else None
