"""What every test has: a database of the run, seen as weian_app without any scope, and the cast."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests import cast as players
from tests import database
from tests.cast import Cast
from weian.foundation.audit import api as audit
from weian.foundation.people.middleware import POST_KEY
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards.lookback import choosing
from weian.kernel import scope

pytest_plugins = ["tests.proofs", "tests.sharing"]

Acting = Callable[[Viewer], AbstractContextManager[Viewer]]


gc.set_threshold(20_000, 50, 50)  # what a run has loaded stays until its end: looking through it often takes a tenth


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """One clone of the template for this run."""
    with django_db_blocker.unblock(), database.database(f"test_{os.getpid()}") as name:
        database.point_django_at(name)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses the database may use both connections: the request's and the throttle's."""
    for item in items:
        if {"db", "cast"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(databases=["default", "throttle"]))


@pytest.fixture(autouse=True)
def _nobody_looks(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test starts as weian_app without scope: on fenced tables it sees nothing until somebody acts."""
    if not _uses_database(request):
        yield
        return
    request.getfixturevalue("db")
    with scope.applied(scope.NOBODY):
        yield


@pytest.fixture(autouse=True)
def _not_by_chance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No closed hazard is drawn for a look back, as one of ten would be; but where the lot itself is tested."""
    if "lookback" not in request.node.nodeid:
        monkeypatch.setattr(choosing, "_lot", lambda hazard: 99)


@pytest.fixture
def cast(db: None) -> Cast:
    """The province, its units and people (tests/cast.py)."""
    return players.Cast()


@contextmanager
def acting(viewer: Viewer) -> Iterator[Viewer]:
    """Inside the block the database shows what `viewer` may see."""
    with scope.applied(viewer.scope):
        yield viewer


@contextmanager
def set_up() -> Iterator[None]:
    """Inside the block the test arranges things, seeing all."""
    with audit.acting_as_system("test set-up"):
        yield


def client_of(viewer: Viewer) -> Client:
    """A browser-like client, signed in as `viewer` in that post."""
    client = Client()
    with set_up():
        client.force_login(viewer.person.account, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[POST_KEY] = str(viewer.appointment.uid)
        session.save()
    return client


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own whose transactions really commit, so that two connections meet."""
    with (
        django_db_blocker.unblock(),
        database.database(f"apart_{os.getpid()}") as name,
        database.pointed_at(name),
    ):
        yield name


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the exception that it raised; all start at the same moment, each with its connection."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[at] = act()
        except BaseException as error:
            results[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "two acts wait for each other"
    return results


def _uses_database(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("django_db") is not None or bool({"db", "cast"} & set(request.fixturenames))
