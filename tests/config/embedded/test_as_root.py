"""Root starts a cluster without PostgreSQL ever running as root, whoever owns the data."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from weian.config.embedded import Cluster, EmbeddedError, identity

from .conftest import ask
from .test_ordinary_user import AS_ORDINARY_USER, first_line

Starter = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "can_unshare", lambda: False)


def owner_of(pid: int | None) -> int:
    return os.stat(f"/proc/{pid}").st_uid


def test_without_namespaces_the_server_becomes_an_ordinary_user(no_namespaces: None, fresh: Cluster) -> None:
    fresh.ensure_running()
    assert ask(fresh, "SELECT 1") == 1
    assert owner_of(fresh.status().pid) != 0
    fresh.stop()
    fresh.ensure_running()
    assert ask(fresh, "SELECT 1") == 1


def test_without_namespaces_a_folder_below_a_private_one_is_refused(no_namespaces: None, room: Path) -> None:
    (room / "private").mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match="普通用户"):
        Cluster(room / "private" / "pg").ensure_running()


def test_root_runs_somebody_elses_cluster_as_its_owner(room: Path, another_user: Starter) -> None:
    home = room / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    process = another_user(home / "pg", *AS_ORDINARY_USER)
    assert first_line(process).startswith("ready")
    process.communicate("")

    cluster = Cluster(home / "pg", durable=False, linger=0.2)
    try:
        cluster.ensure_running()
        assert ask(cluster, "SELECT 1") == 1
        assert owner_of(cluster.status().pid) == 65534
    finally:
        cluster.stop()
        cluster.release()


def test_an_ordinary_user_does_not_take_roots_cluster(cluster: Cluster, another_user: Starter) -> None:
    cluster.ensure_running()
    cluster.stop()
    os.chmod(cluster.folder.root, 0o777)
    for name in ("start.lock", "users.lock", "keeper.lock"):
        os.chmod(cluster.folder.root / name, 0o666)
    process = another_user(cluster.folder.root, *AS_ORDINARY_USER)
    assert "属于用户 root" in first_line(process)
