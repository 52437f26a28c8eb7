"""Who may do what with a task. `check_…` raises Refused with a sentence; `can_…` gives (yes, reason) for the button."""

from __future__ import annotations

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties.afterwards import follows_from
from weian.ground.duties.behalf import check_can_write_for, check_not_waiting
from weian.ground.duties.evidence_check import missing
from weian.ground.duties.led import check_led
from weian.ground.duties.models import Accident, Help, Obligation, Relief, Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.pack_schema import StandingPack
from weian.ground.duties.states import TaskState
from weian.kernel.actor import Actor


def check_can_start(by: Actor, one: Owed) -> None:
    """Somebody of the unit, after the notice was signed for."""
    if isinstance(by, Viewer):
        by.check(May.ANSWER_TASK)
        if by.unit.pk != one.unit.pk:
            check_can_write_for(by, one.unit)
    if one.state == TaskState.UNSIGNED:
        raise Refused("通知还没有签收。请先由本单位安全管理岗签收。")
    if one.obligation.status == one.obligation.Status.ANNULLED:
        raise Refused("这一条已经废止，不用再办。")


def check_can_answer(by: Actor, task: Task) -> None:
    """The unit's own people, while the task is with the unit."""
    if isinstance(by, Viewer):
        by.check(May.ANSWER_TASK)
        if by.unit.pk != task.unit_id:
            check_can_write_for(by, task.unit)
    if task.status == TaskState.SUBMITTED:
        raise Refused("已经提交审核，退回后才能再补记录。")
    if task.status in (TaskState.ACCEPTED, TaskState.EXEMPTED):
        raise Refused("这项任务已经办结。")


def check_can_submit(by: Actor, task: Task) -> None:
    """Every named kind of evidence is there (S0-2.0c: a plan without task lines stays 待完善)."""
    check_can_answer(by, task)
    complaints = missing(task)
    if complaints:
        raise Refused("待完善：" + "；".join(text.rstrip("。") for text in complaints) + "。")


def check_can_judge(by: Actor, task: Task) -> None:
    """Somebody of the reviewing unit who did not do it."""
    if task.status != TaskState.SUBMITTED:
        raise Refused("还没有提交，或已经审核过了。")
    if not isinstance(by, Viewer):
        return
    by.check(May.ACCEPT_TASK)
    if task.reviewer_id != by.unit.pk:
        raise Refused(f"这项任务由{task.reviewer.title if task.reviewer else '上一级'}审核。")
    # A deputy judges for somebody: then neither of the two may have done it.
    if task.submitted_by in by.persons or task.answers.filter(record__by__in=by.persons).exists():
        raise Refused("做的人不能自己审核，请换一位同事。")


def check_can_accept(by: Actor, task: Task) -> None:
    """As for judging; and what was written on behalf was confirmed, or its time is over."""
    check_can_judge(by, task)
    check_not_waiting(task)
    check_followed(task)


def check_followed(task: Task) -> None:
    """What must follow from its records has followed: the problems of a report stand in the loop (S3-2.4h); and what
    a superior must lead was led by one (S0-2.0g)."""
    check_led(task)
    for answer in task.answers.select_related("record__unit"):
        found = follows_from(answer.record)
        if found is not None and found.lacking:
            raise Refused(found.lacking)


def check_can_exempt(by: Actor, one: Owed) -> None:
    """The reviewing side, for a reason, while nothing was handed in."""
    if isinstance(by, Viewer):
        by.check(May.ACCEPT_TASK)
        if not by.supervises(one.unit):
            raise Refused("豁免由上一级卫生健康行政部门决定。")


def check_can_ask_relief(by: Viewer, one: Owed) -> None:
    """The unit's own desk, after the notice was signed for, while the task is with the unit."""
    by.check(May.ROUTE_TASKS)
    if by.unit.pk != one.unit.pk:
        raise Refused(f"延期和豁免由{one.unit.title}自己申请。")
    if one.task is None:
        check_can_start(by, one)
    else:
        check_can_answer(by, one.task)


def check_can_decide_relief(by: Viewer, relief: Relief) -> None:
    """Somebody else of the deciding unit (S0-3.2e), nor who stands in for whoever asked."""
    if not relief.is_pending:
        raise Refused(f"这个申请已经{relief.get_decision_display()}过了。")
    by.check(May.ACCEPT_TASK)
    if by.unit.pk != relief.decider_id:
        raise Refused(f"这个申请由{relief.decider.title}决定。")
    if relief.asked_by_id in by.persons:
        raise Refused("自己申请的，不能由自己或自己的代理人决定，请另一位同事决定。")


