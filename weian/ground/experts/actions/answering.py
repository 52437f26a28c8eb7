"""Whoever was drawn says whether they go. Who says no, or nothing within hours, is replaced by lot (S4-5c).

The lot goes on from the seed of the draw and its frozen list, so that anybody can work it out again: among those who
have the skill, are not barred there, and were not sent there by this draw before. Their own unit is barred by the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.experts.models import Assignment, Expert
from weian.ground.experts.pack_schema import term
from weian.kernel import clock
from weian.kernel import draw as lots
from weian.kernel.actor import Actor

WHY = "专家答复自己的派遣"


def ask(one: Assignment) -> Assignment:
    """Set until when the expert is to say whether they go."""
    one.answer_by = one.made_at + timedelta(hours=term("answer_hours").amount)
    return one


def tell(one: Assignment) -> None:
    """Tell the expert; of a sealed draw not where it goes."""
    assert one.answer_by is not None
    where = "（到时再告诉去哪家）" if hides(one) else f"：{one.target.title}"
    inbox.send(
        [one.expert.person_id], kind="draw", title=f"您被抽中参加检查{where}",
        text=f"请在 {one.answer_by.astimezone(clock.SHANGHAI):%m-%d %H:%M} 前答复去不去，过时另抽。",
        url=reverse("assignment", args=[one.pk]),
    )  # fmt: skip


def hides(one: Assignment) -> bool:
    return one.draw.sealed and one.draw.opened_at is None


def find(uid: UUID, viewer: Viewer) -> Assignment | None:
    """What was drawn for this person, who may belong elsewhere; or what the office sees. Absent and forbidden look
    alike."""
    rows = Assignment.objects.select_related("draw__unit", "expert__person", "target")
    with audit.acting_as_system(WHY):
        found: Assignment | None = rows.filter(pk=uid).first()
    if found is None:
        return None
    own = found.expert.person_id in viewer.persons
    office = viewer.may(May.DRAW) and found.is_within(viewer.ranges)
    return found if own or office else None


def check_can_answer(by: Viewer, one: Assignment) -> None:
    """The expert, once, in time."""
    if one.expert.person_id not in by.persons:
        raise Refused(f"由{one.expert.person.name}本人答复。")
    if one.ended_at is not None:
        raise Refused(f"这次派遣已经取消：{one.end_why or '抽取作废'}。")
    if one.answered_at is not None:
        raise Refused("您已经答复过了。")


def answer(one: Assignment, *, goes: bool, why: str = "", by: Viewer) -> Assignment:
    """The expert goes, or does not and says why; then another is drawn at once. Raises Refused."""
    check_can_answer(by, one)
    if not goes and not why.strip():
        raise Refused("不去的请写理由。")
    # The rows stand at the office that drew, where the expert has no place.
    with audit.acting_as_system(WHY), transaction.atomic():
        with audit.changed(one, "assignment.answered", by=by, facts={"goes": goes}, why=why.strip()) as was:
            if was.answered_at or was.ended_at:
                raise Refused("这次派遣刚刚已经答复或取消。请刷新。")
            one.answered_at, one.accepted = clock.now(), goes
            if not goes:
                one.ended_at, one.end_why = clock.now(), why.strip()[:200]
        if not goes:
            replace(one, by=by)
    return one


@transaction.atomic
def lapse(one: Assignment, *, by: Actor) -> Assignment | None:
    """Nobody answered in time: another is drawn. Returns who goes instead; None where nobody is left."""
    hours = term("answer_hours").amount
    with audit.changed(one, "assignment.lapsed", by=by) as was:
        if was.answered_at or was.ended_at:
            return None
        one.ended_at, one.end_why = clock.now(), f"{hours} 小时没有答复"
    return replace(one, by=by)


def replace(one: Assignment, *, by: Actor) -> Assignment | None:
    """Draw another for the unit by the same seed; the office hears of it, also where nobody is left."""
    draw, paper = one.draw, one.draw.paper
    if draw.result is None or paper is None:
        return None
    first = _first(one)
    skill = _skill_of(paper, draw.result, str(one.target_id), str(first.expert_id))
    free = _free(paper, one, skill)
    drawn = lots.Lot(draw.seed, "again", str(one.target_id), str(one.expert_id)).pick(free, 1)
    office = [draw.office_id]
    if not drawn:
        inbox.send(
            office, kind="draw", title=f"{one.target.title}没有别的专家可派", url=draw.get_absolute_url(),
            text=f"{one.expert.person.name}{one.end_why}，名单里没有符合条件又不用回避的人。请另定。",
        )  # fmt: skip
        return None
    key = drawn[0]
    fresh = Assignment(
        uid=uuid5(one.pk, key), draw=draw, expert=Expert.objects.select_related("person").get(pk=key),
        target=one.target, made_at=clock.now(), instead_of=one,
    ).at(one.unit)  # fmt: skip
    audit.created(ask(fresh), "assignment.made", by=by, facts={"expert": key, "instead_of": str(one.pk)})
    tell(fresh)
    inbox.send(
        office, kind="draw", title=f"已另抽专家：{one.target.title}", url=draw.get_absolute_url(),
        text=f"{one.expert.person.name}{one.end_why}，改由{fresh.expert.person.name}。",
    )  # fmt: skip
    return fresh


def _first(one: Assignment) -> Assignment:
    """Whose place it was when the lot was cast."""
    while one.instead_of is not None:
        one = one.instead_of
    return one


def _free(paper: Mapping[str, Any], one: Assignment, skill: str) -> dict[str, int]:
    """Who of the frozen list may still go there, with their weight."""
    sent = Assignment.objects.filter(draw=one.draw)
    there = {str(uid) for uid in sent.filter(target=one.target).values_list("expert", flat=True)}
    load = Counter(str(uid) for uid in sent.filter(ended_at=None).values_list("expert", flat=True))
    today = clock.today()
    serving = {str(each.pk) for each in Expert.objects.serving(today).filter(unit=one.unit)}
    return {
        each["key"]: each["weight"] for each in paper["people"]
        if not each["out"] and each["key"] not in there and str(one.target_id) not in each["barred"]
        and (not skill or skill in each["skills"]) and load[each["key"]] < each["room"] and each["key"] in serving
    }  # fmt: skip


def _skill_of(paper: Mapping[str, Any], result: Mapping[str, Any], unit: str, key: str) -> str:
    """For which skill somebody was drawn: teams stand in the order of the skills."""
    team, lacking = result["teams"].get(unit, []), result["lacking"].get(unit, {})
    at = team.index(key) if key in team else 0
    for skill, n in sorted(paper["terms"]["needs"].items()):
        at -= n - lacking.get(skill, 0)
        if at < 0:
            return str(skill)
    return ""
