"""The life of an inspection. What is one act of a unit is recorded at once; the others are walked through."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class Status(models.TextChoices):
    PLANNED = "planned", "待检查"
    STARTED = "started", "检查中"
    HELD = "held", "待审核"
    SHOWN = "shown", "待被检查方确认"
    SIGNED = "signed", "已签字"
    OBJECTED = "objected", "有异议"
    REFUSED = "refused", "拒签"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"
    RECORDED = "recorded", "已记录"


STATES: Table[Status] = Table(
    Status,
    [
        Transition("start", [Status.PLANNED], Status.STARTED, "到场开始"),
        Transition("cancel", [Status.PLANNED], Status.CANCELLED, "取消"),
        Transition("hold", [Status.STARTED], Status.HELD, "检查完毕，送审"),
        Transition("show", [Status.STARTED, Status.HELD, Status.OBJECTED], Status.SHOWN, "交换意见"),
        Transition("sign", [Status.SHOWN], Status.SIGNED, "签字确认"),
        Transition("object", [Status.SHOWN], Status.OBJECTED, "提出异议"),
        Transition("refuse", [Status.SHOWN], Status.REFUSED, "拒绝签字"),
        Transition("close", [Status.SIGNED, Status.OBJECTED, Status.REFUSED], Status.CLOSED, "办结"),
    ],
)
# Somebody of the visited side knows of it, and somebody was there.
VISITED = (
    Status.STARTED, Status.HELD, Status.SHOWN, Status.SIGNED, Status.OBJECTED, Status.REFUSED, Status.CLOSED,
    Status.RECORDED,
)  # fmt: skip
# It was looked at to the end: what coverage counts.
DONE = tuple(one for one in VISITED if one is not Status.STARTED)
# With its record, and what was found in the loop.
ENDED = (Status.CLOSED, Status.RECORDED)
# From the first step on the spot until the papers are given out.
UNDERWAY = tuple(one for one in VISITED if one not in ENDED)
# The unit may read what was found.
TOLD = (Status.SHOWN, Status.SIGNED, Status.OBJECTED, Status.REFUSED, Status.CLOSED, Status.RECORDED)
