"""What a phone says, as it may be read: shapes, limits and what cannot be stored taken out. It decides nothing."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

VERSION = 1
MOST_ACTS = 50
MOST_PHOTOS = 80
HEAD_MAX = 1_000_000
# A clock that was moved by more than this between the act and now is not believed.
STEADY = timedelta(minutes=2)
OLDEST = timedelta(days=62)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(Exception):
    """The whole message cannot be read; a sentence for the log, and for whoever wrote the client."""


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class PhotoTold(_Told):
    uid: UUID
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=1, le=20 * 2**20)
    role: str = Field(default="scene", max_length=40, pattern=r"^[a-z_]+$")
    source: str = Field(default="picked", pattern=r"^(camera|picked|upload)$")
    name: str = Field(default="", max_length=120)
    taken_at: str = Field(default="", max_length=40)


class ActTold(_Told):
    uid: UUID
    seq: int = Field(ge=1, le=HEAD_MAX)
    kind: str = Field(max_length=40)
    v: int = Field(default=1, ge=1, le=1_000)
    made_at: str = Field(default="", max_length=40)
    offset: int | None = Field(default=None, ge=-(10**13), le=10**13)
    post: UUID
    instead_of: UUID | None = None
    body: dict[str, Any] = Field(default_factory=dict)
    photos: tuple[PhotoTold, ...] = Field(default=(), max_length=MOST_PHOTOS)

    @property
    def digest(self) -> str:
        """Of what was said; not of when and how often it was sent."""
        said = self.model_dump(mode="json", include={"uid", "kind", "v", "made_at", "post", "body", "photos"})
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class BatchTold(_Told):
    v: int = Field(ge=1, le=1_000)
    line: UUID
    head: int = Field(ge=0, le=HEAD_MAX)
    pending: tuple[tuple[int, int], ...] | None = Field(default=(), max_length=2_000)
    device_now: str = Field(default="", max_length=40)
    build: str = Field(default="", max_length=40)
    acts: tuple[ActTold, ...] = Field(default=(), max_length=MOST_ACTS)

    @field_validator("pending")
    @classmethod
    def _in_order(cls, value: tuple[tuple[int, int], ...] | None) -> tuple[tuple[int, int], ...] | None:
        if value is not None and any(not 1 <= low <= high <= HEAD_MAX for low, high in value):
            raise ValueError("ranges of numbers from 1 upwards")
        return value


def read(raw: bytes) -> BatchTold:
    """Raises Unreadable."""
    try:
        return BatchTold.model_validate(storable(json.loads(raw)))
    except (ValueError, RecursionError, ValidationError) as error:
        raise Unreadable("看不懂手机发来的内容。请更新页面后再发，记录还在手机上。") from error


def storable(value: Any) -> Any:
    """Without NUL and lone surrogates, which PostgreSQL cannot hold; numbers that JSON cannot are refused."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    if isinstance(value, float) and not -1e300 < value < 1e300:
        raise ValueError("not a number")
    return value


def moment(text: str) -> datetime | None:
    """A moment with its zone between 2000 and 2100; None for anything else, for it is only a claim."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo and 2000 <= found.year < 2100 else None
    except (ValueError, OverflowError):
        return None


def is_doubtful(act: ActTold, *, now: datetime, offset_now: int | None) -> bool:
    """Whether the phone's word on when cannot be believed: none, impossible, or its clock was moved since."""
    claimed = moment(act.made_at)
    if claimed is None or act.offset is None:
        return True
    if offset_now is not None and abs(act.offset - offset_now) > STEADY.total_seconds() * 1000:
        return True
    try:
        corrected = claimed + timedelta(milliseconds=act.offset)
    except OverflowError:
        return True
    return not now - OLDEST <= corrected <= now + STEADY


def offset_of(device_now: str, *, now: datetime) -> int | None:
    """By how many milliseconds our clock is ahead of the phone's."""
    said = moment(device_now)
    return None if said is None else round((now - said).total_seconds() * 1000)
