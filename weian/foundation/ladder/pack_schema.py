"""Ladders as content: steps in working days or minutes, and who is told at each."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from weian.foundation.packs import api as packs
from weian.foundation.people.roles import PostClass

# Who a step goes to. `supervisor` is the commission above: its desk is told and its board lists the thing.
To = Literal["owner", "superior", "duty", "chief", "supervisor"]
RECEIVERS = {
    "owner": "承办人", "superior": "承办人的上一级", "duty": "带班领导", "chief": "主要负责人",
    "supervisor": "监管部门（上督办单）",
}  # fmt: skip
SPANS = {"days": "天", "working_days": "个工作日", "minutes": "分钟"}
# Ladders that the product itself asks for by name.
NORMAL, URGENT = "esc_n", "esc_f"


class Step(BaseModel):
    """`offset` after the due day (before it, if negative), or minutes after the beginning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    offset: int = Field(ge=-60, le=10_000)
    unit: Literal["days", "working_days", "minutes"]
    to: To
    title: str = Field(min_length=1, max_length=60)


class Ladder(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    steps: tuple[Step, ...] = Field(min_length=1, max_length=12)
    superiors: tuple[PostClass, ...] = Field(default=(), description="上一级：岗位类别，从近到远")
    chiefs: tuple[PostClass, ...] = Field(default=(), description="主要负责人的岗位类别")
    duty: tuple[PostClass, ...] = Field(default=(), description="带班领导的岗位类别，依次找")
    source: str = ""
    verified: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if len({step.unit == "minutes" for step in self.steps}) > 1:
            raise ValueError("一个阶梯要么都按天，要么都按分钟")
        offsets = [step.offset for step in self.steps]
        if offsets != sorted(offsets):
            raise ValueError("各步要按时间先后排列")
        if self.by_minutes and offsets[0] < 0:
            raise ValueError("按分钟的阶梯不能早于开始")
        return self

    @property
    def by_minutes(self) -> bool:
        return self.steps[0].unit == "minutes"

    def posts_for(self, to: str) -> tuple[PostClass, ...]:
        return {"superior": self.superiors, "chief": self.chiefs, "duty": self.duty}.get(to, ())


def register() -> None:
    packs.kind("ladder", Ladder)


def ladders() -> dict[str, Ladder]:
    return packs.entries("ladder", Ladder)
