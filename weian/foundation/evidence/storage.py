"""Where the bytes lie: EVIDENCE_ROOT/<first two hex digits>/<sha256>, thumbnails beside them as <sha256>.thumb."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_THUMB = ".thumb"


def path_of(sha256: str) -> Path:
    return Path(settings.EVIDENCE_ROOT) / sha256[:2] / sha256


def thumb_of(sha256: str) -> Path:
    return path_of(sha256).with_name(sha256 + _THUMB)


def put(path: Path, data: bytes) -> None:
    """Write `data` at `path` so that the file is either whole on the disk or not there.

    What is there already is the same bytes; its time is renewed, so that the sweep cannot take it before the commit.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.utime(path)
        return
    except FileNotFoundError:
        pass
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def disk_time() -> float:
    """Now by the clock of the disk, in seconds since 1970: file times do not follow a moved clock."""
    root = Path(settings.EVIDENCE_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root, prefix=".clock-") as probe:
        return os.fstat(probe.fileno()).st_mtime


def older_than(moment: float) -> Iterator[Path]:
    """Files last touched before `moment` (seconds since 1970), drafts of killed processes included."""
    for path in Path(settings.EVIDENCE_ROOT).glob("*/*"):
        try:
            if path.stat().st_mtime < moment:
                yield path
        except FileNotFoundError:
            continue


def digest_in(path: Path) -> str | None:
    """The digest that a file's name carries; None for a draft."""
    return None if path.name.startswith(".") else path.name.removesuffix(_THUMB)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too: fsync of a file does not keep its entry in the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
