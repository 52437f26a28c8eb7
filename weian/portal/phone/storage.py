"""Where the bytes of a photo lie until all of them are here: beside the evidence, one file for each photo."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from weian.foundation.evidence import api as evidence


def part_of(uid: UUID) -> Path:
    return Path(settings.EVIDENCE_ROOT).parent / "arriving" / str(uid)


def length(uid: UUID) -> int:
    try:
        return part_of(uid).stat().st_size
    except FileNotFoundError:
        return 0


def write(uid: UUID, at: int, data: bytes) -> None:
    """Put `data` at that place, cut off what lay behind it, and make it last."""
    path = part_of(uid)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.seek(at)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def drop(uid: UUID) -> None:
    part_of(uid).unlink(missing_ok=True)


def sweep(age: timedelta) -> int:
    """Remove pieces that were not added to for so long; returns how many. By the clock of the disk."""
    border, removed = evidence.disk_time() - age.total_seconds(), 0
    for path in part_of(UUID(int=0)).parent.glob("*"):
        with suppress(FileNotFoundError):  # it became whole meanwhile
            if path.stat().st_mtime < border:
                path.unlink()
                removed += 1
    return removed
