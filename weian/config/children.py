"""Parents and children among processes: who hears of whom, and who dies with whom."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return a preexec_fn: the child gets `death_signal` when the thread that starts it ends.

    Linux only; elsewhere the child outlives a killed parent and the next start replaces it.
    Start such children from the main thread: the kernel watches the thread, not the process.
    """
    parent = os.getpid()
    # Loaded here, before the fork: loading a library between fork and exec can deadlock.
    prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None

    def between_fork_and_exec() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:  # it died before prctl took effect
                os._exit(1)

    return between_fork_and_exec


def follow_parent(death_signal: signal.Signals) -> None:
    """This process gets `death_signal` when its parent ends; for children that somebody else starts. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


class Mailbox:
    """The signals `numbers` as bytes in a pipe, so that waiting for them costs nothing. Main thread only."""

    def __init__(self, *numbers: int) -> None:
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, lambda *_: None)

    def wait(self, seconds: float) -> bytes:
        """Numbers of the signals that came, empty after `seconds` without one."""
        select.select([self.reader], [], [], seconds)
        try:
            return os.read(self.reader, 64)
        except BlockingIOError:
            return b""
