"""What the holder of a post may do. A table that a person can read; nothing else grants an act.

Where the act may be done is the post's place in the tree; row security fences that separately.
"""

from __future__ import annotations

from django.db import models


class May(models.TextChoices):
    """The acts that posts are given. The Chinese is used in refusals."""

    ISSUE_NOTICE = "notice.issue", "下发通知"
    SIGN_RECEIPT = "receipt.sign", "签收通知"
    FORWARD_NOTICE = "notice.forward", "转发通知"
    SEE_BOARD = "board.see", "看驾驶舱"
    WRITE_SUMMARY = "summary.write", "起草工作总结"
    ANSWER_TASK = "task.answer", "办理任务"
    ACCEPT_TASK = "task.accept", "审核任务"
    ROUTE_TASKS = "task.route", "设置任务归口"
    REPORT_HAZARD = "hazard.report", "登记隐患"
    GRADE_HAZARD = "hazard.grade", "隐患定级"
    ASSIGN_HAZARD = "hazard.assign", "派发隐患"
    RECTIFY_HAZARD = "hazard.rectify", "整改隐患"
    VERIFY_HAZARD = "hazard.verify", "验收隐患"
    CLOSE_HAZARD = "hazard.close", "隐患销号"
    SUPERVISE_HAZARD = "hazard.supervise", "挂牌督办"
    MANAGE_PLACES = "places.manage", "维护场所点位"
    MANAGE_CHECKLISTS = "checklists.manage", "维护检查表"
    INSPECT = "inspection.act", "开展检查"
    PLAN_INSPECTION = "inspection.plan", "安排检查"
    DRAW = "draw.act", "随机抽取"
    SET_LADDER = "ladder.set", "设置督办阶梯"
    COOPERATE = "cooperation.act", "登记配合行动"
    MANAGE_WORKS = "works.manage", "管理外包与施工"
    SERVE = "works.serve", "办理承包方事项"
    EXPORT = "records.export", "导出"
    MANAGE_UNITS = "units.manage", "维护单位"
    MANAGE_PEOPLE = "people.manage", "维护人员"
    SECURITY = "security.manage", "安全管理"
    READ_AUDIT = "audit.read", "查阅审计"


class PostClass(models.TextChoices):
    """Posts with a meaning of their own (glossary); local titles are free."""

    REGULATOR = "regulator", "监管人员"
    COMMISSION_LEADER = "commission_leader", "委领导"
    DIRECTOR = "director", "主要负责人"
    DEPUTY = "deputy", "分管负责人"
    SAFETY_OFFICER = "safety_officer", "安全管理人员"
    HEAD = "head", "科室负责人"
    WARD_KEEPER = "ward_keeper", "科室安全员"
    OPERATOR = "operator", "重点岗位操作人员"
    STAFF = "staff", "职工"
    SOLE = "sole", "小型机构负责人"
    EXPERT = "expert", "专家"
    CONTRACTOR = "contractor", "承包方人员"
    AGENCY = "agency", "协同部门人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


_GROUND = {May.REPORT_HAZARD, May.RECTIFY_HAZARD, May.ANSWER_TASK, May.INSPECT}
_DESK = _GROUND | {
    May.SIGN_RECEIPT, May.ACCEPT_TASK, May.ROUTE_TASKS, May.GRADE_HAZARD, May.ASSIGN_HAZARD, May.VERIFY_HAZARD,
    May.CLOSE_HAZARD, May.SEE_BOARD, May.WRITE_SUMMARY, May.EXPORT, May.MANAGE_PLACES, May.MANAGE_CHECKLISTS,
    May.PLAN_INSPECTION, May.MANAGE_WORKS,
}  # fmt: skip
_COMMISSION = {
    May.ISSUE_NOTICE, May.FORWARD_NOTICE, May.MANAGE_UNITS, May.SET_LADDER, May.SUPERVISE_HAZARD, May.DRAW,
}  # fmt: skip

GRANTS: dict[str, frozenset[May]] = {
    PostClass.REGULATOR: frozenset((_DESK | _COMMISSION) - {May.RECTIFY_HAZARD}),
    PostClass.COMMISSION_LEADER: frozenset({May.SEE_BOARD, May.REPORT_HAZARD, May.EXPORT}),
    PostClass.DIRECTOR: frozenset(_DESK),
    PostClass.DEPUTY: frozenset(_DESK),
    PostClass.SAFETY_OFFICER: frozenset(_DESK),
    PostClass.SOLE: frozenset(_DESK),
    PostClass.HEAD: frozenset(_GROUND | {May.ASSIGN_HAZARD}),
    PostClass.WARD_KEEPER: frozenset(_GROUND),
    PostClass.OPERATOR: frozenset(_GROUND),
    PostClass.STAFF: frozenset({May.REPORT_HAZARD, May.ANSWER_TASK}),
    PostClass.EXPERT: frozenset(),
    # Under their own root: what is put to their account at one owner, and nothing else (ground/works).
    PostClass.CONTRACTOR: frozenset({May.SERVE, May.RECTIFY_HAZARD}),
    # Of another department: acts only where its agency is named (duties, cooperation).
    PostClass.AGENCY: frozenset({May.COOPERATE}),
    # Three separated administrators: none of them sees safety records by this post.
    PostClass.SYSTEM_ADMIN: frozenset({May.MANAGE_UNITS, May.MANAGE_PEOPLE}),
    PostClass.SECURITY_ADMIN: frozenset({May.SECURITY}),
    PostClass.AUDIT_ADMIN: frozenset({May.READ_AUDIT}),
}

# Held by three different persons (GB/T 22239-2019 8.1.5: system, security and audit management apart).
SEPARATED = frozenset({PostClass.SYSTEM_ADMIN, PostClass.SECURITY_ADMIN, PostClass.AUDIT_ADMIN})

# Posts that see their whole unit; the others see their own department and what they took part in.
WHOLE_UNIT = frozenset(
    {
        PostClass.REGULATOR, PostClass.COMMISSION_LEADER, PostClass.DIRECTOR, PostClass.DEPUTY,
        PostClass.SAFETY_OFFICER, PostClass.SOLE,
    }
)  # fmt: skip


def grants(post_class: str) -> frozenset[May]:
    """The acts of a post class; none for an unknown one."""
    return GRANTS.get(post_class, frozenset())
