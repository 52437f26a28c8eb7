"""Which requirement rows a run proves: the rows on tests that passed, when every test that claims the row passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROVED = Path(__file__).resolve().parents[1] / "var" / "mission.json"

_claims: dict[str, list[str]] = {}
_failed: set[str] = set()
_passed: set[str] = set()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("row"):
            for row in mark.args:
                _claims.setdefault(row, []).append(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.add(report.nodeid)
    elif report.when == "call" and report.passed:
        _passed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the result of whole runs only: a run of one file proves nothing about the rest."""
    if session.config.args != session.config.getini("testpaths") or session.config.option.keyword:
        return
    proved = {
        row: tests for row, tests in sorted(_claims.items()) if all(t in _passed and t not in _failed for t in tests)
    }
    PROVED.parent.mkdir(exist_ok=True)
    PROVED.write_text(json.dumps(proved, ensure_ascii=False, indent=1))
