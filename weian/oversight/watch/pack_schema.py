"""Content that watch owns: how much each term weighs, and the numbers by which it is judged."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.oversight.watch.acts import Numbers

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")


class WatchTerm(BaseModel):
    """One reason for a second look; `weight` 0 turns it off, `cap` is the most that it can say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    means: str
    weight: float = Field(ge=0, le=5)
    cap: float = Field(gt=0, le=5)


class WatchRule(BaseModel):
    """One number. Shown as 默认 until `verified`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    amount: float = Field(gt=0)
    source: str
    verified: bool = False


def register() -> None:
    packs.kind("watch_term", WatchTerm)
    packs.kind("watch_rule", WatchRule)


def terms() -> dict[str, WatchTerm]:
    return packs.entries("watch_term", WatchTerm)


def rule(code: str) -> float:
    """Raises KeyError where no pack has it."""
    return packs.entries("watch_rule", WatchRule)[code].amount


def numbers() -> Numbers:
    known = packs.entries("watch_rule", WatchRule)
    whole = ("peers", "walk_seconds", "burst_part", "burst_acts", "same_words", "same_day", "contradicted_days")
    return Numbers(
        weights={one.code: one.weight for one in terms().values()},
        caps={one.code: one.cap for one in terms().values()},
        score=known["score"].amount, share=known["share"].amount,
        **{code: int(known[code].amount) for code in whole},
    )  # fmt: skip
