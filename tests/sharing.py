"""How a run is shared between its processes: what starts servers comes first, what shares one stays in one process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
# One running product and its browsers serve them all: a second process would start a second one.
TOGETHER = "tests/journeys/"
# Those first, so that no process waits for one of them at the end; the second process begins with what has clusters
# of its own, while the first makes the template of the database.
FIRST = ("journeys", "config/embedded", "config", "portal", "trust", "ui", "upgrade")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.path.relative_to(HERE).as_posix()))


def _turn(path: str) -> int:
    return next((at for at, first in enumerate(FIRST) if path.startswith(f"{first}/")), len(FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """By file, as --dist loadfile does, but for what stays together."""
    from xdist.scheduler import LoadFileScheduling

    class ByHouse(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return TOGETHER if nodeid.startswith(TOGETHER) else str(super()._split_scope(nodeid))

    return ByHouse(config, log) if config.getoption("dist") == "loadfile" else None