def check_can_hand(by: Actor, one: Owed) -> None:
    """The desk of the unit says who of its people does it, while it is with the unit."""
    if isinstance(by, Viewer):
        by.check(May.ROUTE_TASKS)
        if by.unit.pk != one.unit.pk:
            raise Refused(f"任务在{one.unit.title}内部由谁办，由该单位自己定。")
    if one.task is None:
        check_can_start(by, one)
    else:
        check_can_answer(by, one.task)


def check_can_urge(by: Actor, one: Owed) -> None:
    """The issuer and the commissions above, while the unit has to act. Once a day is a rule of the table."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if not by.supervises(one.unit):
            raise Refused("催办由发文单位或上级卫生健康行政部门进行。")
    if not one.is_open:
        raise Refused(f"现在是“{one.word}”，不用催{one.unit.title}。")
    if one.obligation.status == one.obligation.Status.ANNULLED:
        raise Refused("这一条已经废止，不用再催。")
    if one.obligation.document.status == DocumentStatus.ANNULLED:
        raise Refused("这份文件已经废止，不用再催。")


def check_can_bind(by: Actor, one: Owed) -> None:
    """The desk that keeps the unit's points says to which of them a patrol line speaks."""
    if isinstance(by, Viewer):
        by.check(May.MANAGE_PLACES)
        if by.unit.pk != one.unit.pk:
            raise Refused(f"{one.unit.title}的巡查频次由它自己定，或在“巡查·频次和依据”里统一定。")
    if one.state == TaskState.UNSIGNED:
        raise Refused("通知还没有签收。请先由本单位安全管理岗签收。")
    if one.obligation.status == one.obligation.Status.ANNULLED:
        raise Refused("这一条已经废止，不用再办。")


def check_can_ask_help(by: Viewer, one: Owed) -> None:
    """The unit itself, while it has to act."""
    by.check(May.ANSWER_TASK)
    if by.unit.pk != one.unit.pk:
        raise Refused(f"这是{one.unit.title}的任务，由该单位提出请求。")
    if not one.is_open:
        raise Refused(f"现在是“{one.word}”，不用再请求协调。")


def check_can_answer_help(by: Viewer, asked: Help) -> None:
    """Whoever has it now."""
    by.check(May.ACCEPT_TASK)
    if not asked.is_open:
        raise Refused("这个请求已经答复过了。")
    if asked.holder_id != by.unit.pk:
        raise Refused(f"这个请求现在由{asked.holder.title}答复。")


def check_can_add(by: Viewer, document: Document) -> None:
    """A commission that has the document in hand may ask more of the units below it."""
    by.check(May.FORWARD_NOTICE)
    if not by.is_commission:
        raise Refused("只有卫生健康行政部门可以在转发时新增要求；本单位内部的工作请直接派任务。")
    if document.status == DocumentStatus.ANNULLED:
        raise Refused("这份文件已经废止，不能在它下面新增要求。")
    receipt = Receipt.objects.binding().filter(document=document, unit=by.unit).first()
    if receipt is None:
        raise Refused("这份文件没有发给本单位，不能在它下面新增要求。")
    if receipt.signed_at is None:
        raise Refused("还没有签收。请先签收，再新增要求。")


def check_can_change_addition(by: Viewer, addition: Obligation) -> None:
    """Only the level that added it renews it or takes it back."""
    by.check(May.FORWARD_NOTICE)
    if not addition.is_addition or addition.issuer_id != by.unit.pk:
        raise Refused(f"这一条由{addition.issuer.title}提出，由{addition.issuer.title}续期或撤回。")
    if addition.status == addition.Status.ANNULLED:
        raise Refused("这一条已经撤回。")


def check_can_adopt(by: Actor, pack: StandingPack) -> None:
    """The desk of a commission, for the units below it."""
    if isinstance(by, Viewer):
        by.check(May.ISSUE_NOTICE)
        if not by.is_commission:
            raise Refused(f"“{pack.name}”由卫生健康行政部门对所辖单位提出。")


def check_can_take_order(by: Viewer, document: Document) -> None:
    """The desk that keeps the library takes up what an outside body orders."""
    by.check(May.ISSUE_NOTICE)
    if document.unit_id != by.unit.pk or document.is_ours:
        raise Refused("只有本单位文件库里外单位的文件，才能列入本单位要办的事。")
    if document.status == DocumentStatus.ANNULLED:
        raise Refused("这份文件已经废止，不能再列入。")


def check_can_tell_accident(by: Viewer, accident: Accident | None = None) -> None:
    """A commission tells of accidents elsewhere; its own cards it hangs on its own obligations."""
    by.check(May.ISSUE_NOTICE)
    if accident is not None and accident.unit_id != by.unit.pk:
        raise Refused(f"这张教训卡由{accident.unit.title}录入，由{accident.unit.title}管理。")


def check_can_route(by: Viewer) -> None:
    by.check(May.ROUTE_TASKS)
