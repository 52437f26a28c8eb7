"""Bring a database to the present schema: roles, rights and definer functions as superuser, then tables as owner."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

SQL = Path(__file__).with_name("sql")
AS_SUPERUSER = ("database.sql", "tree.sql", "search.sql")  # in each database; docs/deployment.md says it by hand


def prepare(superuser_dsn: str, passwords: dict[str, str]) -> bool:
    """Roles and rights of the database in `superuser_dsn`; False if they are as they should be.

    The database itself remembers, as its comment: a start that was killed half way does it again.
    """
    digest = hashlib.sha256(repr(sorted(passwords.items())).encode())
    for name in ("roles.sql", *AS_SUPERUSER):
        digest.update((SQL / name).read_bytes())
    state = f"prepared {digest.hexdigest()}"
    with psycopg.connect(superuser_dsn, autocommit=True) as db:
        db.execute("SELECT pg_advisory_lock(hashtext('weian.prepare'))")  # two starters at once; ends with the session
        known = db.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        if known == (state,):
            return False
        prepare_roles(superuser_dsn, passwords)
        prepare_database(superuser_dsn)
        this = sql.Identifier(db.info.dbname)
        db.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(this, sql.Literal(state)))
    return True


def prepare_roles(superuser_dsn: str, passwords: dict[str, str]) -> None:
    """Make the six roles and give the login roles their passwords. Needs a superuser."""
    with psycopg.connect(superuser_dsn, autocommit=True) as db:
        db.execute((SQL / "roles.sql").read_text())
        for role, password in passwords.items():
            db.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def prepare_database(superuser_dsn: str) -> None:
    """Rights inside one database. Needs a superuser."""
    with psycopg.connect(superuser_dsn, autocommit=True) as db:
        for name in AS_SUPERUSER:
            db.execute((SQL / name).read_text())


@cache
def on_disk() -> frozenset[tuple[str, str]]:
    """The migrations of this version, as (app, name). Django must have been loaded."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


def migrate(owner_url: str) -> None:
    """Run migrations as weian_owner in a process of their own, then grant weian_login its rights and guard places."""
    environment = os.environ | {"WEIAN_AS_OWNER": "1", "WEIAN_OWNER_URL": owner_url}
    subprocess.run([sys.executable, "-m", "weian.config.tables"], check=True, env=environment)
    with psycopg.connect(owner_url, autocommit=True) as db:
        for name in ("login.sql", "guards.sql"):
            db.execute((SQL / name).read_text())
