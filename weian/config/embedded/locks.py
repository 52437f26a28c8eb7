"""File locks that the kernel releases when a process dies, however it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from .errors import EmbeddedError


def open_lock(path: Path) -> int:
    """Open (and make) a lock file; the descriptor is not inherited by programs that we start."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock now or say no."""
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_lock(descriptor: int, *, shared: bool = False, seconds: float, what: str) -> None:
    """Wait for the lock; EmbeddedError with `what` when it does not come in time."""
    limit = time.monotonic() + seconds
    while not try_lock(descriptor, shared=shared):
        if time.monotonic() > limit:
            raise EmbeddedError(what)
        time.sleep(0.05)


@contextlib.contextmanager
def held(path: Path, *, seconds: float, what: str) -> Iterator[None]:
    """Hold `path` exclusively inside the block."""
    descriptor = open_lock(path)
    try:
        wait_lock(descriptor, seconds=seconds, what=what)
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether some process holds `path` exclusively."""
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor, shared=True)
    finally:
        os.close(descriptor)
