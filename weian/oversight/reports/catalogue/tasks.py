"""按期提交与迟报: frozen at the first submission and never improved afterwards (S0-4.1)."""

from __future__ import annotations

from django.db.models import Q

from weian.foundation.org.models import PositionedQuerySet
from weian.ground.duties import api as duties
from weian.ground.duties.models import Task
from weian.oversight.reports.catalogue.asking import Asked, Conditions, Entry, Source, day_of, key_of
from weian.oversight.reports.measured import Measure, Row

SUBMITTED = Q(submitted_at__isnull=False)
LATE = SUBMITTED & Q(late_days__gt=0)


def _all(rows: PositionedQuerySet, asked: Asked) -> PositionedQuerySet:
    return rows.filter(obligation__document=asked.document) if asked.document else rows


def _row(task: Task) -> Row:
    late = f"，迟 {task.late_days} 个工作日" if task.late_days else ""
    day = f"{day_of(task.submitted_at).isoformat()} 提交{late}" if task.submitted_at else "没有提交"
    return Row(
        task.obligation.title, day, task.unit.title, duties.url_of_task(task), task.get_status_display(),
        key_of(task.org_pos, task.pk), duties.RING[duties.TaskState(task.status)],
    )  # fmt: skip


TASKS = Source("tasks", Task, _all, ("obligation", "unit"), _row)

IN_TIME = Entry(
    Measure(
        "tasks.in_time", "按期提交率", "%", "2",
        "首次提交时没有迟（迟报 0 个工作日）的任务 ÷ 已提交过的任务。首次提交的日子定下后不改，退回重报不算改正；"
        "过了期限才申请的延期，批准了也算迟。"
        "还没有提交的和豁免的不计，另列。", "rate",
    ),
    TASKS,
    lambda asked: Conditions(
        Q(late_days=0), SUBMITTED,
        (
            ("unsubmitted", "开始了，没有提交", ~SUBMITTED & ~Q(status=duties.TaskState.EXEMPTED)),
            ("exempted", "豁免", ~SUBMITTED & Q(status=duties.TaskState.EXEMPTED)),
        ),
    ),
)  # fmt: skip

TASKS_LATE = Entry(
    Measure(
        "tasks.late", "迟报", "项", "2",
        "首次提交时过了期限（期限当日不算，按工作日），或者过了期限才申请延期的任务数；以后批准延期、审核通过，"
        "都留在这里。", "count",
    ),
    TASKS,
    lambda asked: Conditions(LATE),
)  # fmt: skip

ENTRIES = (IN_TIME, TASKS_LATE)
