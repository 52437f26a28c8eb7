from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.ground.experts.situations import Situations


@pytest.fixture
def play(cast: Cast) -> Situations:
    """`play.drawn()` draws units of the city."""
    return Situations(cast)
