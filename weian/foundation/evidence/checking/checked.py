from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its bytes (images drawn anew), true type and true ending.

    `width` and `height` are pixels; `thumb` is a small JPEG; `claimed_at` is the moment that the photo itself tells.
    `dhash` is the difference hash of the picture (64 bits, signed): pictures that look alike differ in few bits.
    """

    data: bytes
    mime: str
    ending: str
    width: int | None = None
    height: int | None = None
    thumb: bytes = b""
    claimed_at: datetime | None = None
    dhash: int | None = None
