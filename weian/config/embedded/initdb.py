"""Makes the data folder of a new cluster, in one step that either happened or did not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .binaries import Binaries
from .errors import EmbeddedError, failed
from .folder import Folder, write_private
from .identity import Identity

SUPERUSER = "postgres"


def environment() -> dict[str, str]:
    """Our environment without PGDATA, PGPORT… of the person's shell; messages in English, to be recognised."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C"}


def initialise(folder: Folder, binaries: Binaries, identity: Identity, *, durable: bool) -> None:
    """Run initdb beside the final place and move the result there. Raises EmbeddedError."""
    half = folder.root / "data.new"  # what a killed initdb left
    shutil.rmtree(half, ignore_errors=True)
    pwfile = folder.root / "pwfile"
    write_private(pwfile, folder.secrets()[SUPERUSER])
    identity.give(folder.root)
    identity.give(pwfile)
    try:
        _run(
            [
                *(binaries.program("initdb"), "-D", str(half), "-E", "UTF8", *_locale(binaries.major)),
                *("--username", SUPERUSER, "--pwfile", str(pwfile), "--auth=scram-sha-256", "--data-checksums"),
                *([] if durable else ["--no-sync"]),
            ],
            identity,
            "建立数据库失败",
        )
        half.rename(folder.data)
    finally:
        pwfile.unlink()


def reset_password(folder: Folder, binaries: Binaries, identity: Identity) -> None:
    """Give the superuser the password of a new secrets file, the old file being lost. The server must be down."""
    word = folder.secrets()[SUPERUSER]
    _run(
        [binaries.program("postgres"), "--single", "-D", str(folder.data), "postgres"],
        identity,
        "重设数据库口令失败",
        typed=f"ALTER ROLE {SUPERUSER} PASSWORD '{word}'\n",
    )


def check_reachable(path: Path, binaries: Binaries, identity: Identity) -> None:
    """Raise EmbeddedError when the user that PostgreSQL becomes cannot reach its data or its programs."""
    if identity.uid is None:
        return
    for needed in (path, binaries.folder / "postgres"):
        options = identity.spawn_options()
        if subprocess.run(["test", "-x", str(needed)], check=False, cwd="/", **options).returncode != 0:
            raise EmbeddedError(
                f"本机不允许建立用户命名空间，数据库须以普通用户运行，但该用户进不到 {needed}。"
                "请把项目放到普通用户可读的目录，或改用普通用户启动。"
            )


def _locale(major: int) -> list[str]:
    if major < 17:  # no builtin provider there
        return ["--locale=C.UTF-8"]
    return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8", "--lc-collate=C.UTF-8"]


def _run(command: list[str], identity: Identity, what: str, typed: str = "") -> None:
    answer = subprocess.run(
        [*identity.prefix, *command],
        check=False,
        input=typed,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=environment(),
        **identity.spawn_options(),
    )
    output = answer.stdout + answer.stderr
    if answer.returncode != 0 or (typed and "ERROR" in output):
        raise failed(what, answer.stderr or answer.stdout)
