"""Who PostgreSQL runs as. It refuses root, so root must become somebody else first."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedError


@dataclass(frozen=True)
class Identity:
    """How to start a PostgreSQL program: words before the command, or a user to become."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def spawn_options(self) -> dict[str, Any]:
        """Keyword arguments for subprocess that make the child this identity."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Hand a file or folder that we made to the user that PostgreSQL runs as."""
        if self.uid is not None:
            os.chown(path, self.uid, self.gid if self.gid is not None else -1)


def choose(data: Path) -> Identity:
    """Return the identity for a data folder, which may not exist yet (its parent must).

    Raises EmbeddedError when the folder belongs to somebody whom this process cannot become.
    """
    exists = data.exists()
    owner = (data if exists else data.parent).stat().st_uid
    if os.geteuid() != 0:
        return _as_myself(data, owner) if exists else Identity()
    if owner != 0:
        return _become(owner)
    if can_unshare():
        return Identity(prefix=_namespace())
    if exists:
        raise EmbeddedError(
            f"数据目录 {data} 属于 root，而本机不允许建立用户命名空间。请把目录的属主改为普通用户后重试。"
        )
    return _become(_ordinary_user())


def _as_myself(data: Path, owner: int) -> Identity:
    me = os.geteuid()
    if owner != me:
        raise EmbeddedError(
            f"数据目录 {data} 属于用户 {_name(owner)}，而现在的用户是 {_name(me)}。"
            f"请用 {_name(owner)} 启动，或改变目录的属主。"
        )
    return Identity()


@functools.cache
def can_unshare() -> bool:
    """Whether this machine lets us open a user namespace (containers often forbid it)."""
    if shutil.which("unshare") is None:
        return False
    answer = subprocess.run([*_namespace(), "true"], check=False, capture_output=True, timeout=20)
    return answer.returncode == 0


def _namespace() -> tuple[str, ...]:
    # Inside, root appears as an ordinary user; initdb wants one that has a name.
    uid = 1000 if _exists(1000) else _ordinary_user()
    return ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}", "--")


def _become(uid: int) -> Identity:
    try:
        gid = pwd.getpwuid(uid).pw_gid
    except KeyError:
        gid = uid
    return Identity(uid=uid, gid=gid)


def _exists(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _ordinary_user() -> int:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return 65534


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
