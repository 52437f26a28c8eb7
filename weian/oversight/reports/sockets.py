"""What reports fills into the sockets of lower apps: the menu."""

from __future__ import annotations

from weian.foundation.org import api as org
from weian.foundation.people.roles import May
from weian.foundation.people.viewer import may
from weian.oversight.reports.models import Summary
from weian.ui import api as ui


def fill() -> None:
    org.positioned(Summary)
    ui.menu_item("reports", "报表", "reports", icon="report", order=80, visible=may(May.SEE_BOARD))
