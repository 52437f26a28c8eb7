"""An ordinary user starts a cluster; another user's data is left alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

# As root, become uid 65534; it may read everything, since the interpreter often lies below a private home.
CAPABILITY = "dac_read_search"
BECOME_ORDINARY = "setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=+{0} --ambient-caps=+{0}"
AS_ORDINARY_USER = BECOME_ORDINARY.format(CAPABILITY).split() if os.geteuid() == 0 else []
Starter = Callable[..., "subprocess.Popen[str]"]


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_an_ordinary_user_starts_a_cluster(room: Path, another_user: Starter) -> None:
    home = room / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, 65534, 65534)
    process = another_user(home / "pg", *AS_ORDINARY_USER)
    answer = first_line(process)
    assert answer.startswith("ready ")
    pid = int(answer.split()[1])
    assert os.stat(f"/proc/{pid}").st_uid == (65534 if os.geteuid() == 0 else os.geteuid())


def test_a_folder_that_may_not_be_written(room: Path, another_user: Starter) -> None:
    closed = room / "closed"
    closed.mkdir(mode=0o500)
    process = another_user(closed / "pg", *AS_ORDINARY_USER)
    assert "没有权限" in first_line(process)
    assert process.wait(20) == 9
