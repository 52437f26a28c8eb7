"""Content that works owns: what contractors do, which work needs a permit, what is a violation, its papers."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    source: str = ""
    clause: str = ""
    verified: bool = True


class ContractKind(_Content):
    """What a contractor does, e.g. 保洁."""


class Measure(BaseModel):
    """One thing that is seen to before the work begins; all are asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str


class PermitKind(_Content):
    """Work that needs a permit, e.g. 动火. `recheck_minutes`: how long after the end somebody looks again."""

    certificate: str
    max_hours: int = Field(ge=1, le=744)
    recheck_minutes: int = Field(ge=0, le=1_440)
    grace_minutes: int = Field(ge=0, le=1_440, default=30)
    measures: list[Measure] = Field(min_length=1)
    domain: str
    hazard_type: str


class ViolationKind(_Content):
    """What was done against the rules; becomes a hazard of that type. `host`: the owner answers for it too."""

    host: bool = False
    hazard_type: str
    grade: str = "general"


class PaperKind(_Content):
    """A paper with a number of its own series, e.g. 停工令."""

    word: str = Field(min_length=1, max_length=8)


def title_of(kinds: Mapping[str, _Content], code: str) -> str:
    """The title of a kind; its code where the content of today does not know it."""
    return kinds[code].title if code in kinds else code


def register() -> None:
    packs.kind("contract_kind", ContractKind)
    packs.kind("permit_kind", PermitKind)
    packs.kind("violation_kind", ViolationKind)
    packs.kind("works_paper", PaperKind)


def contract_kinds() -> dict[str, ContractKind]:
    return packs.entries("contract_kind", ContractKind)


def permit_kinds() -> dict[str, PermitKind]:
    return packs.entries("permit_kind", PermitKind)


def violation_kinds() -> dict[str, ViolationKind]:
    return packs.entries("violation_kind", ViolationKind)


def papers() -> dict[str, PaperKind]:
    return packs.entries("works_paper", PaperKind)
