"""Content that registry owns: what types of subjects there are, what is asked of each, and the tags that they carry."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs
from weian.ground.registry.kinds import Kind

CODE = Field(pattern=r"^[a-z][a-z0-9_]*$")


class TypedField(BaseModel):
    """One thing that is asked of every subject of a type."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    kind: Literal["text", "number", "whole", "day", "yes_no", "choice"] = "text"
    choices: list[str] = []
    unit: str = ""
    required: bool = False
    help: str = ""


class SubjectType(BaseModel):
    """A type of subject, e.g. 配电室. `needs_post`: no subject of the type without a named post (S2-2.4g)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    kind: Kind
    group: str = ""
    aliases: list[str] = []
    fields: list[TypedField] = []
    domain: str = ""
    line: str = ""
    needs_post: bool = False
    source: str = ""
    verified: bool = True


class PlaceTag(BaseModel):
    """A list that subjects are on, e.g. 重点部位（七类）. `types` are its members: new subjects of them get the tag."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    title: str
    types: list[str] = []
    source: str = ""
    clause: str = ""
    verified: bool = True


class PlaceHost(BaseModel):
    """Which institutions can have a place of the type `code` at all. Where none says it, all can."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = CODE
    unit_types: list[str] = Field(min_length=1)
    source: str = ""
    verified: bool = True


def check_types(found: list[BaseModel]) -> list[str]:
    """Complaints about fields that are asked twice, and choices without any."""
    complaints = []
    for one in found:
        assert isinstance(one, SubjectType)
        codes = [field.code for field in one.fields]
        complaints += [
            f"类型“{one.title}”：字段“{code}”重复" for code in sorted({c for c in codes if codes.count(c) > 1})
        ]
        complaints += [
            f"类型“{one.title}”：“{field.title}”要列出选项"
            for field in one.fields
            if (field.kind == "choice") != bool(field.choices)
        ]
    return complaints


def register() -> None:
    packs.kind("subject_type", SubjectType, check_types)
    packs.kind("place_tag", PlaceTag)
    packs.kind("place_host", PlaceHost)


def subject_types() -> dict[str, SubjectType]:
    """All types by code, in the order of the content."""
    return packs.entries("subject_type", SubjectType)


def by_group() -> dict[str, list[SubjectType]]:
    """The types as they are offered to whoever registers one."""
    groups: dict[str, list[SubjectType]] = {}
    for one in subject_types().values():
        groups.setdefault(one.group or "其他", []).append(one)
    return groups


def place_tags() -> dict[str, PlaceTag]:
    return packs.entries("place_tag", PlaceTag)


def hosts() -> dict[str, frozenset[str]]:
    """Types of place → the types of institutions that alone can have one."""
    return {code: frozenset(one.unit_types) for code, one in packs.entries("place_host", PlaceHost).items()}


def hosted_by(unit_type: str) -> dict[str, SubjectType]:
    """What an institution of this type can have; one whose type nobody said can have everything."""
    only = hosts()
    return {
        code: one for code, one in subject_types().items()
        if one.kind != Kind.PARTY and (not unit_type or unit_type in only.get(code, {unit_type}))
    }  # fmt: skip


def tags_of_type(type_code: str) -> list[str]:
    """The tags that a new subject of a type gets: the lists that name it."""
    return [tag.code for tag in place_tags().values() if type_code in tag.types]
