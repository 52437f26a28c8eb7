"""What a notice would cost: units, posts, tasks, minutes by line, post and week; what is answered; collisions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock, memo
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.pack_schema import GENERAL_DOMAIN, OWN, AskKind, ask_kinds, budget
from weian.programs.campaigns.rehearsing.asks import Ask, ask_of, monday
from weian.programs.campaigns.states import CampaignState, ProposalState

MOST_RUNNING = 50
YEAR = timedelta(days=365)  # what took longer ago is no guide


@dataclass(frozen=True)
class LineCost:
    """One line: at so many units, so often, for so many minutes each time. `usual`: nobody typed the minutes; they are
    the median of `cases` of one's own, or the default where there are too few. `unsorted`: units left out only because
    their type or grade is not known."""

    uid: str
    number: str
    title: str
    units: int
    times: int
    minutes: int
    usual: bool
    answered: int
    undated: bool
    unsorted: int = 0
    cases: int = 0

    @property
    def whole(self) -> int:
        return self.units * self.times * self.minutes


@dataclass(frozen=True)
class Week:
    """One week: posts that have something to do, minutes of all, and of the one that has most."""

    monday: str
    posts: int
    minutes: int
    peak: int
    over: int


@dataclass(frozen=True)
class Collision:
    """A campaign that runs already: posts that have something due in the same week, and on the very same day."""

    uid: str
    title: str
    units: int
    posts: int
    same_day: int
    weeks: list[str]


@dataclass(frozen=True)
class Forecast:
    """`over` counts posts whose dearest week is above the budget. Kept as JSON when the notice is issued."""

    on: str
    units: int
    posts: int
    tasks: int
    minutes: int
    answered: int
    units_lacking: int
    own_lines: int
    budget: int
    over: int
    peak: int
    typical: int
    lines: list[LineCost] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)

    @property
    def per_post(self) -> float:
        """Minutes that the whole notice costs one post on average."""
        return self.minutes / self.posts if self.posts else 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: dict[str, Any]) -> Forecast:
    read: dict[str, Any] = dict(kept)
    for name, row in (("lines", LineCost), ("weeks", Week), ("collisions", Collision)):
        read[name] = [row(**one) for one in kept.get(name, [])]
    return Forecast(**read)


@dataclass(frozen=True)
class Burden:
    """The short form, for the column beside the lines. `minutes` is each line as often as it falls due; `unsorted`:
    units that some line leaves out only because their type or grade is not known."""

    units: int
    tasks: int
    posts: int
    minutes: int
    lines: int
    own_lines: int
    lacking: int
    unsorted: int


@dataclass(frozen=True)
class Sending:
    """What would be sent down: `lines` to `units`, of which there are so many of each sort; `own` stay at the desk."""

    units: QuerySet[Unit]
    sorts: Mapping[duties.Sort, int]
    lines: Sequence[Proposal]
    own: int

    @property
    def domains(self) -> list[str]:
        return sorted({one.domain for one in self.lines})

    @property
    def unsorted(self) -> int:
        return sum(n for sort, n in self.sorts.items() if any(duties.unsorted(one, sort) for one in self.lines))


def sending(campaign: Campaign) -> Sending:
    """The lines that are accepted or still wait; several figures of a page begin with it."""
    return memo.once(("sending", campaign.pk), lambda: _sending(campaign))


def _sending(campaign: Campaign) -> Sending:
    units, everything = units_of(campaign), list(_lines(campaign))
    lines = [one for one in everything if one.to_kinds != [OWN]]
    rows = units.order_by().values_list("kind", "type", "grade", "light").annotate(n=Count("pk"))
    return Sending(units, {duties.Sort(*sort): n for *sort, n in rows}, lines, len(everything) - len(lines))


def burden(campaign: Campaign) -> Burden:
    """In three statements: how long each thing took before is asked by `forecast` alone."""
    sent, today, clocked = sending(campaign), clock.today(), _Clocked(ask_kinds(), {})
    asks = {one.pk: ask_of(one, clocked.minutes(one, sent.sorts).minutes, today, campaign.ends) for one in sent.lines}
    owed = [(one, sum(n for sort, n in sent.sorts.items() if duties.binds(one, sort))) for one in sent.lines]
    shapes = duties.shapes(sent.units, sent.domains)
    falling = [
        one for one in shapes if any(line.domain in one.domains and duties.binds(line, one.sort) for line in sent.lines)
    ]
    return Burden(
        sum(sent.sorts.values()), sum(n for _, n in owed), sum(one.count for one in falling if one.has_post),
        sum(asks[one.pk].minutes * asks[one.pk].times * n for one, n in owed), len(sent.lines) + sent.own, sent.own,
        sum(one.count for one in falling if not one.has_post), sent.unsorted,
    )  # fmt: skip


def forecast(campaign: Campaign) -> Forecast:
    """Over the lines that are accepted or still wait. A fixed number of statements, whatever the number of units."""
    today, kinds, sent = clock.today(), ask_kinds(), sending(campaign)
    units, sorts, lines = sent.units, sent.sorts, sent.lines
    clocked = _Clocked(kinds, duties.history(today - YEAR))
    minutes = {one.pk: clocked.minutes(one, sorts) for one in lines}
    asks = {one.pk: ask_of(one, minutes[one.pk].minutes, today, campaign.ends) for one in lines}
    running = _running(campaign, units)
    busy = _busy(running, clocked, sorts, today)
    domains = sorted({one.domain for one in lines} | {ask.domain for group in busy.values() for ask in group})
    shapes = duties.shapes(units, domains, list(running))
    known = duties.answered(units, _since(lines, kinds, today), general=GENERAL_DOMAIN)
    costs = [
        LineCost(
            str(one.pk), one.number, one.title, sum(n for sort, n in sorts.items() if ask.applies_to(sort)),
            ask.times, ask.minutes, minutes[one.pk].usual,
            sum(known.get((sort, one.kind, one.domain), 0) for sort in sorts if ask.applies_to(sort))
            * (not duties.asks_superior(one)), not ask.due,
            sum(n for sort, n in sorts.items() if duties.unsorted(one, sort)), minutes[one.pk].cases,
        )
        for one in lines
        for ask in [asks[one.pk]]
    ]  # fmt: skip
    limit = budget().minutes
    loads = [(shape, _load(shape, asks.values())) for shape in shapes if shape.has_post]
    touched = [(shape, load) for shape, load in loads if _any(shape, asks.values())]
    peaks = sorted((round(max(load.values(), default=0)), shape.count) for shape, load in touched)
    return Forecast(
        on=today.isoformat(), units=sum(sorts.values()), posts=sum(shape.count for shape, _ in touched),
        tasks=sum(one.units for one in costs), minutes=sum(one.whole for one in costs),
        answered=sum(one.answered for one in costs),
        units_lacking=sum(one.count for one in shapes if not one.has_post and _any(one, asks.values())),
        own_lines=sent.own, budget=limit,
        over=sum(count for peak, count in peaks if peak > limit), peak=peaks[-1][0] if peaks else 0,
        typical=_median(peaks), lines=costs, weeks=_weeks(touched, limit),
        collisions=_collisions(touched, list(asks.values()), running, busy),
    )  # fmt: skip


def digest_of(campaign: Campaign) -> str:
    """What a second signature stands for: these lines to these units under this budget; any change voids it."""
    return memo.once(("rehearsed", campaign.pk), lambda: _digest_of(campaign))


def _digest_of(campaign: Campaign) -> str:
    rows = _lines(campaign).values_list(
        "pk", "status", "domain", "to_kinds", "minutes", "due", "every", "times", "to_types", "to_grades", "size"
    )
    lines = [one[:8] for one in rows]
    units = campaign.addressees.order_by("unit").values_list("unit", flat=True)
    # What is not narrowed adds nothing: what was signed before lines could be stays signed.
    aims = [(one[0], *one[8:]) for one in rows if any(one[8:])]
    told = json.dumps(
        [budget().minutes, lines, list(units), *([aims] if aims else [])], default=str, ensure_ascii=False
    )
    return hashlib.sha256(told.encode()).hexdigest()


def units_of(campaign: Campaign) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=campaign.addressees.order_by().values("unit"))


def first_lacking(campaign: Campaign, *, limit: int = 5) -> list[Unit]:
    """Units where nobody is found for something that they would owe."""
    sent = sending(campaign)
    needed = {sort: {one.domain for one in sent.lines if duties.binds(one, sort)} for sort in sent.sorts}
    uids = duties.units_lacking(sent.units, sent.domains, needed, limit=limit) if sent.lines else []
    return list(Unit.objects.filter(pk__in=uids).order_by("pos"))


def _lines(campaign: Campaign):  # type: ignore[no-untyped-def]
    return campaign.proposals.filter(status__in=[ProposalState.ACCEPTED, ProposalState.PROPOSED]).in_order()


@dataclass(frozen=True)
class _Minutes:
    """Minutes each time: typed by a person, or `usual`, of so many cases or by default."""

    minutes: int
    usual: bool = False
    cases: int = 0


@dataclass(frozen=True)
class _Clocked:
    """How long what is asked takes: a person's own number first, then what it took, then the default of its kind."""

    kinds: Mapping[str, AskKind]
    history: duties.History

    def minutes(self, line: Proposal | duties.Obligation, sorts: Mapping[duties.Sort, int]) -> _Minutes:
        kind = self.kinds.get(line.kind)
        if kind is None or (line.minutes and line.minutes != kind.minutes):
            return _Minutes(line.minutes or 0)
        round_ = duties.is_round(line.every)
        known = self.history.get((line.kind, _whose(line, sorts), round_))
        if known is not None:
            return _Minutes(known.minutes, usual=True, cases=known.cases)
        return _Minutes(kind.round_minutes if round_ else kind.minutes, usual=True)


