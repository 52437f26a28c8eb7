"""The life of a signal. First it is the person's alone; then a second look may be asked for; nothing else follows."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class SignalStatus(models.TextChoices):
    TOLD = "told", "只给本人看"
    SHOWN = "shown", "可以安排复核"
    ASKED = "asked", "等复核"
    SETTLED = "settled", "已复核"
    DROPPED = "dropped", "不必复核"


SIGNAL: Table[SignalStatus] = Table(
    SignalStatus,
    [
        Transition("show", [SignalStatus.TOLD], SignalStatus.SHOWN, "几天后安全管理人员可见"),
        Transition("ask", [SignalStatus.SHOWN], SignalStatus.ASKED, "安排另一人复核"),
        Transition("settle", [SignalStatus.ASKED], SignalStatus.SETTLED, "复核完"),
        Transition("drop", [SignalStatus.SHOWN, SignalStatus.ASKED], SignalStatus.DROPPED, "不必复核"),
    ],
)
