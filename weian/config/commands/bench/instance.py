"""The instance that is measured: the one that WEIAN_VAR names, or one that is thrown away."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weian.config import environment


@contextmanager
def lent_instance(given: bool) -> Iterator[None]:
    """The instance that WEIAN_VAR names, or one that is thrown away at the end. A demo: acts are written for good."""
    from weian.config.embedded import Cluster

    if given:
        yield
        return
    # The database may run as another user, who must be able to enter.
    home = Path(tempfile.mkdtemp(prefix="weian-bench-"))
    home.chmod(0o755)
    os.environ["WEIAN_VAR"] = str(home)
    try:
        yield
    finally:
        if (home / "postgres").exists():
            _close_connections()
            Cluster(home / "postgres").stop("immediate")
            Cluster(home / "postgres").release()
        shutil.rmtree(home, ignore_errors=True)


def open_() -> None:
    from weian.config.commands import run

    environment.prepare()
    os.environ["WEIAN_SERVING"] = "1"
    run.bring_up_to_date()
    environment.load_django()
    environment.settle()
    # The neighbour's hazards are asked for and not found, as it should be.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def is_demo() -> bool:
    """Whether this instance is a demo; one without anything becomes one."""
    from weian.config import demo
    from weian.foundation.org.models import Instance

    found = Instance.objects.first()
    if found is None:
        demo.build()
    return found is None or bool(found.is_demo)


@contextmanager
def quiet(as_json: bool) -> Iterator[None]:
    """With --json only the figures go to stdout, whatever child processes say."""
    if not as_json:
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _close_connections() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        for one in connections.all(initialized_only=True):
            one.close()
            if hasattr(one, "close_pool"):
                one.close_pool()
