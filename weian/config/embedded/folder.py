"""The folder of one embedded cluster: data, log, locks, secrets, and the socket's place."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import stat
import tempfile
from pathlib import Path
from typing import Any

from .errors import EmbeddedError

PORT = 5432
SOCKET_LIMIT = 100  # bytes; sun_path holds 108 on Linux, 104 on macOS
ROLES = ("postgres", "weian_owner", "weian_login")


class Folder:
    """Paths below `root` (usually var/postgres) and the small files kept there."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.abspath(root))
        self.data = self.root / "data"
        self.log = self.root / "postgres.log"
        self.record = self.root / "server.json"
        self.passwords = self.root / "secrets.json"
        self.start_lock = self.root / "start.lock"
        self.users_lock = self.root / "users.lock"
        self.keeper_lock = self.root / "keeper.lock"

    def make(self) -> None:
        """Make the root folder, 0700. Raises EmbeddedError when that is impossible."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise PermissionError(13, "Permission denied")
        except OSError as error:
            raise EmbeddedError(
                f"不能在 {self.root} 建立数据库：{_reason(error)}。请换一个可写的目录，或改变它的属主和权限。"
            ) from error

    def initialised_by(self) -> int | None:
        """Major version that the data was made by; None when there is no data yet."""
        try:
            return int((self.data / "PG_VERSION").read_text().strip())
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise EmbeddedError(f"没有读取数据目录 {self.data} 的权限，请用它的属主启动。") from error
        except ValueError as error:
            raise EmbeddedError(f"数据目录 {self.data} 里的 PG_VERSION 已损坏，请从备份恢复。") from error

    def read_record(self) -> dict[str, Any]:
        """What the last starter wrote; empty when there is nothing readable."""
        try:
            value = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def write_record(self, value: dict[str, Any]) -> None:
        write_private(self.record, json.dumps(value, ensure_ascii=False, indent=1))

    def secrets(self) -> dict[str, str]:
        """Passwords by role; made at random on first use, kept 0600."""
        try:
            known = json.loads(self.passwords.read_text())
        except FileNotFoundError:
            known = {}
        except (OSError, ValueError) as error:
            raise EmbeddedError(f"数据库口令文件 {self.passwords} 读不出来：{_reason(error)}。") from error
        missing = [role for role in ROLES if role not in known]
        if missing:
            known |= {role: secrets.token_urlsafe(32) for role in missing}
            write_private(self.passwords, json.dumps(known, indent=1))
        return dict(known)

    def socket_folder(self, owner: int) -> Path:
        """Make and return a private folder short enough for a Unix socket, the last one if it still stands.

        `owner`: the user id that PostgreSQL runs as. No server may be running.
        """
        last = self.read_record().get("socket_dir")
        for candidate in filter(None, [last, *self._preferred()]):
            path = Path(str(candidate))
            if _fits(path) and _make_private(path, owner):
                _empty(path)
                return path
        for base in ("/tmp", "/var/tmp", tempfile.gettempdir()):
            try:
                path = Path(tempfile.mkdtemp(prefix="weian-", dir=base))
            except OSError:
                continue
            if _fits(path):
                return path
            path.rmdir()
        raise EmbeddedError("没有足够短的可写临时目录放数据库的套接字，请检查 /tmp 是否可写。")

    def _preferred(self) -> list[str]:
        # The same name each time, so that a process holding old settings finds the server after a restart.
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return [f"/tmp/weian-{os.geteuid()}-{digest}"]


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step, readable by its owner only."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def drop_socket_folder(record: dict[str, Any]) -> None:
    """Remove the socket's folder that a server's record names; the server is down."""
    path = Path(str(record.get("socket_dir", "")))
    if path.is_absolute() and path.is_dir():
        _empty(path)
        with contextlib.suppress(OSError):
            path.rmdir()


def _empty(folder: Path) -> None:
    # The lock file of a killed server stops the next one while its number is in use or a zombie.
    for leftover in folder.glob(f".s.PGSQL.{PORT}*"):
        leftover.unlink()


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) < SOCKET_LIMIT


def _make_private(folder: Path, owner: int) -> bool:
    """Whether `folder` is now ours alone; somebody else's folder of that name in /tmp is not."""
    try:
        folder.mkdir(mode=0o700)
        return True
    except FileExistsError:
        found = folder.lstat()
        return (
            stat.S_ISDIR(found.st_mode)
            and found.st_uid in (owner, os.geteuid())
            and stat.S_IMODE(found.st_mode) == 0o700
        )
    except OSError:
        return False


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "没有权限"
    if isinstance(error, OSError) and error.errno == 30:
        return "文件系统是只读的"
    if isinstance(error, OSError) and error.errno == 28:
        return "磁盘已满"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return "路径中有同名的文件"
    return str(error)
