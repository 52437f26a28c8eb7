"""The life of a draw. What was drawn is never changed; a draw that nobody can use is voided and stays."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class DrawStatus(models.TextChoices):
    PREPARED = "prepared", "等见证方承诺"
    LISTED = "listed", "名单已公布"
    DRAWN = "drawn", "已抽出"
    VOIDED = "voided", "已作废"


DRAW: Table[DrawStatus] = Table(
    DrawStatus,
    [
        Transition("list", [DrawStatus.PREPARED], DrawStatus.LISTED, "双方承诺后公布名单"),
        Transition("draw", [DrawStatus.LISTED], DrawStatus.DRAWN, "双方亮出密语后抽出"),
        Transition("void", [DrawStatus.PREPARED, DrawStatus.LISTED, DrawStatus.DRAWN], DrawStatus.VOIDED, "作废"),
    ],
)
