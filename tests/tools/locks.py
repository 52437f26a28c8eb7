"""Whether the locks fit what they are made from, without asking any registry.

`python -m tests.tools.locks` prints what does not fit; `make locks` mends it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
NPM_FOLDERS = ("assets", "assets/fonts", "assets/testing")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ ;\\]+)")


def faults(project: Path = PROJECT) -> list[str]:
    """One English line for each misfit; empty when all is well."""
    stated = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    run = stated["dependencies"]
    dev = [*run, *stated["optional-dependencies"]["dev"]]
    found = [*_python(project, "run", run), *_python(project, "dev", dev)]
    for name in ("build", "node"):
        found += _python(project, name, (project / f"requirements/{name}.in").read_text().split())
    for folder in NPM_FOLDERS:
        found += _npm(project / folder, folder)
    return found


def _python(project: Path, name: str, wanted: Iterable[str]) -> Iterator[str]:
    where = f"requirements/{name}.txt"
    text = (project / where).read_text()
    pins, asked = _read_lock(text)
    names = set()
    for requirement in map(Requirement, wanted):
        key = canonicalize_name(requirement.name)
        names.add(key)
        if key not in pins:
            yield f"{where}: {requirement.name} is missing"
        elif not requirement.specifier.contains(pins[key], prereleases=True):
            yield f"{where}: {requirement.name} is {pins[key]}, wanted {requirement.specifier}"
    yield from (f"{where}: {key} is wanted no longer" for key in sorted(asked - names))
    yield from (f"{where}: {key} has no hash" for key in sorted(pins) if not _has_hash(text, key))
    if re.search(r"https?://|--(extra-)?index-url|--find-links", text):
        yield f"{where}: names a registry"


def _read_lock(text: str) -> tuple[dict[str, str], set[str]]:
    """Pinned version by name, and the names that the project itself asked for."""
    pins: dict[str, str] = {}
    asked: set[str] = set()
    current = ""
    for line in text.splitlines():
        if match := PIN.match(line):
            current = canonicalize_name(match[1])
            pins[current] = match[2]
        elif line.lstrip().startswith("#") and re.search(r"weian \(pyproject\.toml\)|-r requirements/\w+\.in", line):
            asked.add(current)
    asked.discard("")
    return pins, asked


def _has_hash(text: str, key: str) -> bool:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    mine = [block for block in blocks if (match := PIN.match(block)) and canonicalize_name(match[1]) == key]
    return all("--hash=sha256:" in block for block in mine)


def _npm(folder: Path, shown: str) -> Iterator[str]:
    stated = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())
    locked = lock["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        if stated.get(kind, {}) != locked.get(kind, {}):
            yield f"{shown}/package-lock.json: {kind} differ from package.json"
        for name, version in stated.get(kind, {}).items():
            if not re.fullmatch(r"(npm:@?[\w./-]+@)?\d+\.\d+\.\d+", version):
                yield f"{shown}/package.json: {name} is not pinned exactly ({version})"
    for place, entry in lock["packages"].items():
        if "resolved" in entry:
            yield f"{shown}/package-lock.json: {place} names a registry"
        if place and "integrity" not in entry:
            yield f"{shown}/package-lock.json: {place} has no integrity hash"


def main() -> int:
    found = faults()
    print("\n".join(found) if found else "locks: all fit")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
