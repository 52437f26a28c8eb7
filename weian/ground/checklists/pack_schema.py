"""Checklists as content: the kind `checklist`, whose entries are sheets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from weian.foundation.packs import api as packs
from weian.ground.checklists.schema import Sheet

KIND = "checklist"
LIGHT_MOST = 15


def check(sheets: list[BaseModel]) -> list[str]:
    """Complaints about sheets that nobody could answer for: no items, no basis, a light list that is not light."""
    complaints = []
    for one in sheets:
        assert isinstance(one, Sheet)
        if not one.count:
            complaints.append(f"检查表“{one.title}”没有检查项")
        complaints += [
            f"检查表“{one.title}”：“{item.text}”没有依据"
            for item in one.items
            if item.can_fail and not item.basis.title
        ]
        if one.applies.light and one.count > LIGHT_MOST:
            complaints.append(f"检查表“{one.title}”是小型机构的，最多 {LIGHT_MOST} 项，现在 {one.count} 项")
    return complaints


def register() -> None:
    packs.kind(KIND, Sheet, check)


class _Titled(BaseModel):
    """What checklists read of domains and hazard types; the kinds themselves belong to upper apps."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str
    title: str


def domains() -> dict[str, str]:
    """Titles of the safety domains by code."""
    return {code: one.title for code, one in packs.entries("domain", _Titled).items()}


def hazard_types() -> dict[str, str]:
    """Titles of the hazard types by code."""
    return {code: one.title for code, one in packs.entries("hazard_type", _Titled).items()}
