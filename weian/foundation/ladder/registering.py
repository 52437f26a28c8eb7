"""What the ladder fills into the sockets of lower apps, and its own first climber: documents not signed for."""

from __future__ import annotations

from weian.foundation.ladder import pack_schema, receipts
from weian.foundation.ladder.climbers import climber
from weian.foundation.ladder.models import Rung, Setting
from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.ui import api as ui


def register() -> None:
    org.positioned(Rung)
    org.positioned(Setting)
    pack_schema.register()
    climber(receipts.CLIMBER)
    ui.menu_item("ladders", "督办阶梯", "ladders", "clock", 107, visible=may(May.SET_LADDER), under="units")
