"""An instance of the version that landed last, with a year's kinds of data in it, starts with this one."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import Sum

from tests import database
from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as duties_play
from tests.ground.hazards.situations import Situations as Hazards
from tests.ground.registry.situations import Places
from weian.config import migrating
from weian.config.commands import run
from weian.config.embedded.binaries import find
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.packs.models import Pack
from weian.foundation.tally.models import Delta
from weian.ground.duties import api as duties
from weian.ground.hazards.api import Hazard, Status
from weian.kernel import clock

HERE = Path(__file__).parent
LANDED = "bef5494"
BEFORE: dict[str, int] = json.loads((HERE / f"{LANDED}.json").read_text("utf-8"))
# Events and packs come with the new content; everything else is as it was.
GROWING = {"audit_chain", "audit_event", "packs_entry", "packs_pack"}


@pytest.fixture(scope="module")
def upgraded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dump in a database of its own, brought up to date as `weian run` does it."""
    server, name = database.cluster(), f"upgraded_{os.getpid()}"
    server.dropdb(name)
    server.createdb(name, owner="weian_owner")
    try:
        restore(server.superuser_dsn(name))
        migrating.prepare_database(server.superuser_dsn(name))
        with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock():
            patched.setenv("DJANGO_SETTINGS_MODULE", "weian.config.settings")
            patched.setenv("WEIAN_VAR", str(tmp_path_factory.mktemp("upgraded")))
            patched.setenv("WEIAN_DATABASE_URL", server.url("weian_login", name))
            patched.setenv("WEIAN_OWNER_URL", server.url("weian_owner", name))
            run.bring_schema()
            run.bring_content()
            with database.pointed_at(name):
                yield name
    finally:
        server.dropdb(name)


