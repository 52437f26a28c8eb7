from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from weian.foundation.evidence import gates


@pytest.fixture(autouse=True)
def evidence_root(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def gated(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[object, object]]]:
    """A kind of owner, "thing", seen exactly by the (record, person) pairs in the set."""
    pairs: set[tuple[object, object]] = set()
    monkeypatch.setitem(gates._gates, "thing", lambda uid, viewer: (uid, viewer.person.pk) in pairs)
    yield pairs
