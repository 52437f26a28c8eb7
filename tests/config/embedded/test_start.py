"""A cluster starts where there was none, is private, and starts again with what was in it."""

from __future__ import annotations

import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from weian.config.embedded import Cluster

from .conftest import ask, do


def test_first_start_makes_a_private_checked_chinese_capable_server(fresh: Cluster) -> None:
    said: list[str] = []
    fresh.ensure_running(say=said.append)

    assert said == ["第一次启动，正在建立数据库…"]
    assert ask(fresh, "SHOW listen_addresses") == ""
    assert ask(fresh, "SHOW data_checksums") == "on"
    assert ask(fresh, "SHOW server_encoding") == "UTF8"
    assert ask(fresh, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") == "C.UTF-8"
    assert ask(fresh, "SELECT '消防' ~ '^\\w+$'") is True
    for private in (fresh.folder.passwords, fresh.folder.record):
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(fresh.socket_dir).stat().st_mode) == 0o700


def test_nobody_enters_without_the_password(cluster: Cluster) -> None:
    cluster.ensure_running()
    wrong = cluster.superuser_dsn().replace(cluster.password("postgres"), "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_second_start_is_quick_and_finds_the_data(cluster: Cluster) -> None:
    cluster.ensure_running()
    do(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    assert cluster.status().state == "stopped"

    began = time.monotonic()
    cluster.ensure_running()
    assert time.monotonic() - began < 3.0
    assert ask(cluster, "SELECT n FROM kept") == 7


def test_asking_again_changes_nothing(cluster: Cluster) -> None:
    first = cluster.ensure_running().status()
    assert cluster.ensure_running().status() == first


def test_a_data_folder_deeper_than_a_socket_path_may_be(room: Path) -> None:
    deep = Cluster(room / ("深" * 40) / ("d" * 120) / "pg", durable=False, linger=0.2)
    assert len(str(deep.folder.data).encode()) > 250
    try:
        deep.ensure_running()
        assert ask(deep, "SELECT 1") == 1
        assert len(deep.socket_dir.encode()) < 80
    finally:
        deep.stop()
        deep.release()


def test_three_starters_at_once_share_one_server(
    cluster: Cluster, another_user: Callable[..., subprocess.Popen[str]]
) -> None:
    processes = [another_user(cluster.folder.root) for _ in range(3)]
    answers = {process.stdout.readline() for process in processes if process.stdout}
    assert len(answers) == 1
    assert answers.pop().startswith("ready ")


def test_databases_are_made_once_and_dropped(cluster: Cluster) -> None:
    cluster.ensure_running()
    assert cluster.createdb("one") is True
    assert cluster.createdb("one") is False
    assert cluster.createdb("two", owner="postgres", template="one") is True
    assert ask(cluster, "SELECT current_database()", "two") == "two"
    cluster.dropdb("one")
    assert ask(cluster, "SELECT count(*) FROM pg_database WHERE datname = 'one'") == 0


def test_django_gets_the_same_address_as_libpq(cluster: Cluster) -> None:
    cluster.ensure_running()
    entry = cluster.django("postgres", "postgres")
    with psycopg.connect(
        host=entry["HOST"], port=entry["PORT"], user=entry["USER"], password=entry["PASSWORD"], dbname=entry["NAME"]
    ) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
