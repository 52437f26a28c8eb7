"""The door of inspections."""

from __future__ import annotations

from weian.programs.inspections.actions.submitting import keep, submit
from weian.programs.inspections.found import Found
from weian.programs.inspections.kinds import Method, Mode
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import STATES, Status

__all__ = ["STATES", "Finding", "Found", "Inspection", "Method", "Mode", "Status", "keep", "submit"]
