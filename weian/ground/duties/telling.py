"""Messages about a task, written with the act or not at all. What is to be done stands in the list of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from weian.foundation.documents.models import Document
from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.models import Person, Post
from weian.foundation.people.roles import grants
from weian.ground.duties.addresses import address, url_of, url_of_task
from weian.ground.duties.models import Cooperation, Help, Relief, Task, Transfer
from weian.ground.duties.owed import Owed

KIND = "task"


def submitted(task: Task) -> None:
    """The reviewing desk learns that something waits; several tasks of one unit are one line."""
    if task.reviewer is None:
        return
    inbox.send_to_desk(
        [task.reviewer], may=May.ACCEPT_TASK, kind=KIND, title=f"{task.unit.title}提交待审核：{task.obligation.title}",
        link=(Task.audit_kind, task.pk), url=url_of_task(task), digest_key=f"task.submitted:{task.unit_id}",
    )  # fmt: skip


def accepted(task: Task, note: str) -> None:
    _tell(task.submitted_by, task, f"审核通过：{task.obligation.title}", note)


def returned(task: Task) -> None:
    """To whoever handed it in; what rounds handed in by themselves comes to the unit's desk."""
    title = f"退回，请补办：{task.obligation.title}"
    if task.submitted_by is not None:
        _tell(task.submitted_by, task, title, task.return_reason)
        return
    inbox.send_to_desk(
        [task.unit], kind=KIND, title=title, text=task.return_reason, link=(Task.audit_kind, task.pk),
        url=url_of_task(task),
    )  # fmt: skip


def exempted(task: Task, why: str) -> None:
    inbox.send_to_desk(
        [task.unit], kind=KIND, title=f"豁免，不用办了：{task.obligation.title}", text=why,
        link=(Task.audit_kind, task.pk), url=url_of_task(task),
    )  # fmt: skip


def handed(task: Task) -> None:
    _tell(task.person or task.post, task, f"转给您办：{task.obligation.title}", f"期限 {task.due}" if task.due else "")


def urged(asked: Sequence[Owed], by: Viewer) -> None:
    """One line for what one unit is asked for: to its desk and to whoever has it."""
    first, document = asked[0], asked[0].obligation.document
    what = first.obligation.title if len(asked) == 1 else f"《{document.title}》{len(asked)} 项任务"
    late = sum(one.overdue for one in asked)
    holders = [(one.task.person if one.task else None) or one.post for one in asked]
    inbox.send_to_desk(
        [first.unit], also=[one for one in holders if one is not None], kind=KIND, title=f"催办：{what}",
        text=f"{by.unit.title}{by.person.name}催办" + (f"，其中 {late} 项已经逾期。" if late else "，请按期办理。"),
        link=("document", document.pk), url=url_of(first) if len(asked) == 1 else _list_of(document),
    )  # fmt: skip


def _list_of(document: Document) -> str:
    return reverse("tasks", query={"view": "unit", "document": document.pk})


def relief_asked(relief: Relief) -> None:
    """The deciding desk learns of it."""
    task = relief.task
    wanted = f"申请延期到 {relief.until}" if relief.until else "申请豁免"
    inbox.send_to_desk(
        [relief.decider], may=May.ACCEPT_TASK, kind=KIND, title=f"{task.unit.title}{wanted}：{task.obligation.title}",
        text=relief.reason, link=(Task.audit_kind, task.pk), url=url_of_task(task) + "#decision",
    )  # fmt: skip


def relief_decided(relief: Relief) -> None:
    wanted = f"延期到 {relief.until}" if relief.until else "豁免"
    title = f"{relief.get_decision_display()}{wanted}：{relief.task.obligation.title}"
    _tell(relief.asked_by, relief.task, title, relief.decision_reason)


def help_asked(asked: Help) -> None:
    """The level that has it now learns that somebody below waits for it."""
    inbox.send_to_desk(
        [asked.holder], may=May.ACCEPT_TASK, kind=KIND, title=f"{asked.unit.title}请求协调：{asked.obligation.title}",
        text=asked.text, url=address(asked.obligation_id, asked.unit_id, asked.period_start),
    )  # fmt: skip


def help_answered(asked: Help) -> None:
    inbox.send(
        [asked.asked_by], kind=KIND, title=f"{asked.holder.title}答复了协调请求：{asked.obligation.title}",
        text=asked.answer, url=address(asked.obligation_id, asked.unit_id, asked.period_start),
    )  # fmt: skip


def cooperator_named(asked: Sequence[Cooperation]) -> None:
    """One line for all in which one agency is named at once."""
    first = asked[0]
    what = first.obligation.title if len(asked) == 1 else f"《{first.obligation.document.title}》{len(asked)} 项要求"
    _tell_agency(first, f"请配合：{what}", f"{first.unit.title}牵头。")


def cooperator_urged(one: Cooperation, period: str, by: Viewer) -> None:
    _tell_agency(one, f"催办配合行动：{one.obligation.title}", f"{by.unit.title}{by.person.name}：{period}还没有行动。")


def transferred(made: Transfer) -> None:
    _tell_agency(made.cooperation, f"{made.unit.title}移交：{made.cooperation.obligation.title}", made.text)


def transfer_answered(made: Transfer) -> None:
    one = made.cooperation
    inbox.send(
        [made.by], kind=KIND, title=f"{one.who}答复了移交：{one.obligation.title}", text=made.answer,
        url=reverse("cooperation", args=[one.pk]),
    )  # fmt: skip


def _tell_agency(one: Cooperation, title: str, text: str) -> None:
    """Everybody of the agency who may act there."""
    posts = Post.objects.filter(ended_on=None, reach=one.agency)
    able = [post for post in posts if May.COOPERATE in grants(post.post_class)]
    inbox.send(able, kind=KIND, title=title, text=text, url=reverse("cooperation", args=[one.pk]))


def _tell(to: Person | Post | UUID | None, task: Task, title: str, text: str = "") -> None:
    if to is not None:
        inbox.send([to], kind=KIND, title=title, text=text, link=(Task.audit_kind, task.pk), url=url_of_task(task))
