"""What cannot work is refused in Chinese, with a way out, and nothing is broken by trying."""

from __future__ import annotations

from pathlib import Path

import pytest

from weian.config.embedded import Cluster, EmbeddedError, binaries
from weian.config.embedded.errors import explain


def test_a_file_where_the_folder_should_be(room: Path) -> None:
    (room / "pg").write_text("mine")
    with pytest.raises(EmbeddedError, match="路径中有同名的文件"):
        Cluster(room / "pg").ensure_running()
    assert (room / "pg").read_text() == "mine"


def test_data_of_a_version_that_is_not_here(fresh: Cluster) -> None:
    fresh.folder.make()
    fresh.folder.data.mkdir()
    (fresh.folder.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="数据由 PostgreSQL 12 建立"):
        fresh.ensure_running()


def test_a_broken_version_file(fresh: Cluster) -> None:
    fresh.folder.make()
    fresh.folder.data.mkdir()
    (fresh.folder.data / "PG_VERSION").write_text("?")
    with pytest.raises(EmbeddedError, match="从备份恢复"):
        fresh.ensure_running()


def test_a_damaged_cluster_says_where_the_log_is(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    (cluster.folder.data / "global" / "pg_control").unlink()
    with pytest.raises(EmbeddedError, match=r"数据库启动失败[\s\S]*postgres\.log"):
        cluster.ensure_running()


def test_unsafe_test_server_is_not_taken_for_a_real_one(cluster: Cluster) -> None:
    cluster.ensure_running()
    with pytest.raises(EmbeddedError, match="不保证落盘"):
        Cluster(cluster.folder.root, durable=True).ensure_running()


def test_no_address_before_the_first_start(fresh: Cluster) -> None:
    with pytest.raises(EmbeddedError, match="还没有启动过"):
        fresh.url("postgres", "postgres")


def test_no_password_for_a_strange_role(fresh: Cluster) -> None:
    fresh.folder.make()
    with pytest.raises(EmbeddedError, match="角色 mallory"):
        fresh.password("mallory")


def test_no_postgresql_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_folders", list)
    with pytest.raises(EmbeddedError, match="WEIAN_DATABASE_URL"):
        binaries.find()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("FATAL: could not write: No space left on device", "磁盘已满"),
        ("initdb: error: could not create directory: Read-only file system", "只读"),
        ('FATAL:  data directory "/x" has wrong ownership', "属主"),
        ('FATAL:  lock file "postmaster.pid" already exists', "另一个数据库进程"),
        ("something nobody has seen", ""),
    ],
)
def test_postgresql_complaints_are_translated(said: str, meant: str) -> None:
    assert meant in explain(said)
    assert bool(explain(said)) == bool(meant)
