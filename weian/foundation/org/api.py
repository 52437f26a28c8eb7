"""The door of org."""

from __future__ import annotations

from weian.foundation.org.actions.importing import Imported, columns, import_units
from weian.foundation.org.actions.relations import relate
from weian.foundation.org.actions.units import NoRoom, add_unit, end_unit
from weian.foundation.org.kinds import Kind, Level
from weian.foundation.org.models import Instance
from weian.foundation.org.packs import UnitType
from weian.foundation.org.positions import positioned, positioned_models
from weian.foundation.org.queries import children_of, path_of, search_units, unit_types

__all__ = [
    "Imported",
    "Kind",
    "Level",
    "NoRoom",
    "UnitType",
    "add_unit",
    "children_of",
    "columns",
    "end_unit",
    "import_units",
    "is_demo",
    "path_of",
    "positioned",
    "positioned_models",
    "relate",
    "search_units",
    "unit_types",
]


def is_demo() -> bool:
    """Whether this installation is marked 演示."""
    instance = Instance.objects.first()
    return bool(instance and instance.is_demo)
