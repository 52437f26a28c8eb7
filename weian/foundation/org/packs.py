"""Content that org owns: the types of institutions."""

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


def register() -> None:
    packs.kind("unit_type", UnitType)
