"""What is known about a running server from its postmaster.pid and from the process table."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Postmaster:
    """A live server process of one data folder."""

    pid: int
    ready: bool
    socket_dir: str


def running(data: Path) -> Postmaster | None:
    """The live server of `data`; None when there is none, whatever a stale postmaster.pid says."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _works_on(pid, data):
        return None
    state = lines[7].strip() if len(lines) > 7 else ""
    return Postmaster(pid, state == "ready", lines[4] if len(lines) > 4 else "")


def clear(data: Path, *, patience: float = 60.0) -> None:
    """Leave no process and no stale pid file of `data`: ask first, then insist, then kill.

    PostgreSQL itself refuses to start when the number in a stale pid file was given to another program,
    or belongs to a zombie that nobody in the container collects.
    """
    for seconds, how in ((patience, signal.SIGINT), (10.0, signal.SIGQUIT), (10.0, signal.SIGKILL)):
        server = running(data)
        if server is None:
            break
        _send(server.pid, how)
        _wait_gone(lambda: running(data) is None, seconds)
    # Children of a killed postmaster notice within moments; one in a long computation may not.
    if not _wait_gone(lambda: not _orphans(data), 10.0):
        for pid in _orphans(data):
            _send(pid, signal.SIGKILL)
        _wait_gone(lambda: not _orphans(data), 10.0)
    with contextlib.suppress(FileNotFoundError):
        (data / "postmaster.pid").unlink()


def alive(pid: int) -> bool:
    """Whether `pid` runs (a zombie does not)."""
    if PROC.is_dir():
        try:
            return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except (OSError, IndexError):
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_on(pid: int, data: Path) -> bool:
    if not alive(pid):
        return False
    if PROC.is_dir():
        return _cwd(pid) == os.path.realpath(data)  # a server changes into its data folder
    answer = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return str(data) in answer.stdout


def _orphans(data: Path) -> list[int]:
    if not PROC.is_dir():
        return []
    here = os.path.realpath(data)
    numbers = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    return [pid for pid in numbers if _cwd(pid) == here and _is_postgres(pid) and alive(pid)]


def _is_postgres(pid: int) -> bool:
    # A person's shell may stand in the data folder; it is not ours to kill.
    try:
        return (PROC / str(pid) / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _cwd(pid: int) -> str:
    try:
        return os.readlink(PROC / str(pid) / "cwd")
    except OSError:
        return ""


def _send(pid: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def _wait_gone(gone: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if gone():
            return True
        time.sleep(0.05)
    return gone()
