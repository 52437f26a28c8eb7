"""The parent of the embedded server: a small process that lives as long as somebody uses the database.

Users hold a shared lock on users.lock, which the kernel releases however they end. The keeper restarts a server
that crashed, stops it cleanly when the last user is gone, and takes it along when it is killed itself.
Standard library only: it is started without site-packages to stay small and quick.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from weian.config.children import Mailbox, die_with_parent

from . import postmaster
from .folder import Folder, drop_socket_folder
from .locks import open_lock, try_lock

TICK = 0.5  # seconds between looks at the users' lock
CRASHES = 8  # in a row, within
CRASH_WINDOW = 60.0  # seconds
STOPS: dict[int, signal.Signals] = {
    signal.SIGTERM: signal.SIGINT,
    signal.SIGINT: signal.SIGINT,
    signal.SIGQUIT: signal.SIGQUIT,
}
ALREADY_KEPT = 3


class Keeper:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.record = folder.read_record()
        self.users = open_lock(folder.users_lock)
        self.linger = float(self.record["linger"])
        self.unused_since: float | None = None
        self.crashes: list[float] = []
        self.was_ready = False
        self.server = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with self.folder.log.open("ab") as log:
            return subprocess.Popen(
                self.record["argv"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.record["uid"],
                group=self.record["gid"],
                extra_groups=None if self.record["uid"] is None else [],
                # Fast shutdown when the keeper is killed: committed work is on disk, nobody is waited for.
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 (one thread here)
            )

    def run(self, mailbox: Mailbox) -> int:
        """Keep the server until it is no longer wanted; the exit code of this process."""
        while True:
            for letter in mailbox.wait(TICK):
                if letter in STOPS:
                    return self.stop(STOPS[letter])
                if letter == signal.SIGUSR1:
                    self.linger = 0.0
            if self.server.poll() is not None and not self.restart():
                return 1
            if self.unused():
                return self.stop(signal.SIGINT)

    def restart(self) -> bool:
        """Start a server that died; False when it never ran or dies again and again."""
        if not self.was_ready:
            return False
        now = time.monotonic()
        self.crashes = [moment for moment in self.crashes if now - moment < CRASH_WINDOW] + [now]
        if len(self.crashes) > CRASHES:
            return False
        time.sleep(min(0.1 * 2 ** (len(self.crashes) - 1), 5.0))
        postmaster.clear(self.folder.data)
        self.server = self.start()
        return True

    def unused(self) -> bool:
        """Whether nobody has used the database for `linger` seconds; then newcomers wait until we are gone."""
        server = postmaster.running(self.folder.data)
        self.was_ready = self.was_ready or (server is not None and server.ready)
        if not try_lock(self.users):
            self.unused_since = None
            return False
        now = time.monotonic()
        if self.unused_since is None:
            self.unused_since = now
        if now - self.unused_since >= self.linger:
            return True
        fcntl.flock(self.users, fcntl.LOCK_UN)
        return False

    def stop(self, how: signal.Signals) -> int:
        for seconds, step in ((60.0, how), (10.0, signal.SIGQUIT), (10.0, signal.SIGKILL)):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.send_signal(step)
                self.server.wait(seconds)
                break
        drop_socket_folder(self.record)
        return 0


def main(root: str) -> int:
    mailbox = Mailbox(*STOPS, signal.SIGUSR1, signal.SIGCHLD)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    folder = Folder(Path(root))
    lock = open_lock(folder.keeper_lock)
    for _ in range(40):  # somebody asking "is there a keeper?" holds the lock for a moment
        if try_lock(lock):
            break
        time.sleep(0.05)
    else:
        return ALREADY_KEPT
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return Keeper(folder).run(mailbox)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
