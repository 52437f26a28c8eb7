"""Missed rounds in the morning list: one line for each who looks after points, whatever their number.

A missed round cannot be made good, so it is told the morning after and does not climb on. What is counted from the
last time can be made good: it waits until somebody comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Post
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.ground.rounds.book import Book
from weian.ground.rounds.pack_schema import DOERS
from weian.ground.rounds.queries import Round, Standing, asked_of, judged, standings
from weian.ground.rounds.upkeep import MAINTAINER, Upkeep, overdue
from weian.kernel import clock

KIND = "round"
UPKEEP = "upkeep"
SITE_CHECK = "site_check"
NAMED = 5
Owner = tuple[UUID, str, UUID | None]


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    yesterday = clock.today() - timedelta(days=1)
    book = Book(units)
    subjects = list(asked_of(book, units, yesterday).select_related("post__unit"))
    for one in subjects:
        one.unit = by_id[one.unit_id]
    found = [
        one for one in judged(book, subjects, yesterday, yesterday)
        if one.is_missed and one.due.window.last_day == yesterday and one.due.kept.claim.doer != MAINTAINER
    ]  # fmt: skip
    return [*_missed(found, yesterday), *_overdue(book, subjects), *_unseen(units)]


def _missed(found: Sequence[Round], day: date) -> list[Waiting]:
    """What was missed yesterday, one for each owner."""
    groups: dict[Owner, list[Round]] = defaultdict(list)
    for one in found:
        groups[one.subject.unit_id, one.due.kept.claim.ladder, one.subject.post_id].append(one)
    return [_told(rounds, ladder, day) for (_, ladder, _), rounds in groups.items()]


def _told(rounds: Sequence[Round], ladder: str, day: date) -> Waiting:
    unit, post = rounds[0].subject.unit, rounds[0].subject.post
    names = list(dict.fromkeys(one.subject.name for one in rounds))
    words = "、".join(names[:NAMED]) + (f"等 {len(names)} 处" if len(names) > NAMED else "")
    title = f"{day:%m-%d} 缺查：{words}" + (f"（{_keeper(post)}）" if post else "")
    url = f"{reverse('rounds-missed')}?unit={unit.pk}&day={day.isoformat()}"
    target = post.pk if post else unit.pk
    return Waiting(KIND, target, unit, title[:180], url, due=day, period=day, post=post, ladder=ladder)


def _keeper(post: Post) -> str:
    return f"{post.unit.title} {post.title}"


def _overdue(book: Book, subjects: Sequence[Subject]) -> list[Waiting]:
    """What the unit itself (or its maintainer) has not looked at for too long."""
    late = [one for one in standings(book, subjects) if one.overdue_days and one.doer != "upper"]
    return [_waits(one, one.subject.unit, one.kept.claim.ladder, one.subject.post) for one in late]


def _unseen(units: Sequence[Unit]) -> list[Waiting]:
    """Sites below these commissions that the territory itself has not checked for too long (S0-2.1d)."""
    above = {unit.pk: unit for unit in units if unit.kind == Kind.COMMISSION}
    if not above:
        return []
    sites = Subject.objects.filter(unit__parent__in=above, unit__ended_on=None).in_use()
    found = list(sites.filter(Book(above.values()).rolling_marks()).select_related("unit__parent").order_by("uid"))
    book = Book({one.unit_id: one.unit for one in found}.values())
    late = [one for one in standings(book, found) if one.overdue_days and one.doer == "upper"]
    return [_waits(one, above[one.subject.unit.parent_id], SITE_CHECK, None) for one in late]  # type: ignore[index]


def _waits(one: Standing, unit: Unit, ladder: str, post: Post | None) -> Waiting:
    title = f"{one.subject.unit.title} {one.subject.name}：{DOERS[one.doer]}检查超期"
    url = reverse("subject", args=[one.subject.pk])
    return Waiting(KIND, one.subject.pk, unit, title[:180], url, due=one.until, post=post, ladder=ladder)


def _upkeep(units: Sequence[Unit], until: date) -> list[Waiting]:
    """Visits of maintainers without a report that both sides signed: late for the owner, and for the maintainer."""
    parties = registry.parties_among(units)
    serving: dict[UUID, Unit] = {}
    if parties:
        bodies = {subject: unit for unit in units if (subject := parties.get(unit.pk))}
        served = Subject.objects.filter(contractor__in=bodies).in_use().select_related("unit__parent")
        serving = {one.pk: bodies[one.contractor_id] for one in served if one.contractor_id}
        late = [one for one in overdue(one.unit for one in served) if one.subject.pk in serving]
    else:
        late = []
    own = [unit for unit in units if unit.kind != Kind.CONTRACTOR]
    return [
        *(_unsigned(one, one.subject.unit, one.subject.post) for one in overdue(own)),
        *(_unsigned(one, serving[one.subject.pk], None) for one in late),
    ]


def _unsigned(one: Upkeep, unit: Unit, post: Post | None) -> Waiting:
    title = f"{one.provider or '维保单位'}　{one.subject.name}：没有双方签字的维保报告"
    # The page of a place is the owner's; a maintainer finds its own on its desk.
    url = reverse("subject", args=[one.subject.pk]) if unit.pk == one.subject.unit_id else "/"
    return Waiting(
        UPKEEP, one.subject.pk, unit, title[:180], url, due=one.late_since, period=one.late_since, post=post
    )  # fmt: skip


def _still_unsigned(rungs: Sequence[Rung]) -> list[Rung]:
    subjects = Subject.objects.filter(pk__in={one.target for one in rungs}).select_related("unit__parent")
    late = {(one.subject.pk, one.late_since) for one in overdue(one.unit for one in subjects)}
    return [one for one in rungs if (one.target, one.period) in late]


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    """A missed round stays undone; what was looked at meanwhile the next morning takes off."""
    return list(rungs)


UPKEEPS = Climber(UPKEEP, "维保到场", _upkeep, _still_unsigned)
CLIMBER = Climber(KIND, "巡查", _waiting, _undone)
