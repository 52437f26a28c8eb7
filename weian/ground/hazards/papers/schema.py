"""Which papers are given out about a hazard, as content: their title and the word of their number."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.foundation.people.api import Refused
from weian.ground.hazards.kinds import PaperKind


class HazardPaper(BaseModel):
    """A paper with a number of its own series."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: PaperKind
    title: str
    word: str = Field(min_length=1, max_length=8)
    source: str = ""
    verified: bool = True


def register() -> None:
    packs.kind("hazard_paper", HazardPaper)


def titles() -> dict[str, str]:
    return {code: one.title for code, one in packs.entries("hazard_paper", HazardPaper).items()}


def paper(kind: PaperKind) -> HazardPaper:
    """Raises Refused where no content says what it is called."""
    found = packs.entries("hazard_paper", HazardPaper).get(kind)
    if found is None:
        raise Refused("没有这种文书，请系统管理员装入隐患文书的内容包。")
    return found
