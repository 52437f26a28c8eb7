"""Runs in the processes of the product: `weian run` as it serves, and a worker that takes small steps."""

from __future__ import annotations

import sys

from weian.config import environment, processes
from weian.config.embedded import Cluster

WORKER = "from tests.soak.survival import launch; launch.work()"


def serve() -> None:
    """Pages and jobs at the port that is the first word."""
    assert processes.STABLE
    processes.STABLE = 0.0  # a death a second is no reason to give up here
    processes.cli = lambda *words: [sys.executable, "-c", WORKER]
    Cluster(environment.var() / "postgres").ensure_running()
    sys.exit(processes.serve(port=int(sys.argv[1]), workers=2, threads=2, tend=environment.tend))


def work() -> None:
    """The worker; a notice goes out in many steps, so that it can be killed on its way."""
    environment.load_django()
    from weian.config.commands import worker
    from weian.programs.campaigns.actions import sending

    assert sending.BATCH > 3
    sending.BATCH = 3
    sys.exit(worker.main([]))
