from __future__ import annotations

from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.oversight.watch.models import Signal
from weian.ui import api as ui


def register() -> None:
    org.positioned(Signal)
    ui.menu_item("watch", "复核提示", "watch", "eye", 46, visible=may(May.INSPECT), under="inspections")
