"""请求协调: a unit asks the level above; that level answers, or passes it up with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties import telling
from weian.ground.duties.access import check_can_answer_help, check_can_ask_help
from weian.ground.duties.deciders import commission_above
from weian.ground.duties.models import Help
from weian.ground.duties.owed import Owed
from weian.kernel import clock


@transaction.atomic
def ask_help(one: Owed, text: str, *, uid: UUID, by: Viewer) -> Help:
    """Ask the commission above. The same uid again is the same request. Raises Refused."""
    check_can_ask_help(by, one)
    if not text.strip():
        raise Refused("请写清楚遇到什么困难、请上级协调什么。")
    known: Help | None = Help.objects.filter(pk=uid).first()
    if known is not None:
        return known
    above = commission_above(one.unit)
    if above is None:
        raise Refused("本单位没有上一级卫生健康行政部门，不能请求协调。")
    made = Help(
        uid=uid, obligation=one.obligation, period_start=one.period_start, text=text.strip(), holder=above,
        asked_at=clock.now(), asked_by=by.person,
    ).at(one.unit)  # fmt: skip
    try:
        with transaction.atomic():
            audit.created(made, "help.asked", by=by, facts={"holder": str(above.pk)})
    except IntegrityError as double:
        raise Refused("这个编号已经用过。请刷新页面后重新填写。") from double
    telling.help_asked(made)
    return made


@transaction.atomic
def answer_help(asked: Help, text: str, *, by: Viewer) -> None:
    """Raises Refused."""
    check_can_answer_help(by, asked)
    if not text.strip():
        raise Refused("请写答复。")
    with audit.changed(asked, "help.answered", by=by, why=text.strip()) as was:
        if not was.is_open:
            raise Refused("别人刚刚已经答复了。")
        asked.answer, asked.answered_at, asked.answered_by = text.strip(), clock.now(), by.person
    telling.help_answered(asked)


@transaction.atomic
def pass_help_up(asked: Help, why: str, *, by: Viewer) -> None:
    """The next level above has it from now on. Raises Refused."""
    check_can_answer_help(by, asked)
    if not why.strip():
        raise Refused("上报要写为什么本级解决不了。")
    above = commission_above(asked.holder)
    if above is None:
        raise Refused(f"{asked.holder.title}没有上一级，请直接答复。")
    with audit.changed(asked, "help.passed_up", by=by, why=why.strip(), facts={"to": str(above.pk)}) as was:
        if was.holder_id != by.unit.pk or not was.is_open:
            raise Refused("别人刚刚已经处理了。")
        asked.holder = above
    telling.help_asked(asked)
