"""One parent keeps the programs running, and takes them along however it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from weian.config import processes
from weian.config.embedded import postmaster

PROJECT = Path(__file__).parents[2]

# A page server of the simplest kind stands in for granian: what is tried here is the parent.
PAGE = """
import http.server, os, pathlib, subprocess, sys
pathlib.Path(sys.argv[2]).open("a").write(f"{os.getpid()}\\n")
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
pathlib.Path(sys.argv[2] + ".child").write_text(str(child.pid))
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
PARENT = """
import sys
from weian.config import processes
port = int(sys.argv[1])
page = processes.Program("网页服务", [sys.executable, "-c", sys.argv[3], str(port), sys.argv[2]])
other = processes.Program("后台任务", ["sleep", "60"])
try:
    processes.supervise([page, other], ("127.0.0.1", port), processes.announce, lambda line: print(line, flush=True))
except processes.CannotServe as error:
    print(error, flush=True)
    sys.exit(1)
"""


@pytest.fixture
def port() -> int:
    return processes.free_port("127.0.0.1", range(18200, 18300))


@pytest.fixture
def parent(tmp_path: Path, port: int) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(page: str = PAGE) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(port), str(tmp_path / "pids"), page],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def pids(tmp_path: Path) -> list[int]:
    return [int(word) for word in (tmp_path / "pids").read_text().split()]


def gone(*numbers: int) -> bool:
    limit = time.monotonic() + 10
    while any(postmaster.alive(number) for number in numbers):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_the_address_is_printed_when_it_answers(parent: Callable[..., subprocess.Popen[str]], port: int) -> None:
    assert line(parent()) == f"卫安已启动：http://127.0.0.1:{port}/  （按 Ctrl+C 停止）"
    socket.create_connection(("127.0.0.1", port), timeout=2).close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_ends_all_and_reports_success(
    parent: Callable[..., subprocess.Popen[str]], tmp_path: Path, how: signal.Signals
) -> None:
    process = parent()
    line(process)
    process.send_signal(how)
    assert process.wait(20) == 0
    assert gone(*pids(tmp_path))


def test_a_killed_program_is_started_again_and_its_children_do_not_stay(
    parent: Callable[..., subprocess.Popen[str]], tmp_path: Path, port: int
) -> None:
    process = parent()
    line(process)
    grandchild = int((tmp_path / "pids.child").read_text())
    os.kill(pids(tmp_path)[0], signal.SIGKILL)

    assert line(process) == "网页服务意外退出（退出码 -9），0.5 秒后重新启动。"
    assert gone(grandchild)
    limit = time.monotonic() + 10
    while len(pids(tmp_path)) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    assert postmaster.alive(pids(tmp_path)[1])


def test_a_killed_parent_takes_its_programs_along(parent: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    process = parent()
    line(process)
    process.kill()
    assert gone(*pids(tmp_path))
    os.kill(int((tmp_path / "pids.child").read_text()), signal.SIGKILL)


def test_a_program_that_cannot_run_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "BACK_OFF", (0.0,) * 6)
    broken = processes.Program("网页服务", [sys.executable, "-c", "raise SystemExit(3)"])
    said: list[str] = []
    with pytest.raises(processes.CannotServe, match="连续 6 次启动失败（退出码 3）"):
        for _ in range(600):
            broken.look(said.append)
            time.sleep(0.02)
    assert len(said) == 5


def test_a_taken_port_is_passed_over(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert processes.free_port("127.0.0.1", range(port, port + 50)) > port
        with pytest.raises(processes.CannotServe, match=f"端口 {port}不能使用"):
            processes.free_port("127.0.0.1", range(port, port + 1))


def test_behind_a_proxy_a_taken_port_ends_the_start(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The proxy knows one port: served at another one, nobody would find it."""
    monkeypatch.setenv("WEIAN_PROXIES", "1")
    with socket.create_server(("127.0.0.1", port)):
        assert processes.serve(port=port) == 1
    assert f"端口 {port}不能使用" in capsys.readouterr().err


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(processes.CannotServe, match="没有这个地址"):
        processes.free_port("192.0.2.1", range(18200, 18202))


def test_page_workers_do_not_outlive_a_killed_server(tmp_path: Path, port: int) -> None:
    """With the parent dead as well nobody buries the group: the workers themselves must notice."""
    given = {**os.environ, "WEIAN_SERVING": "1", "WEIAN_SECRET_KEY": "of-a-test", "WEIAN_VAR": str(tmp_path)}
    (tmp_path / "static").mkdir()
    given |= {"WEIAN_NO_POOL": "1", "DJANGO_SETTINGS_MODULE": "weian.config.settings"}
    argv = processes.web("127.0.0.1", port, 1, 1, {}).argv
    with subprocess.Popen(argv, env=given, cwd=PROJECT, stderr=subprocess.DEVNULL) as server:
        try:
            limit = time.monotonic() + 60
            while not (workers := children_of(server.pid)) or not listens(port):
                assert time.monotonic() < limit and server.poll() is None
                time.sleep(0.1)
        finally:
            server.kill()
    assert gone(*workers)


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended just now
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