def restore(dsn: str) -> None:
    sql = gzip.decompress((HERE / f"{LANDED}.sql.gz").read_bytes())
    sql = sql.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1)  # servers before 17 do not know it
    argv = [find().program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--dbname", dsn]
    told = subprocess.run(argv, input=sql, capture_output=True, check=False)
    assert (told.returncode, told.stderr) == (0, b"")


@pytest.fixture(autouse=True)
def _on_it(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_nothing_is_lost_and_history_holds() -> None:
    with set_up():
        now = {table: count(table) for table in BEFORE}
        assert {t: n for t, n in now.items() if t not in GROWING} == {
            t: n for t, n in BEFORE.items() if t not in GROWING
        }
        assert all(now[table] >= BEFORE[table] for table in GROWING)
        assert list(audit.faults()) == []
        assert {one.status for one in Hazard.objects.all()} == set(Status)


def test_new_content_stands_beside_the_old() -> None:
    with set_up():
        loaded = set(Pack.objects.values_list("code", "version"))
    assert {("ladders.common", "1"), ("domains.common", "3"), ("domains.bound", "1")} < loaded


def test_every_positioned_table_is_fenced() -> None:
    tables = {one._meta.db_table for one in org.positioned_models()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
        assert tables - {row[0] for row in cursor.fetchall()} == set()


LISTS = ("/places/", "/rounds/day/", "/inspections/", "/works/", "/watch/", "/checklists/")


def test_everybody_sees_what_is_theirs_on_the_pages() -> None:
    cast = Cast()
    with acting(cast.officer):
        assert Hazard.objects.count() >= len(Status)
        one = Hazard.objects.order_by("pk").first()
    with acting(cast.outsider):
        assert Hazard.objects.count() == 0
    ours, theirs = client_of(cast.officer), client_of(cast.outsider)
    assert one is not None
    for path in ("/", "/hazards/", f"/hazards/{one.pk}/", "/tasks/", "/messages/", "/m/", *LISTS):
        assert ours.get(path).status_code == 200, path
    assert theirs.get(f"/hazards/{one.pk}/").status_code == 404
    for path in ("/", "/notices/", "/hazards/", f"/reports/board/{cast.city.pk}/"):
        assert client_of(cast.regulator).get(path).status_code == 200, path


def test_old_hazards_get_the_key_of_the_one_place_that_their_words_name() -> None:
    cast = Cast()
    play, place = Hazards(cast), Places(cast)
    kitchen, _, _ = place.kitchen(), place("room", "库房"), place("room", "库房")
    named, vague = play.reported(place="职工食堂厨房"), play.reported(place="库房")
    elsewhere = play.reported(by=cast.county_regulator, unit=cast.center, department=None, place="职工食堂厨房")
    with set_up():
        Hazard.objects.update(subject=None)
    known = import_module("weian.ground.hazards.migrations.0011_known_places")
    with as_owner() as owner, pytest.MonkeyPatch.context() as patched:
        patched.setattr(known, "BATCH", 3)  # many batches, the last one short
        known.give_keys(None, SimpleNamespace(connection=owner))
    with set_up():
        keys = dict(
            Hazard.objects.filter(pk__in=[one.pk for one in (named, vague, elsewhere)]).values_list("pk", "subject")
        )
    assert keys == {named.pk: kitchen.pk, vague.pk: None, elsewhere.pk: None}
    test_every_positioned_table_is_fenced()


def test_what_was_late_when_a_later_day_was_asked_for_is_late_also_where_nobody_kept_it() -> None:
    """Due on Friday and asked for on Tuesday: two working days, which no version before kept."""
    cast = Cast()
    with clock.moved_to("2026-11-10"):
        task = duties_play.started(cast, duties_play.issued(cast, due=date(2026, 11, 20)))
    with clock.moved_to("2026-11-24"), acting(cast.officer) as by:
        one = duties.one_owed(task.obligation, cast.hospital)
        assert one is not None
        asked = duties.ask_extension(one, uid=uuid4(), until=date(2026, 12, 10), reason="补测", by=by)
    with clock.moved_to("2026-11-25"), acting(cast.county_regulator) as by:
        duties.decide_relief(asked, grant=True, by=by)

    def told() -> tuple[int, dict[str, int]]:
        with set_up():
            deltas = Delta.objects.filter(kind="task", org_pos=task.org_pos, dims__status="started")
            counts = {late: deltas.filter(dims__late=late).aggregate(n=Sum("n"))["n"] or 0 for late in "ny"}
            return duties.Task.objects.get(pk=task.pk).late_before, counts

    kept, before = told()
    assert kept == 2
    known = import_module("weian.ground.duties.migrations.0022_lateness_of_earlier_extensions")
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE duties_task DISABLE TRIGGER duties_task_lateness, NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE duties_task SET late_before = 0 WHERE uid = %s", [task.pk])
        cursor.execute("ALTER TABLE duties_task ENABLE TRIGGER duties_task_lateness")
        for statement in known.LATE:
            cursor.execute(statement)
    assert told() == (2, {"n": before["n"] - 1, "y": before["y"] + 1})
    test_every_positioned_table_is_fenced()


@contextmanager
def as_owner() -> Iterator[Any]:
    """A connection like that of migrations: whom row security fences as well."""
    server, plain = database.cluster(), connection.settings_dict
    connections.settings["owner"] = {**plain, **server.django("weian_owner", plain["NAME"])}
    try:
        yield connections["owner"]
    finally:
        connections["owner"].close()
        del connections["owner"], connections.settings["owner"]


def test_work_goes_on_where_it_stood() -> None:
    cast = Cast()
    play = Hazards(cast)
    with acting(cast.officer):
        waiting = Hazard.objects.filter(status=Status.APPLIED).first()
        assert waiting is not None
    from weian.ground.hazards import api as hazards

    with play.step(cast.officer) as by:
        hazards.verify(waiting, by=by, note="到现场看过")
    play.reported()
    with set_up():
        assert list(audit.faults()) == []