def _whose(line: Proposal | duties.Obligation, sorts: Mapping[duties.Sort, int]) -> str:
    """The kind of unit of which a line binds most."""
    counts: Counter[str] = Counter()
    for sort, n in sorts.items():
        if duties.binds(line, sort):
            counts[sort.kind] += n
    return counts.most_common(1)[0][0] if counts else ""


def _since(lines: Iterable[Proposal], kinds: Mapping[str, AskKind], today: date) -> dict[str, date]:
    """From which day on an accepted record of each kind still answers."""
    wanted = {one.kind for one in lines if one.kind in kinds and kinds[one.kind].valid_days}
    return {kind: today - timedelta(days=kinds[kind].valid_days) for kind in sorted(wanted)}


def _running(campaign: Campaign, units: QuerySet[Unit]) -> dict[UUID, Campaign]:
    """Campaigns under way at these units by their document, the latest ones; `shared` counts the units."""
    there = Q(document__receipts__unit__in=units)
    found = Campaign.objects.filter(there, status=CampaignState.ISSUED).exclude(pk=campaign.pk)
    found = found.annotate(shared=Count("document__receipts")).order_by("-issued_at")[:MOST_RUNNING]
    return {one.document_id: one for one in found}


def _busy(
    running: dict[UUID, Campaign], clocked: _Clocked, sorts: Mapping[duties.Sort, int], today: date
) -> dict[UUID, list[Ask]]:
    """What the running campaigns still ask."""
    found: dict[UUID, list[Ask]] = defaultdict(list)
    obligations = duties.Obligation.objects.filter(document__in=running, status="active", owed_by="addressees")
    for one in obligations:
        if one.every or (one.due and one.due >= today):
            ends = running[one.document_id].ends
            found[one.document_id].append(ask_of(one, clocked.minutes(one, sorts).minutes, today, ends))
    return found


