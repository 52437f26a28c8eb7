from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.ground.duties import api as duties
from weian.oversight.watch.actions.answering import RELOOK
from weian.oversight.watch.models import Signal
from weian.ui import api as ui


def register() -> None:
    org.positioned(Signal)
    duties.task_kind(RELOOK, title="复核", url=_url, complete=None, can_see=_can_see)
    ui.menu_item("watch", "复核提示", "watch", "eye", 46, visible=may(May.INSPECT), under="inspections")


def _url(uid: UUID) -> str:
    return reverse("watch-signal", args=[uid])


def _can_see(uid: UUID, viewer: Any) -> bool:
    return Signal.objects.visible_to(viewer).filter(pk=uid).exists()
