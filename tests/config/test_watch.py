"""Who keeps watch over an instance is told how it is, and nothing about anybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from procrastinate.contrib.django import app

from tests.cast import Cast
from tests.conftest import client_of, set_up
from weian.config import health, metrics, migrating
from weian.config.health import counts_folder

BEATS = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')"
# name{labels} value, or a comment: the text format of Prometheus, version 0.0.4.
SAMPLE = re.compile(r'^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? [0-9.e+-]+)$')


def beat(seconds_ago: int) -> None:
    """A worker that gave its last sign of life so long ago."""
    from django.db import connections

    with connections[health.PROBE].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(BEATS, [seconds_ago])


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No new connection can be made."""

    class Away:
        def __getitem__(self, alias: str) -> Any:
            raise OperationalError("connection refused")

    monkeypatch.setattr(health, "connections", Away())


def values(text: str, name: str) -> dict[str, float]:
    """Labels as written → value, of one metric."""
    found = re.findall(rf"^{name}(?:\{{(.*)\}})? (\S+)$", text, re.M)
    return {labels: float(value) for labels, value in found}


def test_it_is_alive_whatever_becomes_of_the_database(cast: Cast, away: None) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert Client().get("/readyz").status_code == 503
    assert "database: away" in Client().get("/readyz").content.decode()


def test_it_is_ready_while_a_worker_gives_signs_of_life(cast: Cast) -> None:
    beat(seconds_ago=5)
    assert Client().get("/readyz").content.decode() == "database: ok\nmigrations: ok\nworker: ok\n"
    beat(seconds_ago=300)
    answer = Client().get("/readyz")
    assert (answer.status_code, "worker: silent" in answer.content.decode()) == (503, True)


def test_it_is_not_ready_while_a_migration_is_missing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(seconds_ago=5)
    known = migrating.on_disk()
    monkeypatch.setattr(migrating, "on_disk", lambda: known | {("hazards", "9999_tomorrow")})
    answer = Client().get("/readyz")
    assert (answer.status_code, "migrations: behind" in answer.content.decode()) == (503, True)


def test_nobody_writes_to_these_addresses_and_no_cookie_is_set(cast: Cast) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        assert client_of(cast.officer).post(address).status_code == 405
        answer = Client().get(address)
        assert not answer.cookies and answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_metrics_count_answers_by_route_and_hold_no_address_of_anything(cast: Cast) -> None:
    client = client_of(cast.officer)
    assert client.get("/hazards/").status_code == 200
    uid = "5c1b8d04-7f0e-4d0a-9b7a-3f4c5f1f6a10"
    assert client.get(f"/hazards/{uid}/").status_code == 404
    assert client.get("/hazards/?q=张三").status_code == 200
    text = Client().get("/metrics").content.decode()
    assert [one for one in text.splitlines() if not SAMPLE.match(one)] == []
    counts = values(text, "weian_request_seconds_count")
    assert counts['method="GET",route="hazards/",status="200"'] >= 2
    assert counts['method="GET",route="hazards/<uuid:uid>/",status="404"'] >= 1
    assert uid not in text and "张三" not in text
    last = 'method="GET",route="hazards/",status="200",le="+Inf"'
    assert values(text, "weian_request_seconds_bucket")[last] == counts['method="GET",route="hazards/",status="200"']


def test_metrics_tell_of_queue_audit_and_database(cast: Cast, tmp_path: Path) -> None:
    beat(seconds_ago=7)
    with set_up():
        from weian.foundation.audit.models import Event

        events = Event.objects.count()
    (tmp_path / "2026-11-21").mkdir()
    with override_settings(BACKUPS=tmp_path):
        text = Client().get("/metrics").content.decode()
    assert values(text, "weian_postgres_up") == {"": 1}
    assert values(text, "weian_audit_events") == {"": events} and events > 0
    assert set(values(text, "weian_jobs")) == {'state="todo"', 'state="doing"', 'state="failed"'}
    assert 6 < values(text, "weian_worker_silent_seconds")[""] < 60
    assert 0 <= values(text, "weian_backup_age_seconds")[""] < 60
    assert values(text, "weian_backups") == {"": 1}


def test_heads_of_the_audit_beside_the_backups_are_no_backup(cast: Cast, tmp_path: Path) -> None:
    """Else the weekly check of the audit would hide that no backup is made any more."""
    (tmp_path / "heads-2026-11-22.json").write_text("{}")
    with override_settings(BACKUPS=tmp_path):
        text = Client().get("/metrics").content.decode()
    assert values(text, "weian_backup_age_seconds") == {} and values(text, "weian_backups") == {"": 0}


def test_the_daily_jobs_that_are_watched_exist() -> None:
    assert set(health.DAILY) <= set(app.tasks)


def test_metrics_say_that_the_database_is_away(cast: Cast, away: None) -> None:
    answer = Client().get("/metrics")
    assert (answer.status_code, values(answer.content.decode(), "weian_postgres_up")) == (200, {"": 0})


def test_metrics_are_absent_for_strangers(cast: Cast) -> None:
    far, proxied = {"REMOTE_ADDR": "10.1.2.3"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}
    for where in (far, proxied):
        assert Client(**where).get("/metrics").status_code == 404
        with override_settings(METRICS_TOKEN="a-long-secret"):
            assert Client(**where).get("/metrics").status_code == 404
            assert Client(**where).get("/metrics", HTTP_AUTHORIZATION="Bearer a-long-secre").status_code == 404
            assert Client(**where).get("/metrics", HTTP_AUTHORIZATION="Bearer a-long-secret").status_code == 200


def test_counts_of_several_processes_add_up_and_outlive_a_restart_of_one(tmp_path: Path) -> None:
    first, second = metrics.Counts(tmp_path / "1"), metrics.Counts(tmp_path / "2")
    for counts in (first, second, metrics.Counts(tmp_path / "1")):
        counts.add("GET", "hazards/", 200, 0.02)
    second.add("GET", "hazards/", 200, 60.0)
    text = "\n".join(metrics.requests(tmp_path))
    labels = 'method="GET",route="hazards/",status="200"'
    assert values(text, "weian_request_seconds_count")[labels] == 4
    assert values(text, "weian_request_seconds_sum")[labels] == pytest.approx(60.06)
    buckets = values(text, "weian_request_seconds_bucket")
    assert buckets[f'{labels},le="0.01"'] == 0 and buckets[f'{labels},le="0.025"'] == 3
    metrics.forget(tmp_path)
    assert values("\n".join(metrics.requests(tmp_path)), "weian_request_seconds_count") == {}


def test_routes_without_end_fall_into_one_line(tmp_path: Path) -> None:
    counts = metrics.Counts(tmp_path / "1")
    for at in range(metrics.SLOTS + 50):
        counts.add("GET", f"route-{at}/", 200, 0.1)
    counts.add("GET", "x" * 500, 200, 0.1)
    told = values("\n".join(metrics.requests(tmp_path)), "weian_request_seconds_count")
    assert len(told) == metrics.SLOTS
    assert sum(told.values()) == metrics.SLOTS + 51


def test_the_counts_are_kept_in_the_instance(cast: Cast) -> None:
    Client().get("/accounts/login/")
    assert list(counts_folder().glob("*"))
