"""The life of a task and of a door. A task without a row stands before 进行中, and is called 没有开始."""

from django.db import models

from weian.kernel.transitions import Table, Transition


class TaskState(models.TextChoices):
    """待签收 is never stored: it is a task whose notice was not signed for, so there is no row yet."""

    UNSIGNED = "unsigned", "待签收"
    STARTED = "started", "进行中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回"
    ACCEPTED = "accepted", "完成"
    EXEMPTED = "exempted", "豁免"


_S = TaskState

TASK = Table(
    _S,
    [
        Transition("start", [_S.UNSIGNED], _S.STARTED, "签收"),
        Transition("submit", [_S.STARTED, _S.RETURNED], _S.SUBMITTED, "提交审核"),
        Transition("accept", [_S.SUBMITTED], _S.ACCEPTED, "审核通过"),
        Transition("return", [_S.SUBMITTED], _S.RETURNED, "退回"),
        # Where nobody accepts, handing in is the end.
        Transition("complete", [_S.STARTED], _S.ACCEPTED, "办结"),
        Transition("exempt", [_S.STARTED, _S.RETURNED, _S.UNSIGNED], _S.EXEMPTED, "豁免"),
    ],
)

# What is signed for and has no row yet, in the words of the screen.
UNBEGUN = "没有开始"

# How far a state's ring is filled on the screen.
RING = {_S.UNSIGNED: 0.0, _S.STARTED: 0.25, _S.SUBMITTED: 0.75, _S.RETURNED: 0.5, _S.ACCEPTED: 1.0, _S.EXEMPTED: 1.0}

FINISHED = frozenset({_S.ACCEPTED, _S.EXEMPTED})
# Whose turn it is: the unit's, in these states.
WITH_UNIT = frozenset({_S.UNSIGNED, _S.STARTED, _S.RETURNED})


class DoorState(models.TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"


DOOR = Table(
    DoorState,
    [
        Transition("close", [DoorState.OPEN], DoorState.DONE, "办完"),
        Transition("reopen", [DoorState.DONE], DoorState.OPEN, "重新打开"),
    ],
)
