"""举一反三: the question is put once; only units of which no record tells are asked, each by one small task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.people import api as people
from weian.foundation.people.api import May, PostClass, Refused, Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import pack_schema
from weian.ground.hazards.likening.finding import MOST, find, units_of
from weian.ground.hazards.models import Alike, AlikeAnswer
from weian.ground.registry import api as registry
from weian.kernel import clock

ASK = "hazard.alike"


def check_can_ask(by: Viewer) -> None:
    by.check(May.PLAN_INSPECTION)


@transaction.atomic
def ask_alike(
    *, uid: UUID, title: str, lesson: str, due: date, by: Viewer, types: Sequence[str] = (),
    domains: Sequence[str] = (), tags: Sequence[str] = (), source: tuple[str, UUID] | None = None,
) -> Alike:  # fmt: skip
    """Put the question to the viewer's unit and all below. The same uid again is the same question. Raises Refused."""
    check_can_ask(by)
    known: Alike | None = Alike.objects.filter(pk=uid).first()
    if known is not None:
        if (known.unit_id, known.title) != (by.unit.pk, title.strip()):
            raise Refused("这个编号已经用过。请刷新页面后重新填写。")
        return known
    _check(title, lesson, due, types, domains, tags)
    if len(units_of(by.unit)) > MOST:
        raise Refused(f"范围里的机构超过 {MOST} 家，请由下一级分别发起。")
    made = Alike(
        uid=uid, unit=by.unit, title=title.strip(), lesson=lesson.strip(), types=list(types), domains=list(domains),
        tags=list(tags), due=due, source_kind=source[0] if source else "", source_uid=source[1] if source else None,
        made_at=clock.now(), made_by=by.actor_uid,
    )  # fmt: skip
    audit.created(made, "alike.asked", by=by, facts={"title": made.title, "due": due.isoformat()})
    asked = [
        AlikeAnswer(uid=uuid5(made.pk, str(unit.pk)), alike=made, asked_at=clock.now()).at(unit)
        for unit in find(made, by.unit).unknown
    ]
    audit.created_all(asked, "alike.put", by=by)
    for one in asked:
        posts = people.posts_of(one.unit, post_class=PostClass.SAFETY_OFFICER) or people.posts_of(one.unit)
        if posts:
            title = f"举一反三：{made.title}"
            duties.open_task(ASK, one.pk, unit=one.unit, post=posts[0], due=due, title=title, by=by)
    return made


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
    title: str, lesson: str, due: date, types: Sequence[str], domains: Sequence[str], tags: Sequence[str]
) -> None:
    if not title.strip() or not lesson.strip():
        raise Refused("请写名称，以及要查什么。")
    if due < clock.today():
        raise Refused("答复期限已经过去，请定今天或以后的日子。")
    if not (types or domains or tags):
        raise Refused("请至少选一个隐患类别、领域或名录，才能从记录里找。")
    if set(types) - set(pack_schema.types()) or set(domains) - set(pack_schema.domains()):
        raise Refused("没有这个类别或领域，请重新选。")
    if set(tags) - set(registry.place_tags()):
        raise Refused("没有这个名录，请重新选。")


def url(uid: UUID) -> str:
    return reverse("alike", args=[AlikeAnswer.objects.values_list("alike", flat=True).get(pk=uid)])


def can_see(uid: UUID, viewer: Viewer) -> bool:
    return AlikeAnswer.objects.within(viewer.scope.ranges).filter(pk=uid).exists()
