"""The life of a change. What is light or due is done at once; the rest waits for its day or for the worker."""

from django.db import models

from weian.kernel.transitions import Table, Transition


class ChangeState(models.TextChoices):
    PLANNED = "planned", "待办"
    DONE = "done", "已办"
    REFUSED = "refused", "没办成"
    WITHDRAWN = "withdrawn", "已撤回"


_S = ChangeState

CHANGE = Table(
    _S,
    [
        Transition("do", [_S.PLANNED], _S.DONE, "办理"),
        Transition("refuse", [_S.PLANNED], _S.REFUSED, "办不成"),
        Transition("withdraw", [_S.PLANNED], _S.WITHDRAWN, "撤回"),
    ],
)
