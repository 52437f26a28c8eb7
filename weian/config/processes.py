"""The programs of one instance under one parent: pages and background jobs, restarted when they die."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from weian.config import environment as instance
from weian.config import metrics
from weian.config.children import Mailbox, die_with_parent

TICK = 0.2  # seconds
GRACE = 15.0  # seconds for open requests and the running job to end
STABLE = 30.0  # seconds after which a program counts as healthy again
HOPELESS = 6  # deaths in a row, each before it was stable
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before the next try


class CannotServe(RuntimeError):
    """The programs could not be started; the message is for the person at the keyboard."""


@dataclass
class Program:
    """One program and what became of it."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.argv,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
            process_group=0,  # ctrl-C reaches the parent alone, which then asks each to end
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (one thread here)
        )

    def look(self, say: Callable[[str], None]) -> None:
        """Bury the program if it died, and start it again when its time has come. Raises CannotServe."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.kill()  # its own children may have outlived it
        self.deaths = 1 if now - self.started > STABLE else self.deaths + 1
        if self.deaths >= HOPELESS:
            raise CannotServe(f"{self.name}连续 {HOPELESS} 次启动失败（退出码 {code}），不再重试。原因见上面的输出。")
        pause = BACK_OFF[self.deaths - 1]
        say(f"{self.name}意外退出（退出码 {code}），{pause:g} 秒后重新启动。")
        self.process, self.due = None, now + pause

    def ask_to_end(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def end(self, limit: float) -> None:
        """Wait until `limit` (monotonic seconds), then kill the program and its children."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, limit - time.monotonic()))
        self.kill()
        self.process.wait()

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def announce(url: str) -> None:
    print(f"卫安已启动：{url}  （按 Ctrl+C 停止）", flush=True)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    threads: int = 4,
    environment: Mapping[str, str] | None = None,
    jobs: bool = True,
    tls: tuple[Path, Path] | None = None,
    ready: Callable[[str], None] = announce,
    say: Callable[[str], None] = tell,
    tend: Callable[[], object] = bool,
) -> int:
    """Serve pages and run jobs until SIGINT or SIGTERM; returns the exit code. Call it in the main thread.

    Without `jobs` pages only: the worker is somebody else's. `tls`: files of certificate and key. `port`: this one or
    the next free; behind proxies (WEIAN_PROXIES), which know one port, this one. `environment` is added to the
    children's. `ready` is given the address once it answers, `say` hears in Chinese of deaths and of the end; `tend` is
    called again and again beside.
    """
    try:
        tries = 1 if os.environ.get("WEIAN_PROXIES", "0") != "0" else 100
        port = free_port(host, range(port, min(port + tries, 65536)))
        extra = environment or {}
        metrics.forget(instance.var() / "metrics")
        programs = [web(host, port, workers, threads, extra, tls)]
        if jobs:
            programs.append(Program("后台任务", cli("worker"), extra))
        supervise(programs, (host, port), ready, say, tend, scheme="https" if tls else "http")
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def supervise(
    programs: Sequence[Program],
    address: tuple[str, int],
    ready: Callable[[str], None],
    say: Callable[[str], None],
    tend: Callable[[], object] = bool,
    *,
    scheme: str = "http",
) -> None:
    """Keep `programs` running until told to stop; tell `ready` once `address` answers. Raises CannotServe."""
    mailbox = Mailbox(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
    announced = False
    try:
        for program in programs:
            program.start()
        while not set(mailbox.wait(TICK)) & {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}:
            tend()
            for program in programs:
                program.look(say)
            if not announced and answers(address):
                announced = True
                ready(f"{scheme}://{_shown(address[0])}:{address[1]}/")
        say("正在停止…")
    finally:
        for program in programs:
            program.ask_to_end()
        limit = time.monotonic() + GRACE
        for program in programs:
            program.end(limit)


def web(
    host: str, port: int, workers: int, threads: int, environment: Mapping[str, str],
    tls: tuple[Path, Path] | None = None,
) -> Program:  # fmt: skip
    """The pages: granian, several processes with a few threads each."""
    options = {"--interface": "wsgi", "--host": host, "--port": str(port), "--workers": str(workers)}
    options |= {"--blocking-threads": str(threads), "--workers-kill-timeout": "10", "--log-level": "warning"}
    if tls:
        options |= {"--ssl-certificate": str(tls[0]), "--ssl-keyfile": str(tls[1]), "--ssl-protocol-min": "tls1.2"}
    words = [word for pair in options.items() for word in pair]
    argv = [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers"]
    return Program("网页服务", [*argv, "weian.config.wsgi:application"], environment)


def cli(*words: str) -> list[str]:
    """A command of our own in a new process."""
    return [sys.executable, "-m", "weian.config.cli", *words]


def free_port(host: str, ports: range) -> int:
    """The first port that nobody listens on. Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in ports:
        with socket.socket(family) as probe:
            # As the server itself will: a port in TIME_WAIT is free, one that is listened on is not.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError as error:
                raise CannotServe(f"没有权限使用端口 {port}，请换一个 1024 以上的端口。") from error
            except OSError:
                continue
            return port
    taken = f"端口 {ports[0]}" if len(ports) == 1 else f"端口 {ports[0]}–{ports[-1]} 都"
    raise CannotServe(f"{host} 的{taken}不能使用：已被占用，或本机没有这个地址。")


def answers(address: tuple[str, int]) -> bool:
    """Whether somebody listens there."""
    host, port = address
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        socket.create_connection((reachable, port), timeout=1).close()
    except OSError:
        return False
    return True


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
