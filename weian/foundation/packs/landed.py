"""Which pack versions have landed: instances may have loaded them, so that their content is settled for ever."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from weian.foundation.packs.reading import CONTENT, PackFile

LANDED = CONTENT / "landed.json"


def edited(found: Iterable[PackFile], record: Path | None = None) -> list[str]:
    """A sentence for each pack whose content is no longer that of its landed version."""
    settled = _read(record or LANDED)
    return [
        f"{file.manifest.code} {file.manifest.version} 已经发布过，内容却改了：已有的环境将不能启动。请换一个版本号。"
        for file in found
        if settled.get(file.manifest.code, {}).get(file.manifest.version, file.digest) != file.digest
    ]


def land(found: Iterable[PackFile], record: Path | None = None) -> int:
    """Add the versions that are not in the record yet; what stands in it is never changed. Returns how many."""
    record = record or LANDED
    settled, added = _read(record), 0
    for file in found:
        versions = settled.setdefault(file.manifest.code, {})
        added += file.manifest.version not in versions
        versions.setdefault(file.manifest.version, file.digest)
    record.write_text(json.dumps(settled, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return added


def _read(record: Path) -> dict[str, dict[str, str]]:
    """code → version → digest."""
    return dict(json.loads(record.read_text("utf-8"))) if record.exists() else {}
