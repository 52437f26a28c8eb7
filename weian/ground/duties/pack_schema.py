"""Content that duties owns: kinds of evidence, composites such as 五个一, and which post usually handles what."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")


class EvidenceKind(BaseModel):
    """A named kind of evidence, and how the product sees that it is there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    # file: any file; image: a photograph; text: words; the others: a filled field of the record's facts
    seen_by: Literal[
        "file",
        "image",
        "text",
        "lines",
        "decisions",
        "attendees",
        "facts",
        "approved_on",
        "place",
        "clauses",
        "provider",
        "qualification",
        "conclusion",
    ]
    missing: str = Field(description="一句话：缺什么、怎么补")


class CompositePart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    order: int = Field(gt=0)
    kind: str
    title: str
    evidence: list[str]
    acceptor: Literal["upper", "own_desk", "none"] = "upper"
    words: list[str] = Field(default=[], description="分布在各条时，哪些说法指这一项")
    led_by: Literal["", "superior"] = Field("", description="superior：由上级带队检查过才算，自查不算")


class Composite(BaseModel):
    """A named set of deliverables (五个一 …): progress is shown as k of n for each unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    name: str
    aliases: list[str] = []
    # asks: one clause lists the parts; clauses: each part has a clause of its own, with as many asks as it makes
    over: Literal["asks", "clauses"] = "asks"
    parts: list[CompositePart] = Field(min_length=2)
    source: str = ""


class RouteRule(BaseModel):
    """Which department usually handles a domain; a unit's own correction always wins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    departments: list[str] = Field(min_length=1, description="科室名称里的词，先后有序")


class LeadTime(BaseModel):
    """Days before its period's due day at which a periodic obligation comes to the desk; the code is its cadence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^P\d+[DWMY]$")
    title: str
    days: int = Field(gt=0, le=366)
    source: str = ""
    verified: bool = True


class AnsweringRule(BaseModel):
    """How many days back what is on record elsewhere answers an ask of one kind (the code), where it has no period, and
    which kinds of evidence a scan on the spot stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    days: int = Field(gt=0, le=366)
    scanned: list[str] = Field(default=[], description="现场扫码可以代替的凭据，evidence_kind 的代码")
    source: str = ""
    verified: bool = True


class CooperationRule(BaseModel):
    """How long a period is in which a co-operating agency has to have done something (code `period`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    every: str = Field(pattern=r"^P\d+[MY]$")
    source: str = ""
    verified: bool = True


class StandingItem(BaseModel):
    """One thing that units of a type owe again and again. `fact`: D a default, V to be checked with the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    kind: str
    title: str = Field(max_length=200)
    clause: str
    group: str = ""
    every: str = Field(pattern=r"^P\d+[DWMY]$")
    by_day: str = ""
    evidence: list[str] = []
    acceptor: Literal["upper", "own_desk", "none"] = "upper"
    domain: str = ""
    minutes: int = Field(gt=0)
    fact: Literal["", "D", "V"] = ""
    lead_days: int | None = Field(gt=0, le=366, default=None, description="提前几天出现；空为周期的默认")
    to_grades: list[str] = []
    full_only: bool = False
    light_only: bool = False


class StandingPack(BaseModel):
    """What stands for all institutions of some types (S3-1c). A commission adopts it for the units below it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    name: str
    source: str
    to_kinds: list[Literal["commission", "institution"]] = ["institution"]
    to_types: list[str] = []
    items: list[StandingItem] = Field(min_length=1)


class ActivityType(BaseModel):
    """A type of activity for patients and the public (S2-2.4e)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str


def register() -> None:
    packs.kind("standing_pack", StandingPack)
    packs.kind("activity_type", ActivityType)
    packs.kind("lead_time", LeadTime)
    packs.kind("cooperation_rule", CooperationRule)
    packs.kind("answering_rule", AnsweringRule)
    packs.kind("evidence_kind", EvidenceKind)
    packs.kind("composite", Composite, check=_orders)
    packs.kind("route_rule", RouteRule)


def composites() -> dict[str, Composite]:
    return packs.entries("composite", Composite)


def standing_packs() -> dict[str, StandingPack]:
    return packs.entries("standing_pack", StandingPack)


def activity_types() -> dict[str, ActivityType]:
    return packs.entries("activity_type", ActivityType)


def evidence_kinds() -> dict[str, EvidenceKind]:
    return packs.entries("evidence_kind", EvidenceKind)


def lead_times() -> dict[str, int]:
    """Days by cadence."""
    return {code: one.days for code, one in packs.entries("lead_time", LeadTime).items()}


def answering_rules() -> dict[str, AnsweringRule]:
    return packs.entries("answering_rule", AnsweringRule)


def cooperation_rule() -> CooperationRule:
    """Half a year where no pack says otherwise."""
    found = packs.entries("cooperation_rule", CooperationRule).get("period")
    return found or CooperationRule(code="period", title="每半年", every="P6M", source="默认", verified=False)


def route_rules() -> dict[str, RouteRule]:
    return packs.entries("route_rule", RouteRule)


def _orders(found: list[BaseModel]) -> list[str]:
    return [
        f"组合任务“{one.name}”的次序应从 1 起连续。"
        for one in found
        if isinstance(one, Composite) and [part.order for part in one.parts] != list(range(1, len(one.parts) + 1))
    ]
