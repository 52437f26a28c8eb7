"""Makes the dump that the upgrade test starts from, out of the schema, the actions and the cast of a landed commit:

    git worktree add --detach ../landed COMMIT && cd ../landed && ln -s ../weian/.venv .venv
    PYTHONPATH=$PWD .venv/bin/python ../weian/tests/upgrade/making.py COMMIT ../weian/tests/upgrade

It uses only what every commit since 73dc6a0 has: `tests.database`, the cast and its situations.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

TOLD = ("audit_event", "hazards_hazard", "duties_task", "duties_record", "campaigns_campaign", "evidence_blob",
        "documents_document", "org_unit", "people_person", "tally_delta", "packs_pack")  # fmt: skip


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
    """A hazard in every state, a county's notice answered, a city's campaign published."""
    from tests.cast import Cast
    from tests.ground.duties import situations as duties
    from tests.ground.hazards.situations import Situations as Hazards
    from tests.programs.campaigns.situations import Situations as Campaigns
    from weian.foundation.audit import api as audit
    from weian.ground.hazards.api import Status

    cast = Cast()
    for status in Status:
        Hazards(cast).at(status)
    duties.submitted(cast, duties.issued(cast))
    duties.returned(cast, duties.issued(cast))
    Campaigns(cast).published()
    with audit.acting_as_system("核对"):
        assert list(audit.faults()) == []


def counted() -> dict[str, int]:
    from django.db import connection

    from weian.kernel import scope

    with scope.applied(scope.SYSTEM), connection.cursor() as cursor:
        found = {}
        for table in TOLD:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def dumped(cluster, name: str) -> bytes:  # type: ignore[no-untyped-def]
    from weian.config.embedded.binaries import find

    argv = [find().program("pg_dump"), "--dbname", cluster.superuser_dsn(name), "--no-comments", "--restrict-key=weian"]
    return subprocess.run(argv, check=True, capture_output=True).stdout


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
