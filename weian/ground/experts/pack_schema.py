"""Content that experts own: specialities, pools that are drawn from, and terms."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")


class Speciality(BaseModel):
    """What an expert knows, e.g. 消防; `words` are how sheets write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    words: list[str] = []
    domains: list[str] = []


class DrawPool(BaseModel):
    """Which units are drawn from: any of the types, or any whose grade begins so. Both empty: all institutions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    types: list[str] = []
    grades: list[str] = []
    source: str = ""
    clause: str = ""


class DrawTerm(BaseModel):
    """A number that draws keep to. `verified` False is shown as 默认."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    amount: int = Field(gt=0)
    source: str
    verified: bool = False


def register() -> None:
    packs.kind("speciality", Speciality)
    packs.kind("draw_pool", DrawPool)
    packs.kind("draw_term", DrawTerm)


def specialities() -> dict[str, Speciality]:
    return packs.entries("speciality", Speciality)


def pools() -> dict[str, DrawPool]:
    return packs.entries("draw_pool", DrawPool)


def term(code: str) -> DrawTerm:
    """Raises KeyError where no pack has it."""
    return packs.entries("draw_term", DrawTerm)[code]
