"""Domains that run through the same loop and count in no figure of production safety, e.g. 医疗质量 (S3-2.2a)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.packs import api as packs


class ApartDomain(BaseModel):
    """A domain that is looked after here and is no production safety."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    source: str = ""
    verified: bool = True


def register() -> None:
    packs.kind("apart_domain", ApartDomain)


def domains_apart() -> frozenset[str]:
    return frozenset(packs.entries("apart_domain", ApartDomain))


def words_apart() -> str:
    """What those domains are called."""
    return "、".join(one.title for one in packs.entries("apart_domain", ApartDomain).values())
