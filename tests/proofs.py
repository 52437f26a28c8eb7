"""Which requirement rows a run proves: the rows on tests that passed, when every test that claims the row passed."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

PROVED = Path(__file__).resolve().parents[1] / "var" / "mission.json"

_claims: defaultdict[str, set[str]] = defaultdict(set)
_failed: set[str] = set()
_passed: set[str] = set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rows travel with the reports, so that a run on several processes adds up in the one that reports."""
    for item in items:
        item.user_properties += [("row", row) for mark in item.iter_markers("row") for row in mark.args]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, row in report.user_properties:
        if name == "row":
            _claims[str(row)].add(report.nodeid)
    if report.failed:
        _failed.add(report.nodeid)
    elif report.when == "call" and report.passed:
        _passed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the result of whole runs only: a run of one file proves nothing about the rest."""
    whole = session.config.args == session.config.getini("testpaths") and not session.config.option.keyword
    if not whole or "PYTEST_XDIST_WORKER" in os.environ:
        return
    proved = {row: sorted(tests) for row, tests in sorted(_claims.items()) if tests <= _passed - _failed}
    PROVED.parent.mkdir(exist_ok=True)
    PROVED.write_text(json.dumps(proved, ensure_ascii=False, indent=1))
