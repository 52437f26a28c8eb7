"""The door of checklists."""

from __future__ import annotations

from weian.ground.checklists.filling import FillForm, Upload
from weian.ground.checklists.judging import FAIL, NA, PASS, Fault, Judged, judge
from weian.ground.checklists.pack_schema import domains
from weian.ground.checklists.queries import (
    NoSuchSheet,
    about,
    is_for,
    pack_sheets,
    sheet,
    sheets_at,
    sheets_for,
    sheets_for_visits,
    wants_readings,
)
from weian.ground.checklists.schema import Basis, Choice, Item, Kind, Section, Sheet
from weian.ground.checklists.using import Use, use, use_labels

__all__ = [
    "FAIL",
    "NA",
    "PASS",
    "Basis",
    "Choice",
    "Fault",
    "FillForm",
    "Item",
    "Judged",
    "Kind",
    "NoSuchSheet",
    "Section",
    "Sheet",
    "Upload",
    "Use",
    "about",
    "domains",
    "is_for",
    "judge",
    "pack_sheets",
    "sheet",
    "sheets_at",
    "sheets_for",
    "sheets_for_visits",
    "use",
    "use_labels",
    "wants_readings",
]
