"""The door: a cluster in a folder, running while somebody uses it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import postmaster
from .binaries import find
from .errors import EmbeddedError, failed
from .folder import PORT, Folder, drop_socket_folder
from .identity import choose
from .initdb import SUPERUSER, check_reachable, environment, initialise, reset_password
from .locks import held, is_held, open_lock, try_lock, wait_lock

PACKAGE_ROOT = Path(__file__).parents[3]
RECOVERY = 900.0  # seconds; crash recovery of a large database takes minutes
LINGER = 3.0  # seconds that the server outlives its last user: the next command finds it warm

# The shared locks by which this process says "I use this cluster", by folder.
_uses: dict[Path, int] = {}
_keepers: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Status:
    """state: "stopped", "starting" or "running"; the rest is None or empty when stopped."""

    state: str
    pid: int | None
    keeper_pid: int | None
    socket_dir: str
    major: int | None
    data: Path


class Cluster:
    """One embedded PostgreSQL cluster.

    `root` holds everything: data/, postgres.log, secrets.json (passwords by role, 0600), server.json, locks.
    `durable=False` trades safety against power loss for speed: for tests only.
    """

    def __init__(self, root: Path | str, *, durable: bool = True, linger: float = LINGER) -> None:
        self.folder = Folder(Path(root))
        self.durable = durable
        self.linger = linger

    def ensure_running(self, *, say: Callable[[str], None] | None = None) -> Cluster:
        """Return when the server answers; start it, or join one that runs. Safe to call often and from many processes.

        The server then lives at least as long as this process. `say` is told in Chinese about long waits.
        Raises EmbeddedError, whose message can be shown as it is.
        """
        self.folder.make()
        self._use()
        busy = "另一个进程正在启动数据库，等了很久也没有完成。"
        with held(self.folder.start_lock, seconds=RECOVERY, what=busy):
            if not self._join(say):
                self._start(say)
        return self

    def revive(self, *, say: Callable[[str], None] | None = None) -> bool:
        """Start the server that this process uses again if its keeper is gone, who would have done it.

        False if there is nothing to do. Raises EmbeddedError.
        """
        if self.folder.root not in _uses or is_held(self.folder.keeper_lock):
            return False
        self.ensure_running(say=say)
        return True

    def stop(self, mode: str = "fast") -> None:
        """Stop the server whoever uses it, and wait. Modes: "fast", or "immediate" (recovers at the next start)."""
        self._end(signal.SIGQUIT if mode == "immediate" else signal.SIGTERM)

    def release(self) -> None:
        """This process needs the server no longer: it stops now unless others use it. Waits for the end."""
        held_here = _uses.pop(self.folder.root, None)
        if held_here is None:
            return
        os.close(held_here)
        probe = open_lock(self.folder.users_lock)
        alone = try_lock(probe)
        os.close(probe)
        if alone:
            self._end(signal.SIGUSR1)

    def status(self) -> Status:
        """What can be seen without connecting."""
        server = postmaster.running(self.folder.data)
        keeper = self._keeper_pid()
        state = "stopped" if server is None else "running" if server.ready else "starting"
        socket_dir = server.socket_dir if server else ""
        return Status(
            state, server.pid if server else None, keeper, socket_dir, self.folder.initialised_by(), self.folder.data
        )

    def url(self, user: str, dbname: str) -> str:
        """libpq URL over the Unix socket, password included: never log it."""
        place, name, database = (quote(part, safe="") for part in (self.socket_dir, user, dbname))
        word = quote(self.password(user), safe="")
        return f"postgresql://{name}:{word}@/{database}?host={place}&port={PORT}"

    def django(self, user: str, dbname: str) -> dict[str, Any]:
        """An entry for Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": dbname,
            "USER": user,
            "PASSWORD": self.password(user),
            "HOST": self.socket_dir,
            "PORT": str(PORT),
        }

    def superuser_dsn(self, dbname: str = "postgres") -> str:
        """URL of the superuser, for bootstrap SQL."""
        return self.url(SUPERUSER, dbname)

    def password(self, role: str) -> str:
        """Password of "postgres", "weian_owner" or "weian_login". Raises EmbeddedError for another role."""
        self.folder.make()
        try:
            return self.folder.secrets()[role]
        except KeyError:
            raise EmbeddedError(f"没有为数据库角色 {role} 准备口令。") from None

    @property
    def socket_dir(self) -> str:
        """Folder of the Unix socket. Raises EmbeddedError before the first start."""
        value = self.folder.read_record().get("socket_dir")
        if not value:
            raise EmbeddedError("数据库还没有启动过，没有连接地址。")
        return str(value)

    def createdb(self, name: str, owner: str | None = None, template: str | None = None) -> bool:
        """Make a database; False when it is there already."""
        # The keeper process imports this package and must stay small and free of other packages.
        from psycopg import connect, errors, sql

        words = [sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))]
        if owner:
            words.append(sql.SQL("OWNER {}").format(sql.Identifier(owner)))
        if template:
            words.append(sql.SQL("TEMPLATE {}").format(sql.Identifier(template)))
        with connect(self.superuser_dsn(), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            try:
                connection.execute(sql.SQL(" ").join(words))
            except (errors.DuplicateDatabase, errors.UniqueViolation):  # somebody made it in between
                return False
        return True

    def dropdb(self, name: str) -> None:
        """Drop a database if it exists, ending its sessions."""
        from psycopg import connect, sql

        with connect(self.superuser_dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _use(self) -> None:
        if self.folder.root in _uses:
            return
        descriptor = open_lock(self.folder.users_lock)
        wait_lock(descriptor, shared=True, seconds=120.0, what="数据库正在关闭，等了两分钟也没有完成。")
        _uses[self.folder.root] = descriptor

    def _join(self, say: Callable[[str], None] | None) -> bool:
        """Whether a server with its keeper runs and answers; a broken pair is ended first."""
        if not is_held(self.folder.keeper_lock):
            return False
        record = self.folder.read_record()
        if self.durable and record.get("durable") is False:
            raise EmbeddedError("这个数据库正以测试方式（不保证落盘）运行，不能用作正式数据库。")
        if self._wait_ready(say, None) and self._listens():
            return True
        self._end(signal.SIGTERM)
        return False

    def _listens(self) -> bool:
        # postmaster.pid still says "ready" when a cleaner of /tmp took the socket away.
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(os.path.join(self.socket_dir, f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def _start(self, say: Callable[[str], None] | None) -> None:
        folder = self.folder
        made_by = folder.initialised_by()
        binaries = find(made_by)
        identity = choose(folder.data)
        new_secrets = not folder.passwords.exists()
        folder.secrets()
        if made_by is None:
            if say:
                say("第一次启动，正在建立数据库…")
            identity.give(folder.root)
            check_reachable(folder.root, binaries, identity)
            initialise(folder, binaries, identity, durable=self.durable)
        else:
            check_reachable(folder.data, binaries, identity)
            postmaster.clear(folder.data)
            if new_secrets:
                reset_password(folder, binaries, identity)
        sockets = folder.socket_folder(os.geteuid() if identity.uid is None else identity.uid)
        identity.give(sockets)
        folder.write_record(
            {
                "argv": [
                    *identity.prefix,
                    binaries.program("postgres"),
                    "-D",
                    str(folder.data),
                    *self._settings(sockets),
                ],
                "uid": identity.uid,
                "gid": identity.gid,
                "socket_dir": str(sockets),
                "major": binaries.major,
                "durable": self.durable,
                "linger": self.linger,
            }
        )
        self._start_keeper(say)

    def _settings(self, sockets: Path) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "100",
            "shared_buffers": "128MB",
            "password_encryption": "scram-sha-256",
            "lc_messages": "C",
            "logging_collector": "off",
            "jit": "off",  # its start-up costs more than it saves on our short queries
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _start_keeper(self, say: Callable[[str], None] | None) -> None:
        log = self.folder.log
        if log.exists() and log.stat().st_size > 10_000_000:
            log.replace(log.with_suffix(".log.1"))
        before = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            keeper = subprocess.Popen(
                [sys.executable, "-S", "-m", "weian.config.embedded.keeper", str(self.folder.root)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=environment() | {"PYTHONPATH": str(PACKAGE_ROOT)},
                start_new_session=True,  # ctrl-C in the terminal is for the user of the database, not for it
            )
        _keepers.append(keeper)
        if not self._wait_ready(say, keeper):
            with log.open("rb") as file:
                file.seek(before)
                output_text = file.read().decode(errors="replace")
            raise failed("数据库启动失败", output_text, log)

    def _wait_ready(self, say: Callable[[str], None] | None, keeper: subprocess.Popen[bytes] | None) -> bool:
        """Wait until the server answers, through crash recovery; False when its keeper is gone."""
        started = time.monotonic()
        told = False
        while time.monotonic() - started < RECOVERY:
            server = postmaster.running(self.folder.data)
            if server is not None and server.ready:
                return True
            gone = keeper.poll() is not None if keeper else not is_held(self.folder.keeper_lock)
            if gone:
                return False
            if say and not told and time.monotonic() - started > 3.0:
                say("数据库正在恢复上次没有写完的内容，请稍候…")
                told = True
            time.sleep(0.03)
        raise EmbeddedError(f"等了 {RECOVERY / 60:.0f} 分钟，数据库仍没有恢复完。日志：{self.folder.log}")

    def _keeper_pid(self) -> int | None:
        if not is_held(self.folder.keeper_lock):
            return None
        try:
            return int(self.folder.keeper_lock.read_text())
        except (OSError, ValueError):
            return None

    def _stopping(self) -> bool:
        """Whether the keeper has shut the door: only then is the users' lock held exclusively for long."""
        return is_held(self.folder.users_lock)

    def _end(self, how: signal.Signals) -> None:
        pid = self._keeper_pid()
        if pid is not None:
            os.kill(pid, how)
            started = time.monotonic()
            while is_held(self.folder.keeper_lock) and time.monotonic() - started < 90.0:
                if how == signal.SIGUSR1 and time.monotonic() - started > 2.0 and not self._stopping():
                    break  # somebody came just now; the server stays for them
                time.sleep(0.05)
        if how != signal.SIGUSR1:
            postmaster.clear(self.folder.data)
            drop_socket_folder(self.folder.read_record())
        for keeper in [keeper for keeper in _keepers if keeper.poll() is not None]:
            _keepers.remove(keeper)
