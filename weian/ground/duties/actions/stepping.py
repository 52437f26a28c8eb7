"""Breaking a task down into steps (S2-2.2f): the tree is put at once, and stands only if every leaf is complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties.access import check_can_answer, check_can_start
from weian.ground.duties.actions.starting import start
from weian.ground.duties.models import Step
from weian.ground.duties.naming import people_named
from weian.ground.duties.owed import Owed
from weian.kernel import clock

_NO = re.compile(r"^[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,3}$")
MOST = 100


@dataclass(frozen=True)
class StepSpec:
    """One step as told: `who` is a name in the unit."""

    no: str
    title: str
    who: str = ""
    due: date | None = None


class BadTree(Refused):
    """The tree does not stand; `sentences` name each step that is to blame."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("任务分解不成立：" + "".join(sentences))
        self.sentences = list(sentences)


@transaction.atomic
def put_steps(one: Owed, specs: Sequence[StepSpec], *, by: Viewer) -> list[Step]:
    """Put these steps in place of those before; what was done already stays done. Raises Refused, BadTree."""
    by.check(May.ANSWER_TASK)
    if one.task:
        check_can_answer(by, one.task)
    else:
        check_can_start(by, one)
    people = people_named(one.unit, [spec.who for spec in specs])
    named = {spec.no: people[spec.who].person for spec in specs if spec.who in people}
    faults = _faults(specs, {no for no, person in named.items() if person}, one.due)
    if faults:
        raise BadTree(faults)
    task = start(one, by=by)
    done = {(step.no, step.title): step for step in task.steps.exclude(done_at=None)}
    leaves = _leaves(specs)
    lost = [step for key, step in done.items() if key not in {(spec.no, spec.title) for spec in specs}]
    if lost:
        raise Refused(f"第 {lost[0].no} 步“{lost[0].title}”已经做完，不能去掉或改名。")
    task.steps.all().delete()
    made = []
    for spec in specs:
        before = done.get((spec.no, spec.title))
        is_leaf = spec.no in leaves
        made.append(
            Step(
                task=task, no=spec.no, title=spec.title, person=named.get(spec.no) if is_leaf else None,
                due=spec.due if is_leaf else None, done_at=before.done_at if before and is_leaf else None,
                done_by=before.done_by if before and is_leaf else None,
            ).at(task.unit)
        )  # fmt: skip
    Step.objects.bulk_create(made)
    audit.record(
        "task.broken_down", kind="task", record=task.pk, chain=task.audit_chain(), by=by,
        facts={"steps": [f"{spec.no} {spec.title}" for spec in specs]},
    )  # fmt: skip
    return made


def finish_step(step: Step, *, by: Viewer) -> None:
    """A step is done: its person says so, or the desk of the unit. Raises Refused."""
    by.check(May.ANSWER_TASK)
    check_can_answer(by, step.task)
    if step.person_id is None:
        raise Refused("这一步还分成几步，下面各步做完，它就做完了。")
    if step.person_id != by.person.pk and not by.may(May.ROUTE_TASKS):
        raise Refused(f"这一步由{step.person.name if step.person else ''}负责，由本人或本单位归口岗位登记。")
    with audit.changed(step, "step.done", by=by, facts={"no": step.no}) as was:
        if was.done_at is None:
            step.done_at, step.done_by = clock.now(), by.actor_uid


def _leaves(specs: Sequence[StepSpec]) -> set[str]:
    return {spec.no for spec in specs if not any(other.no.startswith(f"{spec.no}.") for other in specs)}


def _faults(specs: Sequence[StepSpec], known: set[str], last: date | None) -> list[str]:
    if not specs:
        return ["还没有写步骤。"]
    numbers, leaves = [spec.no for spec in specs], _leaves(specs)
    found = [f"最多 {MOST} 步。"] if len(specs) > MOST else []
    for spec in specs:
        name = f"第 {spec.no} 步“{spec.title}”"
        if not _NO.match(spec.no):
            found.append(f"编号“{spec.no}”请写成 1、1.1 这样，最多四层。")
        elif numbers.count(spec.no) > 1:
            found.append(f"编号 {spec.no} 用了两次。")
        elif "." in spec.no and spec.no.rpartition(".")[0] not in numbers:
            found.append(f"{name}没有上一层的第 {spec.no.rpartition('.')[0]} 步。")
        if not spec.title:
            found.append(f"第 {spec.no} 步还没有写做什么。")
        if spec.no in leaves:
            found += _of_leaf(spec, name, known, last)
    return list(dict.fromkeys(found))


def _of_leaf(spec: StepSpec, name: str, known: set[str], last: date | None) -> list[str]:
    found = []
    if not spec.who:
        found.append(f"{name}还没有负责人。")
    elif spec.no not in known:
        found.append(f"{name}的负责人“{spec.who}”在本单位没有找到，或不止一位。")
    if spec.due is None:
        found.append(f"{name}还没有完成日。")
    elif last and spec.due > last:
        found.append(f"{name}的完成日 {spec.due} 晚于任务期限 {last}。")
    return found
