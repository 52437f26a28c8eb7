"""The life of a hazard. Nothing moves a hazard except along this table."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class Status(models.TextChoices):
    REPORTED = "reported", "登记"
    GRADED = "graded", "定级"
    FIXED = "fixed", "当场改正"
    ASSIGNED = "assigned", "派发"
    RECTIFYING = "rectifying", "整改中"
    APPLIED = "applied", "待验收"
    RETURNED = "returned", "退回"
    VERIFIED = "verified", "已验收"
    CLOSED = "closed", "已销号"
    REOPENED = "reopened", "重开"
    MERGED = "merged", "并入"


# Nothing is left to be done: closed, or the same thing as another hazard, which goes on.
ENDED = (Status.CLOSED, Status.MERGED)
OPEN = tuple(one for one in Status if one not in ENDED)
# Somebody named is to put it right.
WITH_FIXER = (Status.ASSIGNED, Status.RECTIFYING, Status.RETURNED)
# Somebody else is to look whether it was put right.
WITH_VERIFIER = (Status.APPLIED, Status.FIXED)
# A desk is to say who does it, and until when.
TO_BEGIN = (Status.REPORTED, Status.GRADED, Status.REOPENED)
# A desk is to say whether it is right.
JUDGED = (*WITH_VERIFIER, Status.VERIFIED)
# The term of rectification has stopped: it was put right, or said to be.
STOPPED = (*JUDGED, *ENDED)
RUNNING = tuple(one for one in Status if one not in STOPPED)

STATES: Table[Status] = Table(
    Status,
    [
        Transition("grade", [Status.REPORTED], Status.GRADED, "定级"),
        Transition("fix", [Status.REPORTED, Status.GRADED], Status.FIXED, "当场改正"),
        Transition("assign", [Status.GRADED, Status.RETURNED, Status.REOPENED], Status.ASSIGNED, "派发"),
        Transition("rectify", [Status.ASSIGNED, Status.RETURNED], Status.RECTIFYING, "开始整改"),
        Transition("apply", [Status.RECTIFYING], Status.APPLIED, "申请验收"),
        Transition("verify", [Status.APPLIED, Status.FIXED], Status.VERIFIED, "验收通过"),
        Transition("return", [Status.APPLIED, Status.FIXED, Status.VERIFIED], Status.RETURNED, "退回"),
        Transition("close", [Status.VERIFIED], Status.CLOSED, "销号"),
        Transition("reopen", [Status.CLOSED], Status.REOPENED, "重开"),
        Transition("merge", [Status.REPORTED, Status.GRADED], Status.MERGED, "并入"),
    ],
)


class Supervised(models.TextChoices):
    """The life of 挂牌督办, an overlay: the hazard goes its own way below it."""

    LISTED = "listed", "已挂牌"
    ASKED = "asked", "申请解除"
    LIFTED = "lifted", "已解除"


SUPERVISION: Table[Supervised] = Table(
    Supervised,
    [
        Transition("ask", [Supervised.LISTED], Supervised.ASKED, "申请解除"),
        Transition("refuse", [Supervised.ASKED], Supervised.LISTED, "不予解除"),
        Transition("lift", [Supervised.ASKED], Supervised.LIFTED, "解除挂牌"),
    ],
)
