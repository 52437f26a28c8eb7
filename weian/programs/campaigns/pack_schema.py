"""Content that turns words of a notice into work: domains, kinds of asks, audiences."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.foundation.people.api import PostClass

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")
# What an ask falls back to where no table knows it.
GENERAL_DOMAIN = "management"
OTHER_KIND = "other"
PLAN_KIND = "plan"
OWN = "own"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str


class Domain(_Entry):
    """A safety domain (消防, 危化品 …) and the words by which a notice speaks of it."""

    keywords: list[str] = Field(min_length=1)


class AskKind(_Entry):
    """What is expected of an ask of one kind: evidence, who accepts, minutes that one unit needs each time (for what
    comes round more often than weekly: minutes of a round), and for how many days an accepted record of it answers a
    new ask of the kind (0: never)."""

    evidence: list[str] = []
    acceptor: Literal["upper", "own_desk", "none"] = "own_desk"
    minutes: int = Field(30, ge=0, le=10_000)
    round_minutes: int = Field(20, ge=0, le=10_000)
    valid_days: int = Field(0, ge=0, le=3_650)


class Audience(_Entry):
    """Words for those who must act, and the kinds of units meant."""

    words: list[str] = Field(min_length=1)
    to_kinds: list[Literal["commission", "institution"]] = Field(min_length=1)


class Scope(_Entry):
    """Words of a subject that bind some institutions only. `ask`: why a person has to look; a doubt of the line."""

    words: list[str] = Field(min_length=1)
    to_types: list[str] = []
    to_grades: list[str] = Field([], description="等级的开头")
    size: Literal["", "full", "light"] = ""
    ask: str = ""


class Window(BaseModel):
    """The days between which a season or a key period lies, month and day; it may cross the end of a year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: str = Field(pattern=r"^\d{2}-\d{2}$")
    last: str = Field(pattern=r"^\d{2}-\d{2}$")


class CampaignForm(_Entry):
    """How a kind of campaign runs (百日攻坚, 三年行动, 今冬明春 …): taken where the notice itself does not say."""

    words: list[str] = Field(min_length=1, description="标题里的说法")
    days: int | None = Field(None, gt=0)
    years: int | None = Field(None, gt=0)
    window: Window | None = None
    yearly: bool = Field(False, description="逐年比较")
    lists: list[str] = []
    items: int | None = Field(None, gt=0, description="一般有多少条")
    basis: Literal["", "待核", "默认"] = ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OutlineClause(_Part):
    """One clause of a draft: a heading, and what it asks in words that the reader of notices understands."""

    heading: str
    text: str


class OutlineBlock(_Part):
    """Clauses under one head, numbered through the whole draft (年度要点 1–22)."""

    heading: str
    items: list[OutlineClause] = Field(min_length=1)


class OutlineStage(_Part):
    """A stage and how long it is: days, until the end of its nth year, until an event; none of these: the rest."""

    name: str
    days: int | None = Field(None, gt=0)
    until: int | None = Field(None, gt=0, description="到第几年的年底")
    event: str = ""
    text: str


class Basis(_Part):
    """Where a form is described: title and number of the clause, never its words."""

    source: str
    clause: str = ""


class CampaignOutline(_Entry):
    """What a campaign of a form consists of, as the draft of a notice that a desk begins with."""

    about: str
    form: str = Field("", description="campaign_form 的代码，起止按它取")
    days: int | None = Field(None, gt=0, description="没有形式的，从今天起多少天")
    composite: str = ""
    subject: str = Field(description="通知标题，发文单位写在前面")
    stages: list[OutlineStage] = Field([], max_length=10)
    clauses: list[OutlineClause] = Field([], max_length=9)
    blocks: list[OutlineBlock] = Field([], max_length=9)
    basis: list[Basis] = Field(min_length=1)


class KeyNode(_Entry):
    """A node of the year around which every leader and unit looks again (S0-3.1d).

    `fixed` are its days where they are the same each year; else a commission enters them, and until then it is 待定.
    """

    words: list[str] = Field(min_length=1, description="通知里的说法，不带引号")
    fixed: Window | None = None
    lead_days: int = Field(gt=0, le=60, description="提前几天开始检查")
    form: str = Field("", description="这个节点对应的活动形式")
    leaders: list[PostClass] = [PostClass.COMMISSION_LEADER, PostClass.DIRECTOR, PostClass.DEPUTY]
    basis: Literal["", "待核", "默认"] = ""

    def days_in(self, year: int) -> tuple[date, date] | None:
        """Its days of a year, as far as the content knows them."""
        if self.fixed is None:
            return None
        first, last = (date(year, *map(int, end.split("-"))) for end in (self.fixed.first, self.fixed.last))
        return first, last


class StageKind(_Entry):
    """What a stage with one of the words in its name asks of every unit, by its last day (S2-3.2)."""

    code: Literal["self_check"]
    words: list[str] = Field(min_length=1)
    basis: Literal["", "待核", "默认"] = ""


class Budget(_Entry):
    """How many minutes one notice may cost one post in one week before a second person must sign for it."""

    minutes: int = Field(gt=0, le=10_080)


def register() -> None:
    packs.kind("domain", Domain)
    packs.kind("campaign_form", CampaignForm)
    packs.kind("campaign_outline", CampaignOutline)
    packs.kind("ask_kind", AskKind)
    packs.kind("audience", Audience)
    packs.kind("scope", Scope)
    packs.kind("budget", Budget)
    packs.kind("key_node", KeyNode)
    packs.kind("stage_kind", StageKind)


def domains() -> dict[str, Domain]:
    return packs.entries("domain", Domain)


def ask_kinds() -> dict[str, AskKind]:
    return packs.entries("ask_kind", AskKind)


def campaign_forms() -> dict[str, CampaignForm]:
    return packs.entries("campaign_form", CampaignForm)


def campaign_outlines() -> dict[str, CampaignOutline]:
    return packs.entries("campaign_outline", CampaignOutline)


def key_nodes() -> dict[str, KeyNode]:
    return packs.entries("key_node", KeyNode)


def stage_kinds() -> dict[str, StageKind]:
    return packs.entries("stage_kind", StageKind)


def audiences() -> dict[str, Audience]:
    return packs.entries("audience", Audience)


def scopes() -> dict[str, Scope]:
    return packs.entries("scope", Scope)


def budget() -> Budget:
    """What is in force for a post and a week. Without content nothing is asked for."""
    return packs.entries("budget", Budget).get("post_week") or Budget(
        code="post_week", title="不设预算", minutes=10_080
    )
