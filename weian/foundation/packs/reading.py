"""Packs on disk: weian/content/<domain>/<pack>/pack.yaml beside <kind>.yaml files, each a list of entries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from weian.foundation.packs.kinds import known

CONTENT = Path(__file__).resolve().parents[2] / "content"
# libyaml, where PyYAML was built with it, reads the same ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadPack(Exception):
    """A pack that does not validate. `complaints` are Chinese sentences naming file, entry and field."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    version: str
    title: str
    source: str = ""
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class PackFile:
    manifest: Manifest
    entries: dict[str, list[BaseModel]]
    digest: str


def packs_on_disk(root: Path = CONTENT) -> Iterator[PackFile]:
    """All packs below `root`, validated. Raises BadPack."""
    for manifest in sorted(root.glob("*/*/pack.yaml")):
        yield read_pack(manifest.parent)


def read_pack(folder: Path) -> PackFile:
    """One pack. Raises BadPack with every complaint at once."""
    complaints: list[str] = []
    manifest = _manifest(folder / "pack.yaml")
    entries: dict[str, list[BaseModel]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "pack.yaml":
            name = path.stem.replace("-", "_")
            entries[name] = _entries(name, path, complaints)
    for name, found in entries.items():
        check = known()[name].check if name in known() else None
        complaints += check(found) if check and not complaints else []
    if complaints:
        raise BadPack(complaints)
    return PackFile(manifest, entries, _digest(manifest, entries))


def _manifest(path: Path) -> Manifest:
    try:
        return Manifest.model_validate(yaml.load(path.read_text("utf-8"), _LOADER) or {})
    except (ValidationError, yaml.YAMLError) as error:
        raise BadPack([f"{path.parent.name}/pack.yaml：{error}"]) from error


def _entries(name: str, path: Path, complaints: list[str]) -> list[BaseModel]:
    if name not in known():
        complaints.append(f"{path.parent.name}/{path.name}：没有叫“{name}”的内容种类")
        return []
    try:
        raw = yaml.load(path.read_text("utf-8"), _LOADER) or []
    except yaml.YAMLError as error:
        complaints.append(f"{path.parent.name}/{path.name}：不是有效的 YAML：{error}")
        return []
    if not isinstance(raw, list):
        complaints.append(f"{path.parent.name}/{path.name}：应是一个列表")
        return []
    found: list[BaseModel] = []
    for number, item in enumerate(raw, 1):
        try:
            found.append(known()[name].schema.model_validate(item))
        except ValidationError as error:
            where = f"{path.parent.name}/{path.name} 第 {number} 项"
            complaints += [f"{where} {'.'.join(map(str, one['loc']))}：{one['msg']}" for one in error.errors()]
    codes = [one.code for one in found]  # type: ignore[attr-defined]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    complaints += [f"{path.parent.name}/{path.name}：代码“{code}”重复" for code in twice]
    return found


def _digest(manifest: Manifest, entries: dict[str, list[BaseModel]]) -> str:
    plain = {"manifest": manifest.model_dump(mode="json")} | {
        name: [one.model_dump(mode="json") for one in found] for name, found in sorted(entries.items())
    }
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
