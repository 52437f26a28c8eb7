"""Takes a backup while the product runs: everything is as it was in one moment, that of one snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from weian.config.backup import archive, programs
from weian.config.backup.errors import BackupError
from weian.config.backup.servers import Server

# Who is signed in, and who mistyped, is nothing to bring back.
PASSING = ("django_session", "throttle_cache")
STEP = 500  # files between two words about how far it is


def take(server: Server, var: Path, target: Path, *, passphrase: str = "", say: Callable[[str], None]) -> str:
    """Write the archive of the instance in `var` to `target`, whole or not at all; returns its fingerprint.

    The files that the snapshot speaks of are on the disk: they come before their rows, and go a day after them.
    Raises BackupError, also where a file is missing or is not what its name says.
    """
    if target.exists():
        raise BackupError(f"{target} 已经存在，不覆盖。请换一个文件名。")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
            psycopg.connect(server.reader(server.database), autocommit=False) as db,
        ):
            db.isolation_level, db.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            db.execute("SET ROLE weian_backup")
            with archive.written(file, passphrase) as writer:
                fingerprint = _fill(writer, db, server, var, say)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, target)  # unlike a renaming, never over a file that came meanwhile
    except FileExistsError:
        raise BackupError(f"{target} 已经存在，不覆盖。请换一个文件名。") from None
    except OSError as error:
        raise BackupError(f"备份写不下去：{error.strerror or error}。") from error
    finally:
        draft.unlink(missing_ok=True)
    return fingerprint


def _fill(
    writer: archive.Writer, db: psycopg.Connection[Any], server: Server, var: Path, say: Callable[[str], None]
) -> str:
    snapshot = db.execute("SELECT pg_export_snapshot()").fetchone()
    assert snapshot is not None
    say("正在导出数据库……")
    with TemporaryDirectory(dir=var, prefix="backup-") as room:
        dump = Path(room) / archive.DUMP
        words = ["--no-comments", "--role=weian_backup", f"--snapshot={snapshot[0]}"]
        with dump.open("wb") as output:
            skipped = [f"--exclude-table-data={name}" for name in PASSING]
            programs.dump(words + skipped, server.reader(server.database), output)
        writer.put_file(archive.DUMP, dump)
    if (key := var / archive.KEY).exists():
        writer.put_file(archive.KEY, key)
    _put_evidence(writer, db, var, say)
    return writer.finish(_counted(db))


def _put_evidence(
    writer: archive.Writer, db: psycopg.Connection[Any], var: Path, say: Callable[[str], None]
) -> None:  # fmt: skip
    known = [row[0] for row in db.execute("SELECT sha256 FROM evidence_blob ORDER BY sha256")]
    for number, sha256 in enumerate(known, 1):
        place = f"evidence/{sha256[:2]}/{sha256}"
        try:
            if writer.put_file(place, var / place) != sha256:
                raise BackupError(
                    f"存放的文件 {place} 已损坏：内容与它的哈希不符。备份没有完成，请先从以前的备份取回它。"
                )
        except FileNotFoundError:
            raise BackupError(f"存放的文件 {place} 不见了。备份没有完成，请先从以前的备份取回它。") from None
        thumb = f"{place}.thumb"
        if (var / thumb).exists():
            writer.put_file(thumb, var / thumb)
        if number % STEP == 0 or number == len(known):
            say(f"  照片和文件 {number:,} / {len(known):,}")


def _counted(db: psycopg.Connection[Any]) -> dict[str, Any]:
    """What must be there again afterwards."""
    heads = db.execute("SELECT key::text, seq, head FROM audit_chain ORDER BY key").fetchall()
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "instance": db.execute("SELECT name FROM org_instance").fetchall(),
        "migrations": db.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall(),
        "rows": rows(db),
        "heads": {key: [seq, head] for key, seq, head in heads},
    }


def rows(db: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table holds, of those that are brought back."""
    names = db.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    found = {}
    for (name,) in names:
        if name not in PASSING:
            row = db.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[str(name)] = int(row[0])
    return found
