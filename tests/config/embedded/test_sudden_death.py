"""Whatever is killed with -9, nothing is lost, nothing is left behind and the next start works."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable

import psycopg
import pytest

from weian.config import environment
from weian.config.embedded import Cluster, postmaster

from .conftest import ask, do

Starter = Callable[..., "subprocess.Popen[str]"]


def eventually(true: Callable[[], bool], seconds: float = 15.0) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return True
        time.sleep(0.05)
    return False


def answers(cluster: Cluster) -> bool:
    try:
        return ask(cluster, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def kill(*pids: int | None) -> None:
    for pid in pids:
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(postmaster.alive(pid) for pid in pids if pid))


def test_a_killed_server_is_restarted_for_those_who_use_it(durable: Cluster) -> None:
    durable.ensure_running()
    do(durable, "CREATE TABLE kept AS SELECT 7 AS n")
    before = durable.status().pid
    time.sleep(0.7)  # the keeper looks twice a second
    kill(before)

    assert eventually(lambda: answers(durable) and durable.status().pid != before)
    assert ask(durable, "SELECT n FROM kept") == 7


def test_a_killed_user_leaves_no_server_behind(cluster: Cluster, another_user: Starter) -> None:
    user = another_user(cluster.folder.root)
    assert user.stdout is not None
    assert user.stdout.readline().startswith("ready")
    user.kill()

    assert eventually(lambda: cluster.status().state == "stopped" and cluster.status().keeper_pid is None)


def test_one_killed_user_does_not_take_the_server_from_another(cluster: Cluster, another_user: Starter) -> None:
    first, second = another_user(cluster.folder.root), another_user(cluster.folder.root)
    for process in (first, second):
        assert process.stdout is not None
        process.stdout.readline()
    pid = cluster.status().pid
    first.kill()
    time.sleep(2.0)
    assert cluster.status().pid == pid
    assert answers(cluster)


def test_a_killed_keeper_takes_the_server_along_and_the_next_start_works(durable: Cluster) -> None:
    durable.ensure_running()
    do(durable, "CREATE TABLE kept AS SELECT 7 AS n")
    kill(durable.status().keeper_pid)

    durable.ensure_running()
    assert ask(durable, "SELECT n FROM kept") == 7


def test_keeper_and_server_killed_together(durable: Cluster) -> None:
    durable.ensure_running()
    do(durable, "CREATE TABLE kept AS SELECT 7 AS n")
    status = durable.status()
    kill(status.keeper_pid, status.pid)

    durable.ensure_running()
    assert ask(durable, "SELECT n FROM kept") == 7


def test_who_uses_the_server_brings_it_back_and_nobody_else_does(durable: Cluster) -> None:
    assert not durable.revive()
    durable.ensure_running()
    assert not durable.revive()  # its keeper does that
    status = durable.status()
    kill(status.keeper_pid, status.pid)

    assert durable.revive()
    assert answers(durable)
    durable.release()
    assert not durable.revive()


def test_who_serves_outlives_a_server_that_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Cluster) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Cluster, "revive", full)
    monkeypatch.setattr(environment, "_next_try", 0.0)
    for _ in range(3):
        environment.tend()
    assert capsys.readouterr().err.count("No space left") == 1  # not five lines a second


def test_a_stale_pid_file_naming_another_program_does_not_stop_the_start(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    data = cluster.folder.data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n/tmp\n\n 1 1\nready   \n")

    assert postmaster.running(data) is None
    cluster.ensure_running()
    assert answers(cluster)


def test_a_pid_file_cut_short_does_not_stop_the_start(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop("immediate")
    (cluster.folder.data / "postmaster.pid").write_text("")
    cluster.ensure_running()
    assert answers(cluster)


def test_a_lost_socket_folder_is_made_anew(cluster: Cluster) -> None:
    cluster.ensure_running()
    for entry in os.scandir(cluster.socket_dir):
        os.unlink(entry.path)
    os.rmdir(cluster.socket_dir)

    cluster.ensure_running()
    assert answers(cluster)


def test_an_interrupted_first_start_is_begun_again(fresh: Cluster) -> None:
    half = fresh.folder.root / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    fresh.ensure_running()
    assert answers(fresh)
    assert not half.exists()


def test_lost_passwords_are_replaced(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    cluster.folder.passwords.unlink()
    cluster.ensure_running()
    assert answers(cluster)
