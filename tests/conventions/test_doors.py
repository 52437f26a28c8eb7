"""What import-linter cannot see: doors of apps, template reach, file sizes, forbidden words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "weian"
STOREYS = ["kernel", "ui", "foundation", "ground", "programs", "oversight", "portal"]
# Other apps may import these rooms of an app; everything else goes through its api.
OPEN_ROOMS = {"api", "models"}
# Mechanism modules that every app needs and that hold no business.
ALSO_OPEN = {
    "weian.foundation.people.viewer", "weian.foundation.people.roles", "weian.foundation.people.middleware",
    "weian.foundation.org.kinds", "weian.foundation.documents.reading", "weian.foundation.documents.paper",
    "weian.ui.templatetags",
}  # fmt: skip

FOREIGN = re.compile(r'(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*"([a-z]+)\.')
PYTHON = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def app_of(module: str) -> str | None:
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 and parts[1] in STOREYS[2:] else None


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in found if name.startswith("weian.")]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_other_apps_are_entered_by_their_door() -> None:
    wrong = []
    for path in PYTHON:
        mine = app_of(module_of(path))
        if mine is None:
            continue
        for name in imports_of(path):
            theirs = app_of(name)
            if theirs is None or theirs == mine or any(name.startswith(one) for one in ALSO_OPEN):
                continue
            rooms = name.split(".")[3:]
            if rooms and rooms[0] not in OPEN_ROOMS:
                wrong.append(f"{module_of(path)} → {name}")
    assert wrong == []


def test_templates_and_string_foreign_keys_reach_down_only() -> None:
    wrong = []
    label_storey = {path.parent.name: path.parent.parent.name for path in PACKAGE.glob("*/*/apps.py")}
    label_storey |= {"ui": "ui"}
    for path in PACKAGE.rglob("*.html"):
        storey = path.relative_to(PACKAGE).parts[0]
        for name in re.findall(r'{%\s*(?:include|extends)\s+"([a-z_]+)/', path.read_text("utf-8")):
            if name in label_storey and STOREYS.index(label_storey[name]) > STOREYS.index(storey):
                wrong.append(f"{path.relative_to(ROOT)} → {name}")
    for path in PYTHON:
        if "models" not in path.parts:
            continue
        storey = path.relative_to(PACKAGE).parts[0]
        for name in FOREIGN.findall(path.read_text("utf-8")):
            if name in label_storey and STOREYS.index(label_storey[name]) > STOREYS.index(storey):
                wrong.append(f"{path.relative_to(ROOT)} → {name}")
    assert wrong == []


@pytest.mark.parametrize("folder", ["weian", "tests"])
def test_no_python_file_is_over_500_lines(folder: str) -> None:
    files = (ROOT / folder).rglob("*.py")
    long = [str(p.relative_to(ROOT)) for p in files if len(p.read_text("utf-8").splitlines()) > 500]
    assert long == []


def test_every_app_says_what_it_owns() -> None:
    assert [str(p.parent) for p in PACKAGE.glob("*/*/apps.py") if not (p.parent / "README.md").exists()] == []


def test_nobody_reads_another_clock() -> None:
    reads = re.compile(r"\b(datetime\.now|date\.today|timezone\.now|datetime\.utcnow|time\.time)\(")
    allowed = {"weian/kernel/clock.py"}
    wrong = [
        str(p.relative_to(ROOT)) for p in PYTHON
        if reads.search(p.read_text("utf-8")) and str(p.relative_to(ROOT)) not in allowed and "config" not in p.parts
    ]  # fmt: skip
    assert wrong == []


def test_nothing_is_skipped_or_left_for_later() -> None:
    marks = re.compile(r"pytest\.(mark\.)?(skip|xfail)|\b(TODO|FIXME|XXX)\b|NotImplementedError\(\)")
    here = Path(__file__)
    wrong = [
        f"{p.relative_to(ROOT)}"
        for folder in ("weian", "tests")
        for p in (ROOT / folder).rglob("*.py")
        if p != here and marks.search(p.read_text("utf-8"))
    ]
    assert wrong == []


def test_row_ids_are_known_and_unique() -> None:
    from weian.config.commands.mission import rows

    lines = (ROOT / "docs" / "requirements.tsv").read_text("utf-8").splitlines()[1:]
    assert len(lines) == len(rows()) == 388
