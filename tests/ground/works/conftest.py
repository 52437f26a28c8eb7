from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.ground.works.situations import NOW, Situations
from weian.kernel import clock


@pytest.fixture(autouse=True)
def _own_evidence(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def play(cast: Cast) -> Iterator[Situations]:
    """A Monday morning at 白鹭县人民医院."""
    with clock.moved_to(NOW):
        yield Situations(cast)
