"""Patrol lines of a notice (每2小时巡查) and the rounds that keep them: what was scanned is what was done.

A line is bound to points by a rule of rounds that names it (`actions/patrolling.py`): then the rounds by which that
rule is kept answer each of its periods. Without such a rule all rounds of a day may be used for it by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Sum
from django.urls import reverse

from weian.foundation.org.api import Kind
from weian.foundation.people.api import Viewer
from weian.foundation.people.roles import WHOLE_UNIT
from weian.ground.duties.binding import is_patrol, rules_of
from weian.ground.duties.due import period_on
from weian.ground.duties.models import Record
from weian.ground.duties.owed import Owed
from weian.ground.duties.recorded import Recorded, Source
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.kernel import clock, memo

KIND = "rounds"
NAMED = 3  # places that a record names before it says how many there are


@dataclass(frozen=True)
class Tally:
    """How the rounds of one period stand: `rules` bind them to the line, or none do and all of the unit's count."""

    rules: Sequence[rounds.OwnRule]
    found: Sequence[rounds.Round]

    @property
    def wanted(self) -> int:
        return len(self.found)

    @property
    def done(self) -> int:
        return sum(one.judged.state == rounds.State.DONE for one in self.found)

    @property
    def missed(self) -> int:
        return sum(one.is_missed for one in self.found)

    @property
    def ahead(self) -> int:
        return self.wanted - self.done - self.missed

    @property
    def is_complete(self) -> bool:
        return 0 < self.wanted == self.done

    @property
    def words(self) -> str:
        return f"应到{self.wanted}次，按时到{self.done}次" + (f"，缺{self.missed}次" if self.missed else "")


def tally(one: Owed) -> Tally | None:
    """The rounds of its period; None where it is no patrol line, or rounds cannot answer it."""
    return memo.once(("patrol", one.obligation.pk, one.unit.pk, one.period_start), lambda: _tally(one))


def _tally(one: Owed) -> Tally | None:
    if one.period_start is None or one.unit.kind != Kind.INSTITUTION or not is_patrol(one.obligation):
        return None
    first, last = _days(one)
    rules = rules_of([one]).get((one.obligation.pk, one.unit.pk), [])
    if rules:
        return _of(rules, rounds.of_rules(rules, first, last))
    if first != last:
        return Tally([], [])
    return _of([], [row for row in rounds.rounds_of(one.unit, last) if row.due.window.last_day == last])


def tallies(found: Iterable[Owed]) -> Iterator[tuple[Owed, Tally]]:
    """As `tally`, of those of many units' lines that are bound to points; a fixed number of queries for all."""
    asked = [one for one in found if one.period_start is not None]
    rules = rules_of(asked)
    bound = [(one, rules[key], _days(one)) for one in asked if (key := (one.obligation.pk, one.unit.pk)) in rules]
    if not bound:
        return
    first, last = min(days[0] for *_, days in bound), max(days[1] for *_, days in bound)
    by_unit: dict[UUID, list[rounds.Round]] = defaultdict(list)
    for row in rounds.of_rules([rule for _, group, _ in bound for rule in group], first, last):
        by_unit[row.subject.unit_id].append(row)
    for one, group, days in bound:
        yield one, _of(group, rounds.keeping(group, by_unit[one.unit.pk], *days))


def _days(one: Owed) -> tuple[date, date]:
    """The first and last day of its period."""
    assert one.period_start is not None
    period = period_on(one.obligation.every, one.obligation.by_day, one.period_start)
    return one.period_start, period.due if period else one.period_start


def _of(rules: Sequence[rounds.OwnRule], found: Iterable[rounds.Round]) -> Tally:
    own = [row for row in found if row.due.kept.claim.doer == "own"]
    return Tally(rules, [row for row in own if not row.due.fresh or row.judged.state == rounds.State.DONE])


def offers(one: Owed, first: date, last: date) -> list[Recorded]:
    """The rounds of the period as something on record, once none of them is still to come."""
    counted = tally(one)
    if counted is None or not counted.done:
        return []
    return [told(one, counted)]


def told(one: Owed, counted: Tally) -> Recorded:
    subjects = {row.subject.pk: row.subject for row in counted.found}
    names = [subject.name for subject in subjects.values()]
    begin, end = (min(row.due.window.begin for row in counted.found), max(row.due.window.end for row in counted.found))
    stops = [UUID(stop) for subject in subjects.values() for stop in subject.stops or []]
    visits = rounds.Visit.objects.filter(
        subject__in=[*subjects, *stops], doer="own", seen_at__gte=begin, seen_at__lt=end
    )
    newest = visits.exclude(person=None).select_related("person").order_by("-seen_at").first()
    faults = visits.aggregate(sum=Sum("faults"))["sum"] or 0
    bound = "/".join(sorted(str(rule.pk) for rule in counted.rules))
    places = "、".join(names[:NAMED]) + (f" 等{len(names)}处" if len(names) > NAMED else "")
    return Recorded(
        uid=uuid5(one.unit.pk, f"{KIND}/{bound}/{one.period_start}"), title=f"巡查记录：{places}",
        on=newest.seen_at.astimezone(clock.SHANGHAI).date() if newest else one.on, by=newest.person if newest else None,
        facts={"places": places, "found": faults}, text=f"{counted.words}。由巡查记录得出，没有另外填写。",
        scanned=all(row.due.kept.claim.scan for row in counted.found),
        waiting=f"还有{counted.ahead}次没有到点，查完再用。" if counted.ahead else "",
    )  # fmt: skip


def url(record: Record, viewer: Viewer) -> str:
    """The day of the rounds, for who may look over a whole unit."""
    if viewer.post.post_class not in WHOLE_UNIT or not record.is_within(viewer.ranges):
        return ""
    return day_url(record.unit_id, record.happened_on)


def day_url(unit: UUID, day: date) -> str:
    return reverse("rounds-day", query={"unit": str(unit), "day": day.isoformat()})


def marks_in(one: Owed) -> list[tuple[str, str, bool]]:
    """Kinds of places and lists that the unit's points are on: code, title, whether the line speaks of them."""
    titles = {**{code: kind.title for code, kind in registry.subject_types().items()},
              **{code: tag.title for code, tag in registry.place_tags().items()}}  # fmt: skip
    rows = registry.Subject.objects.filter(unit=one.unit).in_use().order_by().values_list("type", "tags").distinct()
    carried = sorted({mark for kind, tags in rows for mark in (kind, *tags) if mark in titles})
    # What is to be done names no place: 巡查点 is not meant by 巡查.
    said = f"{one.obligation.title}{one.obligation.text}".replace("巡查", "").replace("检查", "")
    return [(mark, titles[mark], _speaks_of(said, titles[mark])) for mark in carried]


def _speaks_of(said: str, title: str) -> bool:
    """Whether a line names a kind of place, by any of the words that its title has."""
    words = [word for part in title.split("（")[:1] for word in part.replace("、", " ").replace("和", " ").split()]
    return any(word[:2] in said for word in words if len(word) > 1)


SOURCE = Source(offers, url)
