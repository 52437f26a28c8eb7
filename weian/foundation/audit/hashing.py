"""How an event is hashed. The algorithm is stored with each event, so it can change without breaking a chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

ALGORITHM = "sha256-v1"
_ALGORITHMS = {"sha256-v1": hashlib.sha256}

# The hashed fields, in no particular order: the canonical form sorts them.
FIELDS = ("uid", "chain", "seq", "at", "actor", "post", "reason", "verb", "kind", "record", "facts", "why", "previous")


def canonical(event: Any) -> bytes:
    """The bytes that are hashed: UTF-8 JSON with sorted keys, no blanks, times in UTC with microseconds."""
    values = {name: _plain(getattr(event, name)) for name in FIELDS}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(event: Any) -> str:
    """Hex digest of `event` by its own algorithm. Raises KeyError for an algorithm that is not known."""
    return _ALGORITHMS[event.algorithm](canonical(event)).hexdigest()


def salted(value: str, salt: bytes) -> str:
    """Digest of a personal value; without the salt it cannot be guessed back."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