def _mine(shape: duties.Shape, asks: Iterable[Ask]) -> list[Ask]:
    return [ask for ask in asks if ask.domain in shape.domains and ask.applies_to(shape.sort)]


def _any(shape: duties.Shape, asks: Iterable[Ask]) -> bool:
    return bool(_mine(shape, asks))


def _load(shape: duties.Shape, asks: Iterable[Ask]) -> dict[date, float]:
    load: dict[date, float] = defaultdict(float)
    for ask in _mine(shape, asks):
        for week, minutes in ask.load.items():
            load[week] += minutes
    return load


def _weeks(touched: Sequence[tuple[duties.Shape, dict[date, float]]], limit: int) -> list[Week]:
    found = []
    for week in sorted({one for _, load in touched for one in load}):
        there = [(load[week], shape.count) for shape, load in touched if load.get(week)]
        found.append(
            Week(
                week.isoformat(),
                sum(count for _, count in there),
                round(sum(load * count for load, count in there)),
                round(max(load for load, _ in there)),
                sum(count for load, count in there if round(load) > limit),
            )
        )
    return found


def _collisions(
    touched: Sequence[tuple[duties.Shape, dict[date, float]]], asks: list[Ask], running: dict[UUID, Campaign],
    busy: dict[UUID, list[Ask]],
) -> list[Collision]:  # fmt: skip
    """The same post has something of both due in the same week."""
    found = []
    for document, campaign in running.items():
        posts = same_day = 0
        weeks: set[date] = set()
        for shape, _ in touched:
            if document not in shape.documents:
                continue
            mine = {day for ask in _mine(shape, asks) for day in ask.due}
            theirs = {day for ask in _mine(shape, busy.get(document, ())) for day in ask.due}
            shared = {monday(day) for day in mine} & {monday(day) for day in theirs}
            weeks |= shared
            posts += shape.count if shared else 0
            same_day += shape.count if mine & theirs else 0
        if posts:
            names = [week.isoformat() for week in sorted(weeks)]
            shared_units = campaign.shared  # type: ignore[attr-defined]
            found.append(Collision(str(campaign.pk), campaign.title, shared_units, posts, same_day, names))
    return sorted(found, key=lambda one: -one.posts)


def _median(peaks: Sequence[tuple[int, int]]) -> int:
    """The middle of (value, how many times), sorted."""
    half = sum(count for _, count in peaks) / 2
    for value, count in peaks:
        half -= count
        if half <= 0:
            return value
    return 0
