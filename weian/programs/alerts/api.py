"""The door of alerts."""

from __future__ import annotations

from weian.programs.alerts.access import can_send
from weian.programs.alerts.actions.sending import AlertSpec, send
from weian.programs.alerts.pack_schema import AlertTemplate, templates, urgent

__all__ = ["AlertSpec", "AlertTemplate", "can_send", "send", "templates", "urgent"]
