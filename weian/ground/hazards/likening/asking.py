"""举一反三: the question is put once; only units of which no record tells are asked, each by one small task.

The first institutions are looked at with the act itself, the others batch by batch by the worker (jobs.py): a province
is asked as a county is, and whatever was broken off goes on where it stood.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, PostClass, Refused, Viewer
from weian.foundation.people.models import Post
from weian.ground.duties import api as duties
from weian.ground.hazards import pack_schema
from weian.ground.hazards.likening.conditions import offered, parsed
from weian.ground.hazards.likening.finding import find, units_of
from weian.ground.hazards.models import Alike, AlikeAnswer
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.kernel.actor import Actor

ASK, JOB = "hazard.alike", "hazards.ask_alike"
BATCH = 300
STILL = timedelta(minutes=5)  # without a batch for so long nobody is at it any more


def check_can_ask(by: Viewer) -> None:
    by.check(May.PLAN_INSPECTION)


@transaction.atomic
def ask_alike(
    *, uid: UUID, title: str, lesson: str, due: date, by: Viewer, types: Sequence[str] = (),
    domains: Sequence[str] = (), tags: Sequence[str] = (), place_types: Sequence[str] = (),
    conditions: Sequence[str] = (), source: tuple[str, UUID] | None = None,
) -> Alike:  # fmt: skip
    """Put the question to the viewer's unit and all below. The same uid again is the same question. Raises Refused.

    `tags` and `place_types` are of places, `types` and `domains` of hazards. `conditions` (type:field:value) are of
    fields of the register; their types are meant with them.
    """
    check_can_ask(by)
    known: Alike | None = Alike.objects.filter(pk=uid).first()
    if known is not None:
        if (known.unit_id, known.title) != (by.unit.pk, title.strip()):
            raise Refused("这个编号已经用过。请刷新页面后重新填写。")
        return known
    if set(conditions) - set(offered()):
        raise Refused("没有这个登记项条件，请重新选。")
    asked_for = parsed(conditions)
    place_types = [*dict.fromkeys([*place_types, *(one["type"] for one in asked_for)])]
    _check(title, lesson, due, types, domains, tags, place_types)
    made = Alike(
        uid=uid, unit=by.unit, title=title.strip(), lesson=lesson.strip(), types=list(types), domains=list(domains),
        tags=list(tags), place_types=place_types, conditions=asked_for, due=due,
        source_kind=source[0] if source else "", source_uid=source[1] if source else None,
        made_at=clock.now(), made_by=by.actor_uid,
    )  # fmt: skip
    audit.created(made, "alike.asked", by=by, facts={"title": made.title, "due": due.isoformat()})
    if put_to_next(made, by=by):
        defer(made)
    return made


@transaction.atomic
def put_to_next(alike: Alike, *, by: Actor) -> bool:
    """Look at the next institutions and ask those of which no record tells; whether more are left.

    Two workers never ask the same: the second waits for the row and goes on behind the first.
    """
    facts: dict[str, int] = {}
    with audit.changed(alike, "alike.put_on", by=by, facts=facts) as was:
        units = [] if was.done_at else list(units_of(alike.unit, after=was.upto)[:BATCH])
        asked = [
            AlikeAnswer(uid=uuid5(alike.pk, str(unit.pk)), alike=alike, asked_at=clock.now()).at(unit)
            for unit in find(alike, units).unknown
        ]
        audit.created_all(asked, "alike.put", by=by)
        posts = _desks([one.unit for one in asked])
        for one in asked:
            if one.unit_id in posts:
                title = f"举一反三：{alike.title}"
                duties.open_task(
                    ASK, one.pk, unit=one.unit, post=posts[one.unit_id], due=alike.due, title=title, by=by
                )  # fmt: skip
        alike.upto = units[-1].pos if units else was.upto
        alike.looked, alike.moved_at = was.looked + len(units), clock.now()
        more = len(units) == BATCH
        alike.done_at = None if more else was.done_at or clock.now()
        facts |= {"units": len(units), "asked": len(asked)}
    return more


def defer(alike: Alike) -> None:
    """Ask for the job that goes on; it commits with the act. Once, however often it is asked for."""
    task = app.configure_task(JOB, queueing_lock=f"{JOB}:{alike.pk}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(alike=str(alike.pk))


def left_behind() -> list[Alike]:
    """Questions under way that stand still."""
    return list(Alike.objects.filter(done_at=None, moved_at__lt=clock.now() - STILL).order_by("moved_at")[:50])


def _desks(units: Sequence[Unit]) -> dict[UUID, Post]:
    """Who is to answer for each unit: its safety officer, else the first post; one query for all."""
    found: dict[UUID, list[Post]] = defaultdict(list)
    held = sorted(units, key=lambda one: one.pos)
    if not held:
        return {}
    starts = [one.pos for one in held]
    posts = Post.objects.filter(ended_on=None, unit__pos__gte=held[0].pos, unit__pos__lt=held[-1].end)
    for post in posts.select_related("unit", "reach").order_by("unit__pos", "title"):
        unit = held[bisect(starts, post.unit.pos) - 1]
        if post.unit.pos < unit.end:
            found[unit.pk].append(post)
    officer = PostClass.SAFETY_OFFICER
    return {uid: next((one for one in of if one.post_class == officer), of[0]) for uid, of in found.items()}


@transaction.atomic
def answer_alike(alike: Alike, *, has: bool, text: str, by: Viewer) -> AlikeAnswer:
    """What a unit says that was asked: whether it has this, where, and what it did. Raises Refused."""
    by.check(May.REPORT_HAZARD)
    asked: AlikeAnswer | None = alike.answers.filter(unit=by.unit).first()
    if asked is None:
        raise Refused("记录里已经有本单位的情况，没有问到本单位。")
    if has and not text.strip():
        raise Refused("有的话，请写在哪里、怎么办的。")
    with audit.changed(asked, "alike.answered", by=by, facts={"has": has}) as was:
        if was.answer:
            raise Refused("本单位已经回答过了。")
        asked.answer = AlikeAnswer.Answer.HAS if has else AlikeAnswer.Answer.NONE
        asked.text, asked.answered_at, asked.answered_by = text.strip(), clock.now(), by.person
    duties.close_door(ASK, asked.pk, by=by)
    return asked


def _check(
    title: str, lesson: str, due: date, types: Sequence[str], domains: Sequence[str], tags: Sequence[str],
    place_types: Sequence[str],
) -> None:  # fmt: skip
    if not title.strip() or not lesson.strip():
        raise Refused("请写名称，以及要查什么。")
    if due < clock.today():
        raise Refused("答复期限已经过去，请定今天或以后的日子。")
    if not (types or domains or tags or place_types):
        raise Refused("请至少选一个隐患类别、领域、名录或场所类型，才能从记录里找。")
    if set(types) - set(pack_schema.types()) or set(domains) - set(pack_schema.domains()):
        raise Refused("没有这个类别或领域，请重新选。")
    if set(tags) - set(registry.place_tags()):
        raise Refused("没有这个名录，请重新选。")
    if set(place_types) - set(registry.subject_types()):
        raise Refused("没有这个场所类型，请重新选。")


def url(uid: UUID) -> str:
    return reverse("alike", args=[AlikeAnswer.objects.values_list("alike", flat=True).get(pk=uid)])


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return AlikeAnswer.objects.within(viewer.scope.ranges).filter(pk=uid).exists()
