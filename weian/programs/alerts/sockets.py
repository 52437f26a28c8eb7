from __future__ import annotations

from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.ui import api as ui


def register() -> None:
    ui.menu_item(
        "alerts", "提示", "alerts", "bell", 16, visible=may(May.ISSUE_NOTICE, May.SIGN_RECEIPT), under="notices"
    )
