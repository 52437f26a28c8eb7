"""The product itself, started as people start it, on a database and in a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from weian.config.children import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
READY = re.compile(r"(http://[^/\s]+)/\S*\s")
PATIENCE = 180.0  # seconds, on a machine where other things run as well
GRACE = 20.0


class DidNotStart(RuntimeError):
    """The product ended, or did not answer in time; the message is what it said."""


@dataclass(frozen=True)
class Server:
    """A running instance: `address` without a slash at the end, `var` its folder, `log` all that it said."""

    address: str
    var: Path
    log: Path
    pid: int = 0

    def said(self, lines: int = 40) -> str:
        """The end of what the instance logged."""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])


@contextmanager
def running(
    environment: Mapping[str, str],
    *words: str,
    var: Path | None = None,
    whole: bool = True,
    patience: float = PATIENCE,
    bare: str = "",
) -> Iterator[Server]:
    """`weian run` with pages and background jobs, stopped at the end whatever happens.

    Without `whole` only the server processes start: no schema, static files or content are prepared. `bare` is then
    the program that starts them, whose word is the port.
    `var` is kept; without it a temporary folder is used and removed. Waits `patience` seconds. Raises DidNotStart.
    """
    home = var or Path(tempfile.mkdtemp(prefix="weian-run-"))
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    given = environment_of(environment, home)
    port = str(_free_port())
    argv = [sys.executable, "-m", "weian.config.cli", "run", "--port", port, *words]
    if not whole:
        argv = [sys.executable, "-c", bare or _BARE, port]
    with log.open("wb") as output:
        process = subprocess.Popen(
            argv,
            cwd=ROOT,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (started from the main thread)
        )
    try:
        yield Server(_address(process, log, patience), home, log, process.pid)
    finally:
        _stop(process)
        if var is None:
            shutil.rmtree(home, ignore_errors=True)


_BARE = "import sys; from weian.config.processes import serve; sys.exit(serve(port=int(sys.argv[1]), workers=1))"


def _free_port() -> int:
    """A port of the system's choosing: two runs at once must not meet on the first free one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(wanted: Mapping[str, str], home: Path) -> dict[str, str]:
    """The machine's own, without what the test process set for itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEIAN_", "DJANGO_"))}
    return kept | {"WEIAN_VAR": str(home), "WEIAN_SERVING": "1", "PYTHONUNBUFFERED": "1"} | dict(wanted)


def _address(process: subprocess.Popen[bytes], log: Path, patience: float) -> str:
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        said = log.read_text("utf-8", errors="replace")
        if found := READY.search(said):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise DidNotStart(log.read_text("utf-8", errors="replace"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
