"""Your own PostgreSQL: what was forgotten or set wrong is said in words before anything is done."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from tests import database
from weian.config import foreign
from weian.config.backup import programs
from weian.config.backup.errors import BackupError


@pytest.fixture
def name(django_db_setup: None) -> str:
    """The database of this run; nothing here writes into it."""
    return str(connections["default"].settings_dict["NAME"])


def test_a_server_made_by_the_guide_is_taken(name: str) -> None:
    server = database.cluster()
    foreign.check_login(server.url("weian_login", name))
    foreign.check_owner(server.url("weian_owner", name))


def test_an_account_that_row_security_does_not_hold_is_refused(name: str) -> None:
    server = database.cluster()
    with pytest.raises(foreign.Unfit, match="绕过行级安全"):
        foreign.check_login(server.superuser_dsn(name))
    with pytest.raises(foreign.Unfit, match=r"roles\.sql"):
        foreign.check_login(server.url("weian_owner", name))
    with pytest.raises(foreign.Unfit, match="现在是 weian_login"):
        foreign.check_owner(server.url("weian_login", name))


def test_what_a_superuser_has_not_run_again_after_an_upgrade_is_named(apart: str) -> None:
    server = database.cluster()
    with psycopg.connect(server.superuser_dsn(apart), autocommit=True) as db:
        db.execute("CREATE OR REPLACE FUNCTION weian_guard_place() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'")
    with pytest.raises(foreign.Unfit, match=r"没有重新执行）tree\.sql。"):
        foreign.check_owner(server.url("weian_owner", apart))
    with psycopg.connect(server.superuser_dsn(apart), autocommit=True) as db:
        db.execute("DROP FUNCTION weian_find_hazards")
    with pytest.raises(foreign.Unfit, match=r"tree\.sql、search\.sql"):
        foreign.check_owner(server.url("weian_owner", apart))


def test_an_older_server_is_refused_at_the_start_with_both_versions(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = database.cluster().url("weian_login", name)
    monkeypatch.setattr(foreign, "OLDEST", 99)
    with pytest.raises(foreign.Unfit, match=r"这台 PostgreSQL 是 1\d\.\d+.*需要 99"):
        foreign.check_login(url)


def test_preparing_without_a_server_ends_in_one_sentence(tmp_path: Path) -> None:
    url = f"postgresql://weian_login:secret@/weian?host={tmp_path}"
    told = subprocess.run(
        [sys.executable, "-m", "weian.config.cli", "prepare", "--wait", "0.1"],
        env=os.environ | {"WEIAN_VAR": str(tmp_path), "WEIAN_DATABASE_URL": url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "WEIAN_DATABASE_URL 指定的 PostgreSQL 连不上" in told.stderr
    assert "Traceback" not in told.stderr and "secret" not in told.stderr


def test_a_dump_is_made_by_a_program_no_older_than_the_server_that_speaks_tls_where_it_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "DISTRIBUTION", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"不带 TLS。请安装 .*postgresql-client-17"):
        programs.dumper(17, tls=True)
    for version in (15, 17):
        program = tmp_path / str(version) / "bin" / "pg_dump"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.3 (Debian)'\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert programs.dumper(16, tls=True) == str(tmp_path / "17" / "bin" / "pg_dump")
    assert not Path(programs.dumper(17, tls=False)).is_relative_to(tmp_path)  # the one of the wheel
    with pytest.raises(BackupError, match="99 或更新版本"):
        programs.dumper(99, tls=False)
