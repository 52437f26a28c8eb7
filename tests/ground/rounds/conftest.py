import pytest

from tests.cast import Cast
from tests.ground.registry.situations import Places


@pytest.fixture
def place(cast: Cast) -> Places:
    """`place.kitchen()` registers one of 白鹭县人民医院."""
    return Places(cast)
