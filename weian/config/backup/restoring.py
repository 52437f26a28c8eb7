"""Brings an instance back: laid out and compared first, proved in a database beside, then put in its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from weian.config import migrating
from weian.config.backup import archive, programs
from weian.config.backup.errors import BackupError
from weian.config.backup.servers import Server
from weian.config.backup.taking import rows

# What `weian run` remembers of an earlier database; the restored one may be of another version.
MARKS = ("schema.digest", "content.digest")
LEAVING = 2.0  # seconds that a session may take to end after its client went


@dataclass(frozen=True)
class Restored:
    """What came back, all of it compared."""

    made_at: str
    fingerprint: str
    rows: int
    files: int
    chains: int


def restore(
    server: Server, var: Path, source: Path, *, replace: bool, passphrase: str = "", known: Set[tuple[str, str]],
    say: Callable[[str], None],
) -> Restored:  # fmt: skip
    """Bring the archive `source` back into the instance of `var`.

    Until everything is proved nothing of the instance changes. `replace` allows to take the place of an instance in
    use; `known`: the migrations of this version, as (app, name). Raises BackupError.
    """
    _check_place(server, replace)
    with TemporaryDirectory(dir=var, prefix="restore-") as name:
        room = Path(name)
        say("正在解开备份，核对每个文件的哈希……")
        with _readable(source) as file:
            manifest, fingerprint = archive.unpack(file, room, passphrase)
        _check_version(manifest, known)
        draft = f"weian_restoring_{os.getpid()}"
        try:
            _fill(server, draft, room, say)
            chains = _prove(server, draft, room, manifest, say)
            files = _place_files(room, var)
            _swap(server, draft, replace)
        finally:
            with psycopg.connect(server.superuser("postgres"), autocommit=True) as db:
                db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
    for mark in MARKS:
        (var / mark).unlink(missing_ok=True)
    return Restored(manifest["made_at"], fingerprint, sum(manifest["rows"].values()), files, chains)


def _readable(source: Path) -> Any:
    try:
        return source.open("rb")
    except OSError as error:
        raise BackupError(f"读不到备份文件 {source}：{error.strerror}。") from error


def _check_place(server: Server, replace: bool) -> None:
    """An instance that holds units is not overwritten unasked, and never under people who work in it."""
    if not _exists(server):
        return
    with psycopg.connect(server.superuser(server.database), autocommit=True) as db:
        if (
            not replace
            and _value(db, "SELECT to_regclass('org_unit')")
            and _value(db, "SELECT 1 FROM org_unit LIMIT 1")
        ):
            raise BackupError("这里已经有数据，不会被覆盖。确实要用备份代替现有的全部数据，请加 --replace。")
    _check_quiet(server)


def _check_quiet(server: Server) -> None:
    count = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    limit = time.monotonic() + LEAVING
    with psycopg.connect(server.superuser("postgres"), autocommit=True) as db:
        while busy := _value(db, count, server.database):
            if time.monotonic() > limit:
                raise BackupError(
                    f"卫安还在运行（数据库有 {busy} 个连接）。请先停止 weian run 和 weian worker，再恢复。"
                )
            time.sleep(0.05)


def _check_version(manifest: dict[str, Any], known: Set[tuple[str, str]]) -> None:
    strange = [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in known]
    if strange:
        raise BackupError(
            f"这份备份来自更新的版本（{strange[0]}）。请先把卫安升级到做备份时的版本，再恢复。"
        )  # fmt: skip


def _fill(server: Server, draft: str, room: Path, say: Callable[[str], None]) -> None:
    say("正在恢复数据库……")
    with psycopg.connect(server.superuser("postgres"), autocommit=True) as db:
        db.execute((migrating.SQL / "roles.sql").read_text())
        name = sql.Identifier(draft)
        db.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        db.execute(sql.SQL("CREATE DATABASE {} OWNER weian_owner TEMPLATE template0").format(name))
    with psycopg.connect(server.superuser(draft), autocommit=True) as db:
        programs.bring_in(db, room / archive.DUMP)
    migrating.prepare_database(server.superuser(draft))


def _prove(server: Server, draft: str, room: Path, manifest: dict[str, Any], say: Callable[[str], None]) -> int:
    """Rows as counted, kept files as named, history whole up to the heads of then; returns how many chains."""
    say("正在核对行数、照片和审计链……")
    with psycopg.connect(server.superuser(draft), autocommit=True) as db:
        now = rows(db)
        for table, count in manifest["rows"].items():
            if now.get(table) != count:
                raise BackupError(f"恢复后 {table} 有 {now.get(table)} 行，备份时是 {count} 行。没有改动现有数据。")
        for (sha256,) in db.execute("SELECT sha256 FROM evidence_blob"):
            if not (room / "evidence" / sha256[:2] / sha256).exists():
                raise BackupError(f"备份里缺少文件 {sha256}。没有改动现有数据。")
    anchors = room / "heads.json"
    anchors.write_text(json.dumps(manifest["heads"]))
    variables = {"DJANGO_SETTINGS_MODULE": "weian.config.settings", "WEIAN_DATABASE_URL": server.login(draft)}
    told = subprocess.run(
        [sys.executable, "-m", "weian.config.cli", "audit", "verify", "--anchors", str(anchors)],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise BackupError(f"备份里的审计链不完整，没有改动现有数据：\n{(told.stderr or told.stdout).strip()[-1500:]}")
    return len(manifest["heads"])


def _place_files(room: Path, var: Path) -> int:
    """Move the files where they belong: named by their content, they disturb no other. Returns how many."""
    found = list((room / "evidence").glob("*/*"))
    for path in found:
        place = var / "evidence" / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(path, place)
    if (room / archive.KEY).exists() and "WEIAN_SECRET_KEY" not in os.environ:
        os.replace(room / archive.KEY, var / archive.KEY)
    return sum(path.suffix != ".thumb" for path in found)


def _swap(server: Server, draft: str, replace: bool) -> None:
    """The proved database takes the name. A database that stood there is dropped, last of all."""
    _check_place(server, replace)
    old, now = sql.Identifier(f"{draft}_old"), sql.Identifier(server.database)
    with psycopg.connect(server.superuser("postgres"), autocommit=True) as db:
        stood = _exists(server)
        with db.transaction():
            if stood:
                db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(now, old))
            db.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), now))
        if stood:
            db.execute(sql.SQL("DROP DATABASE {}").format(old))


def _exists(server: Server) -> bool:
    with psycopg.connect(server.superuser("postgres"), autocommit=True) as db:
        return bool(_value(db, "SELECT 1 FROM pg_database WHERE datname = %s", server.database))


def _value(db: psycopg.Connection[Any], query: str, *values: str) -> Any:
    row = db.execute(query, values or None).fetchone()
    return row[0] if row else None
