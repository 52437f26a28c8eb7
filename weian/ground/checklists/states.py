"""The life of a version of an own checklist: written, then frozen."""

from __future__ import annotations

from django.db import models

from weian.kernel.transitions import Table, Transition


class VersionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    DISCARDED = "discarded", "不再发布"


VERSION = Table(
    VersionState,
    [
        Transition("publish", [VersionState.DRAFT], VersionState.PUBLISHED, "发布"),
        Transition("discard", [VersionState.DRAFT], VersionState.DISCARDED, "不再发布"),
    ],
)
