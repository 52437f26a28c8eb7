"""What the phone fills into the sockets of lower apps."""

from __future__ import annotations

from weian.foundation.org import api as org
from weian.portal.phone.models import Arrival, Line
from weian.ui import api as ui


def fill() -> None:
    org.positioned(Line)
    org.positioned(Arrival)
    ui.phone_tab("phone-today", "今日", "phone-home", "today", 10)
    ui.phone_tab("phone-field", "现场", "phone-field", "pin", 15, kept="points")
    ui.phone_tab("phone-report", "报隐患", "phone-hazard-new", "hazard", 20, kept="report")
    ui.phone_tab("phone-mine", "我的", "phone-mine", "person", 30)
    ui.phone_tab("phone-messages", "消息", "phone-messages", "inbox", 40)
