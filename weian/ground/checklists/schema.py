"""What a checklist is made of, whoever wrote it: the content pack or a unit in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

CODE = r"^[a-z0-9][a-z0-9_]*$"
MOST_SECTIONS, MOST_ITEMS = 40, 300
_INHERITED = ("domain", "line", "hazard_type")


class Kind(StrEnum):
    """How an item is answered. A reading is asked where one exists: a tick proves nothing."""

    PASS = "pass"
    READING = "reading"
    CHOICE = "choice"
    TEXT = "text"
    PHOTO = "photo"
    SIGNATURE = "signature"


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Basis(_Plain):
    """The clause on which an item rests. Cited by title, number and clause; its text is never kept here.

    `verified` is false while the clause was not compared with the official text (shown as 待核).
    """

    title: str = Field(default="", max_length=120)
    number: str = Field(default="", max_length=60)
    clause: str = Field(default="", max_length=60)
    verified: bool = True

    def __str__(self) -> str:
        name = f"《{self.title}》" if self.title and "《" not in self.title else self.title
        return f"{name}{self.number}{'　' if self.clause and self.title else ''}{self.clause}"


class Choice(_Plain):
    """One answer of an item that is chosen; `fault` says that whoever chooses it has found something wrong."""

    code: str = Field(pattern=CODE, max_length=40)
    text: str = Field(min_length=1, max_length=60)
    fault: bool = False


class Item(_Plain):
    """One thing to look at, read or ask.

    `low` and `high` are inclusive limits in `unit`; a reading outside them is a fault. `fault` is what is written
    into the hazard when the item fails. `severity` is a hint for the grade, never the grade itself. `assumed` limits
    are a default of the product, not of the cited clause (shown as 默认).
    """

    code: str = Field(pattern=CODE, max_length=40)
    text: str = Field(min_length=1, max_length=300)
    kind: Kind = Kind.PASS
    unit: str = Field("", max_length=20)
    low: float | None = None
    high: float | None = None
    assumed: bool = False
    choices: tuple[Choice, ...] = Field((), max_length=20)
    photo: Literal["never", "fault", "always"] = "never"
    required: bool = True
    na: bool = True
    fault: str = Field("", max_length=300)
    help: str = Field("", max_length=500)
    basis: Basis = Basis()
    domain: str = Field("", max_length=40)
    hazard_type: str = Field("", max_length=40)
    severity: Literal["", "general", "large", "major"] = ""
    weight: float = Field(1, ge=0, le=100)
    line: str = Field("", max_length=40)
    method: Literal["", "听", "看", "查", "访"] = ""

    @model_validator(mode="after")
    def _consistent(self) -> Item:
        if self.kind == Kind.READING:
            if self.low is None and self.high is None:
                raise ValueError("读数要有下限或上限，至少填一个")
            if self.low is not None and self.high is not None and self.low > self.high:
                raise ValueError("下限不能大于上限")
        elif self.low is not None or self.high is not None:
            raise ValueError("只有读数才有上下限")
        if self.kind == Kind.CHOICE:
            codes = [one.code for one in self.choices]
            texts = [one.text for one in self.choices]
            if len(codes) < 2 or len(set(codes)) < len(codes) or len(set(texts)) < len(texts):
                raise ValueError("选项至少要有两个，并且各不相同")
        elif self.choices:
            raise ValueError("只有选择题才有选项")
        return self

    @property
    def can_fail(self) -> bool:
        """Whether an answer to the item can be a fault."""
        return self.kind in (Kind.PASS, Kind.READING) or any(one.fault for one in self.choices)

    @property
    def asks_photo_of_fault(self) -> bool:
        """Of what cannot be a fault (words, a signature) nobody is asked for a photo of one."""
        return self.photo == "fault" and self.can_fail

    @property
    def limits(self) -> str:
        """The limits as they are read: 0.4～0.8 MPa, ≤60 ℃."""
        if self.low is not None and self.low == self.high:
            words = plain(self.low)
        elif self.low is not None and self.high is not None:
            words = f"{plain(self.low)}～{plain(self.high)}"
        elif self.low is not None:
            words = f"≥{plain(self.low)}"
        elif self.high is not None:
            words = f"≤{plain(self.high)}"
        else:
            return ""
        return f"{words} {self.unit}".strip()


class Section(_Plain):
    code: str = Field(pattern=CODE, max_length=40)
    title: str = Field(min_length=1, max_length=120)
    help: str = Field("", max_length=500)
    items: tuple[Item, ...] = ()


class Applies(_Plain):
    """For whom a checklist is; an empty list means any. `tags` are tags of places (registry), any one suffices."""

    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    light: bool | None = None
    tags: tuple[str, ...] = ()


class Sheet(_Plain):
    """A checklist in one version. `version` and `ref` are given by whoever reads it from its place.

    `score` says what the result counts: weighted items, or sections met (S3-2.4a: of nine rules).
    `purposes`: round (patrol), self (self-check), inspect (inspection from above), special (a campaign), design.
    """

    code: str = Field(pattern=CODE, max_length=40)
    title: str = Field(min_length=1, max_length=120)
    purposes: tuple[str, ...] = ()
    help: str = Field("", max_length=500)
    source: str = Field("", max_length=300)
    score: Literal["items", "sections"] = "items"
    domain: str = Field("", max_length=40)
    line: str = Field("", max_length=40)
    hazard_type: str = Field("", max_length=40)
    minutes: int | None = Field(None, ge=1, le=480)
    applies: Applies = Applies()
    sections: tuple[Section, ...] = Field((), max_length=MOST_SECTIONS)

    _ref: str = PrivateAttr("")
    _version: str = PrivateAttr("")

    @field_validator("sections")
    @classmethod
    def _codes_once(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        codes = [section.code for section in sections]
        items = [item.code for section in sections for item in section.items]
        for code in (*codes, *items):
            if (codes if code in codes else items).count(code) > 1:
                raise ValueError(f"代码“{code}”重复")
        if len(items) > MOST_ITEMS:
            raise ValueError(f"一张检查表最多 {MOST_ITEMS} 项")
        return sections

    @property
    def ref(self) -> str:
        """By which a record names this version for ever: pack:<code>@<version> or own:<uid>."""
        return self._ref

    @property
    def version(self) -> str:
        return self._version

    def called(self, ref: str, version: str) -> Sheet:
        """The same sheet with its name for records."""
        named = self.model_copy()
        named._ref, named._version = ref, version
        return named

    @property
    def items(self) -> Iterator[Item]:
        """All items in their order; domain, line and hazard type are those of the sheet where an item has none."""
        for section in self.sections:
            for item in section.items:
                yield self.item_of(item)

    def item_of(self, item: Item) -> Item:
        return item.model_copy(update={name: getattr(item, name) or getattr(self, name) for name in _INHERITED})

    def item(self, code: str) -> Item | None:
        return next((one for one in self.items if one.code == code), None)

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)


def plain(value: float) -> str:
    """A number as people write it: 24, not 24.0."""
    return format(value, ".10g")
