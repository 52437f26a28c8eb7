from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests import database
from tests.cast import Cast
from tests.trust.world import World
from weian.ground.hazards.lookback import choosing
from weian.kernel import scope


@pytest.fixture(scope="module")
def world_made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """The world, made once for a module in a database of its own; what its tests do there is undone."""
    with (
        django_db_blocker.unblock(),
        database.database(f"trust_{os.getpid()}") as name,
        database.pointed_at(name),
        override_settings(EVIDENCE_ROOT=tmp_path_factory.mktemp("evidence")),
    ):
        with pytest.MonkeyPatch.context() as patched, scope.applied(scope.NOBODY):
            patched.setattr(choosing, "_lot", lambda hazard: 99)
            made = World(Cast())
        yield made


@pytest.fixture
def world(world_made: World, cast: Cast) -> World:
    """The world as nobody has touched it yet, its agency among the cast."""
    one = copy.deepcopy(world_made)
    cast.agency, one.cast = one.cast.agency, cast
    return one
