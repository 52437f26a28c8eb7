"""Content that org owns: the types of institutions, and the kinds of agencies that co-operate."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs


class UnitType(BaseModel):
    """A type of institution, e.g. 综合医院. `light` units get the short lists of small institutions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    aliases: list[str] = []
    group: str
    light: bool = False
    source: str = ""
    verified: bool = True


class AgencyKind(BaseModel):
    """A kind of agency outside the health system, e.g. 公安; `words` are how notices call it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    words: list[str] = Field(min_length=1)


def register() -> None:
    packs.kind("unit_type", UnitType)
    packs.kind("agency_kind", AgencyKind)
