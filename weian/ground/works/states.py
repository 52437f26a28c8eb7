"""The lives of a permit, a site and a stop-work order."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class Permitted(models.TextChoices):
    ASKED = "asked", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不批准"
    WORKING = "working", "作业中"
    ENDED = "ended", "待复查"
    CLOSED = "closed", "已复查"
    HALTED = "halted", "已叫停"
    CANCELLED = "cancelled", "已作废"


PERMIT: Table[Permitted] = Table(
    Permitted,
    [
        Transition("approve", [Permitted.ASKED], Permitted.APPROVED, "批准"),
        Transition("refuse", [Permitted.ASKED], Permitted.REFUSED, "不批准"),
        Transition("begin", [Permitted.APPROVED], Permitted.WORKING, "开始作业"),
        Transition("end", [Permitted.WORKING], Permitted.ENDED, "作业结束"),
        Transition("recheck", [Permitted.ENDED], Permitted.CLOSED, "复查"),
        Transition("halt", [Permitted.APPROVED, Permitted.WORKING], Permitted.HALTED, "叫停"),
        Transition("cancel", [Permitted.ASKED, Permitted.APPROVED], Permitted.CANCELLED, "作废"),
    ],
)
# Nothing is left to be done.
PERMIT_OVER = (Permitted.REFUSED, Permitted.CLOSED, Permitted.HALTED, Permitted.CANCELLED)


class Built(models.TextChoices):
    PLANNED = "planned", "筹建"
    BUILDING = "building", "在建"
    FINISHED = "finished", "竣工"


SITE: Table[Built] = Table(
    Built,
    [
        Transition("begin", [Built.PLANNED], Built.BUILDING, "开工"),
        Transition("finish", [Built.BUILDING], Built.FINISHED, "竣工"),
    ],
)


class Stopped(models.TextChoices):
    ORDERED = "ordered", "停工"
    ASKED = "asked", "申请复工"
    LIFTED = "lifted", "已复工"


STOP: Table[Stopped] = Table(
    Stopped,
    [
        Transition("ask", [Stopped.ORDERED], Stopped.ASKED, "申请复工"),
        Transition("refuse", [Stopped.ASKED], Stopped.ORDERED, "不同意复工"),
        Transition("lift", [Stopped.ASKED], Stopped.LIFTED, "同意复工"),
    ],
)
