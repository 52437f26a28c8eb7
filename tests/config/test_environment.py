"""The table of environment variables says what the code reads, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from weian.config.migrating import AS_SUPERUSER
from weian.config.variables import VARIABLES

PACKAGE = Path(__file__).resolve().parents[2] / "weian"
DOCS = PACKAGE.parent / "docs"
NAME = re.compile(r"WEIAN_[A-Z_]+[A-Z]")


def test_every_variable_that_the_code_reads_is_described() -> None:
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        if path.name != "variables.py"
        for name in re.findall(r"\"(WEIAN_[A-Z_]+[A-Z])\"", path.read_text("utf-8"))
    }
    assert read == {one.name for one in VARIABLES}


def test_what_people_are_told_to_set_exists() -> None:
    """In the guide, the service files, the proxy examples and the container."""
    known = {one.name for one in VARIABLES if not one.inner}
    files = [DOCS / "deployment.md", PACKAGE.parent / "Containerfile", *(DOCS / "deploy").iterdir()]
    unknown = {name for path in files for name in NAME.findall(path.read_text("utf-8"))} - known
    assert unknown == set()


def test_what_is_run_by_hand_on_ones_own_server_is_what_the_product_runs_on_its() -> None:
    text = (DOCS / "deployment.md").read_text("utf-8")
    assert re.search(r"^psql -d weian .*", text, re.M)
    by_hand = re.findall(r"-f (\w+\.sql)", text)
    assert by_hand == ["roles.sql", *AS_SUPERUSER]
    upgrading = re.search(r"^\d\. .*`weian/config/sql/` changed: (.*)", text, re.M)
    assert upgrading and re.findall(r"`(\w+\.sql)`", upgrading[1]) == list(AS_SUPERUSER)


def test_services_start_commands_that_there_are() -> None:
    from weian.config.cli import COMMANDS

    text = "\n".join(path.read_text("utf-8") for path in (DOCS / "deploy").glob("*.service"))
    started = re.findall(r"^Exec.*/bin/weian (\w+)", text, re.M)
    assert len(started) > 4
    assert set(started) <= set(COMMANDS)
