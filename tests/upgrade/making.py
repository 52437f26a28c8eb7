"""Makes the dump that the upgrade test starts from, out of the schema, the actions and the cast of a landed commit:

    git worktree add --detach ../landed COMMIT && cd ../landed && ln -s ../weian/.venv .venv
    PYTHONPATH=$PWD .venv/bin/python ../weian/tests/upgrade/making.py COMMIT ../weian/tests/upgrade

It uses only what every commit since bef5494 has: `tests.database`, the cast and its situations, the trust world.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock


def main(commit: str, target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests import database

    with database.database(f"landed_{os.getpid()}") as name:
        database.point_django_at(name)
        play()
        counts = counted()
        for alias in database.connections:
            database.connections[alias].close()
        sql = dumped(database.cluster(), name)
    with (target / f"{commit}.sql.gz").open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(sql)
    (target / f"{commit}.json").write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", "utf-8")


def play() -> None:
    """The world of the trust tests, with something of every kind; a hazard in every state; answers, a campaign."""
    from django.test import override_settings

    from tests.cast import Cast
    from tests.ground.duties import situations as duties
    from tests.ground.hazards.situations import Situations as Hazards
    from tests.oversight.watch.situations import Situations as Watch
    from tests.programs.campaigns.situations import Situations as Campaigns
    from tests.trust.world import World
    from weian.foundation.audit import api as audit
    from weian.ground.hazards.api import Status
    from weian.ground.hazards.lookback import choosing
    from weian.kernel import scope

    with (
        tempfile.TemporaryDirectory() as files, override_settings(EVIDENCE_ROOT=Path(files)),
        scope.applied(scope.NOBODY), mock.patch.object(choosing, "_lot", lambda hazard: 99),
    ):  # fmt: skip
        cast = World(Cast()).cast
        walks = Watch(cast)
        for point in walks.points(2):
            walks.walked(cast.officer, point)
        for status in Status:
            Hazards(cast).at(status)
        duties.submitted(cast, duties.issued(cast))
        duties.returned(cast, duties.issued(cast))
        Campaigns(cast).published()
    with scope.applied(scope.NOBODY), audit.acting_as_system("核对"):
        assert list(audit.faults()) == []


def counted() -> dict[str, int]:
    """Rows of every table of the house that has any."""
    from django.apps import apps
    from django.db import connection

    from weian.kernel import scope

    tables = sorted(one._meta.db_table for one in apps.get_models() if one.__module__.startswith("weian."))
    with scope.applied(scope.SYSTEM), connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return {table: n for table, n in found.items() if n}


def dumped(cluster, name: str) -> bytes:  # type: ignore[no-untyped-def]
    from weian.config.embedded.binaries import find

    argv = [find().program("pg_dump"), "--dbname", cluster.superuser_dsn(name), "--no-comments", "--restrict-key=weian"]
    return subprocess.run(argv, check=True, capture_output=True).stdout


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
