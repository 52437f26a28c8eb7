"""The criteria library as content: facts that can be known or asked, and criteria over them with their clause."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from weian.foundation.packs import api as packs

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")
Value = Literal["yes", "no", "unknown"]


class Known(BaseModel):
    """What a record says already: where all that is given here holds, the fact is `v`. `at_once` is what was said with
    the assignment: before it, nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    v: Literal["yes", "no"]
    types: list[str] = []
    unit_types: list[str] = []
    at_once: bool | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not (self.types or self.unit_types) and self.at_once is None:
            raise ValueError("要写明什么情况下算已知")
        return self


class Fact(BaseModel):
    """A yes/no fact. `of_unit`: it holds for the whole unit, so that it is asked there once and known from then on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    help: str = ""
    of_unit: bool = False
    known: list[Known] = []


class PlaceFact(BaseModel):
    """What a field of the register says of a fact: at places of these types, where the field `holds` (past: a day that
    is over), the fact is `v`. A field that nobody filled in says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    fact: str
    place_types: list[str] = Field(min_length=1)
    field: str
    holds: Literal["yes", "no", "past"]
    v: Literal["yes", "no"]


class Criterion(BaseModel):
    """重大隐患判定标准: met when every fact of `all` holds and at least `at_least` of `of`.

    It is looked at for hazards of `types`; for those of `domains` where no criterion names their type.
    `verified`: read in the official text; others are shown as 待核.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    source: str
    clause: str
    domains: list[str] = []
    types: list[str] = []
    all: list[str] = []
    of: list[str] = []
    at_least: int = Field(ge=0, default=0)
    verified: bool = True

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if not self.all and not self.at_least:
            raise ValueError("没有条件的标准")
        if self.at_least > len(self.of):
            raise ValueError("要求的项数多于列出的项数")
        return self


class LoopRule(BaseModel):
    """One number of the loop: days, working days or per cent, as the title says. Not in any law where not verified."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    value: int = Field(ge=0, le=3650)
    source: str = ""
    verified: bool = True


class RootCause(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str


class CauseRule(BaseModel):
    """Whether a hazard of one grade is closed only with its cause. Without one for a grade it is not asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Literal["general", "large", "major"]
    title: str
    required: bool = True
    source: str = ""
    verified: bool = True

    @property
    def words(self) -> str:
        return f"{self.title}{'' if self.verified else '（默认）'}。"


def check_criteria(found: list[BaseModel]) -> list[str]:
    """Complaints about facts that no pack on disk asks: a criterion could never be met."""
    codes = {one.code for one in found if isinstance(one, Criterion)}
    return [] if len(codes) == len(found) else ["判定标准的代码有重复。"]


def register() -> None:
    packs.kind("hazard_fact", Fact)
    packs.kind("place_fact", PlaceFact)
    packs.kind("major_criterion", Criterion, check_criteria)
    packs.kind("loop_rule", LoopRule)
    packs.kind("root_cause", RootCause)
    packs.kind("cause_rule", CauseRule)


def facts() -> dict[str, Fact]:
    return packs.entries("hazard_fact", Fact)


def place_facts() -> list[PlaceFact]:
    return list(packs.entries("place_fact", PlaceFact).values())


def criteria() -> dict[str, Criterion]:
    return packs.entries("major_criterion", Criterion)


def root_causes() -> dict[str, str]:
    return {code: one.title for code, one in packs.entries("root_cause", RootCause).items()}


def cause_rule(grade: str) -> CauseRule | None:
    """The rule that asks for the cause of a hazard of this grade; None where none does."""
    found = packs.entries("cause_rule", CauseRule).get(grade)
    return found if found and found.required else None


_DEFAULTS = {
    "report_days": 7, "verify_days": 10, "receipt_days": 5, "help_days": 10, "lookback_days": 30,
    "lookback_percent": 10, "pair_days": 90,
}  # fmt: skip


def rule(code: str) -> int:
    """The number in force; the product's default where no pack says another."""
    found = packs.entries("loop_rule", LoopRule).get(code)
    return found.value if found else _DEFAULTS[code]
