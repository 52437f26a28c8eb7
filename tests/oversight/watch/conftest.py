from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.oversight.watch.situations import Situations


@pytest.fixture(autouse=True)
def _own_evidence(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def play(cast: Cast) -> Situations:
    """`play.honest_month(points)` walks the points of 白鹭县人民医院."""
    return Situations(cast)
