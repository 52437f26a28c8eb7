"""Content that hazards owns: types, terms by grade, and the ledgers and lists that documents name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.ground.hazards import apart
from weian.ground.hazards.criteria import schema as criteria
from weian.ground.hazards.ledgers.columns import COLUMNS
from weian.ground.hazards.papers import schema as papers


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    source: str = ""
    verified: bool = True


class HazardType(_Content):
    """A kind of thing that is wrong, e.g. 通道堵塞. `quick` ones are offered as buttons on the phone."""

    domain: str
    line: str = ""
    quick: bool = False
    grade: str = ""


class OpenType(_Content):
    """The code of a hazard type that says nothing by itself (其他): a word on what it is is compulsory (S2-2.0)."""


class DefenceLine(_Content):
    """One of the lines of defence (七道防线): hazards of its domains stand on it unless their type says another."""

    order: int = Field(ge=1)
    domains: list[str] = []


class HazardTerm(_Content):
    """Days to put a hazard of one grade right; None where the supervising level sets the deadline itself."""

    code: str = Field(pattern=r"^(general|large|major)$")
    days: int | None = Field(gt=0, le=3650)


class LedgerColumn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    title: str


class LedgerView(_Content):
    """A ledger or list that a document names: which hazards, which columns, under which heads.

    A hazard is closed only when the `complete` columns of every `for_closing` view are filled.
    """

    document: str = ""
    order: int = 100
    only: str = Field(default="", pattern=r"^(open|closed|)$")
    domains: list[str] = []
    columns: list[LedgerColumn] = Field(min_length=1)
    for_closing: bool = False
    complete: list[str] = []


def check_ledger_views(views: list[BaseModel]) -> list[str]:
    """Complaints about columns that do not exist."""
    complaints = []
    for view in views:
        assert isinstance(view, LedgerView)
        named = [column.field for column in view.columns]
        complaints += [
            f"清单“{view.title}”：没有叫“{one}”的列" for one in [*named, *view.complete] if one not in COLUMNS
        ]
    return complaints


def register() -> None:
    packs.kind("hazard_type", HazardType)
    apart.register()
    packs.kind("hazard_term", HazardTerm)
    packs.kind("defence_line", DefenceLine)
    packs.kind("open_type", OpenType)
    packs.kind("ledger_view", LedgerView, check_ledger_views)
    criteria.register()
    papers.register()


def types() -> dict[str, HazardType]:
    return packs.entries("hazard_type", HazardType)


def needs_text(type: str) -> bool:
    return type in packs.entries("open_type", OpenType)


def lines() -> dict[str, DefenceLine]:
    return packs.entries("defence_line", DefenceLine)


def line_of(domain: str, given: str = "") -> str:
    """The line of defence of a hazard: the one that its type names, else the first that has its domain."""
    return given or next((code for code, one in lines().items() if domain and domain in one.domains), "")


def terms() -> dict[str, HazardTerm]:
    return packs.entries("hazard_term", HazardTerm)


class _Titled(BaseModel):
    """What hazards reads of a domain; the pack kind itself belongs to an upper app."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str
    title: str


def domains() -> dict[str, str]:
    """Titles of the safety domains by code, as far as content names them."""
    return {code: one.title for code, one in packs.entries("domain", _Titled).items()}


def ledger_views() -> list[LedgerView]:
    """The ledgers and lists in force, in their order."""
    return sorted(packs.entries("ledger_view", LedgerView).values(), key=lambda view: view.order)
