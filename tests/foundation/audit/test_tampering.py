"""Whoever owns the database can change history, but not unnoticed (the long form: tests/soak)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.soak import tampering
from weian.foundation.audit import api as audit

VERIFIER = Path(__file__).parents[3] / "scripts" / "verify_audit.py"


@pytest.fixture(scope="module")
def owned(django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """A copy of the database of which somebody has every right."""
    with django_db_blocker.unblock(), tampering.clone(f"tampered_{os.getpid()}") as db:
        yield db


@pytest.fixture(autouse=True)
def _on_the_copy(owned: psycopg.Connection[Any], django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_every_changed_column_is_found_at_its_event(owned: psycopg.Connection[Any]) -> None:
    done = list(tampering.deeds(owned, 30, seed=30, ways=tampering.COLUMNS))
    assert {one.what for one in done} == set(tampering.COLUMNS)
    assert [one for one in done if not one.found] == []


@pytest.mark.parametrize("way", tampering.WHOLE)
def test_what_is_taken_away_forged_or_rewritten_is_found(owned: psycopg.Connection[Any], way: str) -> None:
    done = list(tampering.deeds(owned, 3, seed=3, ways=[way]))
    assert [one for one in done if not one.found] == []


def test_both_verifiers_are_silent_where_nothing_was_done(owned: psycopg.Connection[Any], tmp_path: Path) -> None:
    with audit.acting_as_system("test"):
        lines = list(audit.lines())
    assert len(lines) > 100 and tampering.outside_places(tampering.heads()) == tampering.places() == []
    events, anchors = tmp_path / "events.jsonl", tmp_path / "heads.json"
    events.write_text("\n".join(lines), "utf-8")
    anchors.write_text(json.dumps(tampering.heads()))
    argv = [sys.executable, "-I", str(VERIFIER), str(events), "--anchors", str(anchors)]
    told = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "0 faults\n", "")
    # The first of a chain that goes on: of a chain of one it would be the tail that is missing.
    chains = [json.loads(line).get("chain") for line in lines]  # none in the lines of heads
    chain = next(one for one in chains if one and chains.count(one) > 1)
    first = chains.index(chain)
    events.write_text("\n".join(lines[:first] + lines[first + 1 :]), "utf-8")
    told = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert told.returncode == 1 and f"{chain} 1 missing" in told.stdout
    events.write_text(lines[0][:-5], "utf-8")
    assert subprocess.run(argv, capture_output=True, check=False).returncode == 2


def test_what_was_put_back_is_whole_again(owned: psycopg.Connection[Any]) -> None:
    assert tampering.places(tampering.heads()) == []
    assert len(list(tampering.deeds(owned, 2, seed=1, ways=["why"]))) == 2
    assert tampering.places(tampering.heads()) == []
