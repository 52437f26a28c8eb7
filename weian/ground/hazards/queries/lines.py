"""A hazard as a line of a list or a home: only the columns that a line shows, in one statement.

The tables are wide and a home asks for several lists: reading all columns of five tables was half of a page's time.
"""

from __future__ import annotations

from weian.ground.hazards.models import HazardQuerySet

RELATED = ("unit__parent", "department", "responsible", "responsible_post__unit")

_UNIT = ("kind", "name", "short_name", "desk_name")
_HAZARD = (
    "no", "title", "place", "status", "grade", "type", "domain", "found_on", "found_mode", "found_by", "found_from",
    "due", "due_key", "acceptor", "legacy", "on_the_spot", "marks", "reported_at", "graded_at", "fixed_at",
    "assigned_at", "rectifying_at", "applied_at", "returned_at", "verified_at", "closed_at", "reopened_at",
)  # fmt: skip

LINE = (
    *_HAZARD,
    *(f"unit__{one}" for one in _UNIT), *(f"unit__parent__{one}" for one in _UNIT),
    "department__name", "department__short_name", "responsible__name", "responsible_post__title",
    "responsible_post__unit__name", "responsible_post__unit__short_name",
)  # fmt: skip


def as_lines(hazards: HazardQuerySet) -> HazardQuerySet:
    """Hazards with all that a line about them shows, and nothing more."""
    return hazards.select_related(*RELATED).only(*LINE)
