"""Who is told what. A sealed visit is told to its team alone, without a word of where it goes."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from weian.foundation.inbox import api as inbox
from weian.foundation.org.api import Kind
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer, institution_of
from weian.programs.inspections.models import Inspection, Plan


def planned(plan: Plan, visits: Sequence[Inspection], by: Viewer) -> None:
    team = [one for one in plan.team if one not in by.persons]
    url = reverse("inspection-plan", args=[plan.pk])
    if plan.sealed:
        text = "打开时留名。到场开始以前不要告诉任何人。"
        inbox.send(team, kind="inspection.sealed", title="有一份密封的检查计划", text=text, url=url)
        return
    days = f"{plan.first_day:%m-%d} 至 {plan.last_day:%m-%d}"
    inbox.send(
        team, kind="inspection.team", title=f"您在检查组：{plan.title}", text=f"{len(visits)} 家，{days}。", url=url
    )
    for one in visits:
        _tell_unit(one, "inspection.planned", f"{plan.unit.title}将来检查：{plan.title}", f"{days}，请做好配合。")


def cancelled(one: Inspection, by: Viewer) -> None:
    assert one.plan is not None
    if one.sealed:
        return
    _tell_unit(one, "inspection.cancelled", f"检查取消：{one.plan.title}", one.cancel_reason)


def shown(one: Inspection) -> None:
    text = f"{one.office.title}检查完毕，请看发现的问题，签字确认或提出异议。"
    _tell_unit(one, "inspection.shown", f"待确认：{one.get_mode_display()}", text)


def held(one: Inspection) -> None:
    """The office's planners have a result to review."""
    inbox.send_to_desk(
        [one.office], may=May.PLAN_INSPECTION, kind="inspection.held", title="暗访结果待审核",
        text="审核后公布给被检查单位。", url=reverse("inspection", args=[one.pk]),
    )  # fmt: skip


def answered(one: Inspection, word: str) -> None:
    title = f"{one.target.name}{word}：{one.get_mode_display()}"
    inbox.send(one.team, kind="inspection.answered", title=title, url=reverse("inspection", args=[one.pk]))


def signed_here(one: Inspection, name: str, title: str) -> None:
    text = "在检查人员的手机上手写签字。如果不是本单位的人签的，请马上告诉检查单位。"
    _tell_unit(one, "inspection.signed_here", f"{title} {name}已签字：{one.get_mode_display()}", text)


def objected_here(one: Inspection, name: str, title: str, said: str) -> None:
    text = (
        f"{said}，在检查人员的手机上写明理由并签字；检查组答复后请再确认。如果不是本单位的人签的，请马上告诉检查单位。"
    )
    _tell_unit(one, "inspection.signed_here", f"{title} {name}提出异议：{one.get_mode_display()}", text)
    answered(one, "有异议")


def disputed(one: Inspection) -> None:
    """Those of the office who may decide, and the team to know."""
    url = reverse("inspection", args=[one.pk])
    inbox.send_to_desk(
        [one.office], may=May.PLAN_INSPECTION, kind="inspection.disputed", title=f"待裁定：{one.target.name}的交叉互检",
        text="被检查单位不认可，提请裁定。", url=url,
    )  # fmt: skip
    inbox.send(one.team, kind="inspection.disputed", title=f"{one.target.name}提请上级裁定", url=url)


def ruled(one: Inspection) -> None:
    _tell_unit(one, "inspection.ruled", "争议已裁定，请再核对签字", one.dispute.ruling)
    inbox.send(
        one.team, kind="inspection.ruled", title=f"{one.target.name}的争议已裁定", text=one.dispute.ruling,
        url=reverse("inspection", args=[one.pk]),
    )  # fmt: skip


def closed(one: Inspection) -> None:
    _tell_unit(one, "inspection.closed", f"检查已办结：{one.get_mode_display()}", "文书和限期整改的隐患已经发出。")


def _tell_unit(one: Inspection, kind: str, title: str, text: str) -> None:
    url = reverse("inspection", args=[one.pk])
    heads = []
    if one.target.kind == Kind.DEPARTMENT:
        heads = [post for post in people.posts_of(one.target) if post.post_class == people.PostClass.HEAD]
    inbox.send_to_desk([institution_of(one.target)], also=heads, kind=kind, title=title, text=text, url=url)
