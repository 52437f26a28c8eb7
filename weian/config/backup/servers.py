"""Where the database is, for whom reads all of it and for whom makes one anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from weian.config import environment
from weian.config.backup.errors import BackupError
from weian.config.embedded import Cluster


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
