"""Words that several pages of duties share: whose turn, what term, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weian.foundation.documents.models import Document
from weian.foundation.people.api import May, Viewer
from weian.ground.duties.facts import schema_of
from weian.ground.duties.models import AskKind, Obligation, Task, Urging
from weian.ground.duties.owed import Owed, falls_to
from weian.ground.duties.states import FINISHED, TaskState
from weian.kernel import clock
from weian.ui import api as ui

HAPPENED = {
    "task.started": "开始办理", "task.answered": "补充记录", "task.submitted": "提交审核", "task.accepted": "审核通过",
    "task.completed": "办结", "task.returned": "退回", "task.exempted": "豁免", "task.handed": "转交",
    "task.broken_down": "任务分解",
    "task.extended": "期限延长", "task.assigned": "派定承办人",
    "task.taken_over": "随单位调整接续", "task.reviewer_changed": "单位调整，改由新的上级审核",
}  # fmt: skip


def ring_kind(state: TaskState | str) -> str:
    return {TaskState.RETURNED: "back", TaskState.EXEMPTED: "stop"}.get(TaskState(state), "")


def whose(one: Owed) -> str:
    """Who has it now: the reviewing unit, the named person, the post; empty once it is finished."""
    if one.state in FINISHED:
        return ""
    task = one.task
    if one.state == TaskState.SUBMITTED and task and task.reviewer:
        return task.reviewer.title
    if task and task.person:
        return task.person.name
    if one.state == TaskState.UNSIGNED:
        return "签收岗位"
    return f"{one.post.unit.title} {one.post.title}" if one.post else "还没有归口岗位"


def is_mine(one: Owed, viewer: Viewer) -> bool:
    """Whether this person has the next act: who signs before the notice is signed for, then whoever it falls to."""
    if one.state == TaskState.UNSIGNED:
        return one.unit.pk == viewer.unit.pk and viewer.may(May.SIGN_RECEIPT)
    return one.is_open and falls_to(one, viewer)


def term(one: Owed) -> Any:
    """The clock of the term; late in working days. None where there is no day."""
    if one.overdue:
        return ui.late_by(one.late_days, "个工作日", sure=one.sure)
    if one.due is None:
        return None
    if one.is_ahead and one.appears_on:
        return ui.Clock("far", f"{one.appears_on:%m-%d} 起办理，期限 {one.due:%m-%d}")
    if one.due < clock.today():
        # The days since the term were holidays: by the calendar it is not late yet.
        return ui.Clock("today", "到期，遇休息日顺延" + ("" if one.sure else ui.UNSURE))
    return ui.clock_of(one.due)


def origin(document: Document) -> str:
    """The outside body whose order it is; empty for a document of this system."""
    return "" if document.is_ours else document.issuer_name or "系统外机关"


def source(obligation: Obligation) -> str:
    """The notice by its number, and the clause."""
    document, clause = obligation.document, obligation.clause
    before = f"{origin(document)} " if origin(document) else ""
    return f"{before}{document.numbers or document.title}{'　' + clause.label if clause else ''}"


def lateness(task: Task | None) -> str:
    """The lateness of what was handed in, or of the term before a later one: it stays for ever (S0-4.1)."""
    if task is None or task.late_days == 0:
        return ""
    if task.late_days:
        return f"迟报{task.late_days}个工作日"
    return f"延期前已逾期{task.late_before}个工作日" if task.late_before else ""


def day(moment: datetime | None) -> str:
    """Month and day on the clock of Shanghai."""
    return f"{moment.astimezone(clock.SHANGHAI):%m-%d}" if moment else ""


def urged(found: Sequence[Urging]) -> str:
    """By whom and when the unit was urged last, and how often."""
    if not found:
        return ""
    last, times = found[0], len(found)
    return f"{last.on:%m-%d} {last.by_unit.title}{last.by.name}" + (f"，共{times}次" if times > 1 else "")


def handed_in(task: Task) -> str:
    late = lateness(task)
    return f"{day(task.submitted_at)}提交" + (f"，{late}" if late else "")


def sentence(event: Any) -> str:
    """One event of a task in words."""
    if event.verb == "task.extended":
        return f"期限由 {event.facts.get('from')} 延到 {event.facts.get('to')}"
    return HAPPENED.get(event.verb, str(event.verb))


FACTS = {
    "approver": "批准人", "approved_on": "批准日期", "chair": "主持人", "attendees": "参加人员",
    "decisions": "议定事项", "began": "开始时间", "version": "版本", "type": "种类", "place": "地点",
    "people": "参加人数", "agenda": "议程",
    "provider": "检测评估机构", "qualification": "机构资质", "method": "方法或标准", "conclusion": "结论",
    "next_on": "下次日期", "problems": "指出的问题",
    "places": "检查了哪里", "found": "发现问题", "fixed": "当场整改", "topic": "主题", "expected": "应到人数",
}  # fmt: skip


def facts_of(kind: str, facts: dict[str, Any]) -> list[dict[str, str]]:
    """The facts of a record as label and value, in the order in which they were asked; lines of a plan apart."""
    told = []
    # The database keeps no order of keys; the schema does.
    for name in schema_of(kind).model_fields:
        value = facts.get(name)
        if name in ("lines", "clauses") or value in ("", None, []):
            continue
        if name == "answers":
            told += [{"label": one["label"], "value": one["value"]} for one in value]
        elif name == "attendees":
            people = "、".join(value)
            share = f"（应到{facts['expected']}人）" if "expected" in facts else ""
            told.append({"label": "参加人员", "value": f"{len(value)}人{share}：{people}"})
        elif name == "people":
            told.append({"label": FACTS[name], "value": f"{value}人"})
        elif name == "problems":
            told.append({"label": FACTS[name], "value": "\n".join(f"{n}. {one}" for n, one in enumerate(value, 1))})
        elif name == "expected":
            continue
        elif name in ("found", "fixed"):
            told.append({"label": FACTS[name], "value": f"{value}处"})
        else:
            told.append({"label": _label(kind, name), "value": str(value)})
    return told


def _label(kind: str, name: str) -> str:
    return "演练内容" if (kind, name) == (AskKind.DRILL, "topic") else FACTS.get(name, name)
