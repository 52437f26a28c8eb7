"""The door of org."""

from __future__ import annotations

from weian.foundation.org.actions.agencies import add_agency
from weian.foundation.org.actions.classifying import classify
from weian.foundation.org.actions.contractors import add_contractor
from weian.foundation.org.actions.importing import Imported, columns, import_units
from weian.foundation.org.actions.placing import Busy, Carried, alone, carry, tight_units, widen
from weian.foundation.org.actions.rehoming import rehoming
from weian.foundation.org.actions.relations import relate
from weian.foundation.org.actions.sharing import share, unshare
from weian.foundation.org.actions.units import add_unit, call, end_unit, rename_unit, with_names
from weian.foundation.org.actions.zones import BadCode, add_zone
from weian.foundation.org.asking import count_at, rows_at
from weian.foundation.org.kinds import Kind, Level
from weian.foundation.org.models import Instance
from weian.foundation.org.packs import AgencyKind, UnitType
from weian.foundation.org.positions import positioned, positioned_models
from weian.foundation.org.queries import (
    agencies_of,
    agency_kind_of,
    agency_kinds,
    children_of,
    path_of,
    search_units,
    span_on,
    unit_types,
)
from weian.foundation.org.work import Left, Work, left_open, work, works

__all__ = [
    "AgencyKind",
    "BadCode",
    "Busy",
    "Carried",
    "Imported",
    "Kind",
    "Left",
    "Level",
    "UnitType",
    "Work",
    "add_agency",
    "add_contractor",
    "add_unit",
    "add_zone",
    "agencies_of",
    "agency_kind_of",
    "agency_kinds",
    "alone",
    "call",
    "carry",
    "children_of",
    "classify",
    "columns",
    "count_at",
    "end_unit",
    "import_units",
    "is_demo",
    "left_open",
    "path_of",
    "positioned",
    "positioned_models",
    "rehoming",
    "relate",
    "rename_unit",
    "rows_at",
    "search_units",
    "share",
    "span_on",
    "tight_units",
    "unit_types",
    "unshare",
    "widen",
    "with_names",
    "work",
    "works",
]


def is_demo() -> bool:
    """Whether this installation is marked 演示."""
    instance = Instance.objects.first()
    return bool(instance and instance.is_demo)
