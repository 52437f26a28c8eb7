"""Whoever owns the database can change history, but not unnoticed (the long form: tests/soak)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.soak import tampering


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


def test_what_was_put_back_is_whole_again(owned: psycopg.Connection[Any]) -> None:
    assert tampering.places(tampering.heads()) == []
    assert len(list(tampering.deeds(owned, 2, seed=1, ways=["why"]))) == 2
    assert tampering.places(tampering.heads()) == []
