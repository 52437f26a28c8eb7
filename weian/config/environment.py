"""What a command needs before Django loads: a database that answers, and a secret key, found or made under var/."""

from __future__ import annotations

import contextlib
import gc
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

from weian.config import foreign, migrating
from weian.config.embedded import Cluster, EmbeddedError

DATABASE = "weian"
RETRY = 15.0  # seconds after a vain try to bring a killed server back
_next_try = 0.0  # monotonic


def var() -> Path:
    """The folder of this instance's data (WEIAN_VAR, default ./var beside the package)."""
    return Path(os.environ.get("WEIAN_VAR") or Path(__file__).resolve().parents[2] / "var").resolve()


def prepare(*, patient: bool = False) -> None:
    """Point the environment at a running database: WEIAN_DATABASE_URL, else the embedded server, started if need be.

    Exits with a Chinese sentence if there is none to be had. `patient`: your own server may come back later.
    """
    os.environ.setdefault("WEIAN_VAR", str(var()))
    os.environ.setdefault("WEIAN_SECRET_KEY", _secret_key())
    if url := os.environ.get("WEIAN_DATABASE_URL"):
        _check(url, patient)
        return
    try:
        cluster = Cluster(var() / "postgres").ensure_running(say=lambda line: print(line, file=sys.stderr))
        cluster.createdb(DATABASE)
        passwords = {role: cluster.password(role) for role in ("weian_owner", "weian_login")}
        migrating.prepare(cluster.superuser_dsn(DATABASE), passwords)
    except EmbeddedError as error:
        sys.exit(str(error))
    os.environ["WEIAN_DATABASE_URL"] = cluster.url("weian_login", DATABASE)
    os.environ["WEIAN_OWNER_URL"] = cluster.url("weian_owner", DATABASE)


def _check(url: str, patient: bool) -> None:
    try:
        foreign.check_login(url)
    except foreign.Away as error:
        if not patient:
            sys.exit(str(error))
        print(error, file=sys.stderr, flush=True)
    except foreign.Unfit as error:
        sys.exit(str(error))


def tend() -> None:
    """Whoever serves asks this often: an embedded server that was killed with its keeper starts again.

    Never raises: pages say that the database is away, and are there when it comes back.
    """
    global _next_try
    if time.monotonic() < _next_try:
        return
    try:
        if Cluster(var() / "postgres").revive():
            print("数据库意外中断，已重新启动。", file=sys.stderr, flush=True)
    except (EmbeddedError, OSError) as error:  # a full disk, say
        _next_try = time.monotonic() + RETRY
        print(error, file=sys.stderr, flush=True)


def release() -> None:
    """The database is needed no longer: an embedded one stops now, unless somebody else uses it."""
    Cluster(var() / "postgres").release()


def load_django() -> None:
    """Set Django up on the prepared environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weian.config.settings")
    import django

    django.setup()


def settle() -> None:
    """Before many requests are answered: what is loaded stays, so nobody looks through it for rings again and again."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # every view, and with them the rest of the product
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)  # about once in some pages, not some times in a page


def _secret_key() -> str:
    path = var() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="secret_key.")  # 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # of two starters the first makes it, and makes it whole
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text()
