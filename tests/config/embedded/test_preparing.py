"""Roles and rights are made once, and made again by the start after one that was killed half way."""

from __future__ import annotations

import psycopg
import pytest

from weian.config import migrating
from weian.config.embedded import Cluster


@pytest.fixture
def house(cluster: Cluster) -> Cluster:
    cluster.ensure_running()
    cluster.createdb("weian")
    return cluster


def prepare(cluster: Cluster) -> bool:
    passwords = {role: cluster.password(role) for role in ("weian_owner", "weian_login")}
    return migrating.prepare(cluster.superuser_dsn("weian"), passwords)


def owner_of_schema(cluster: Cluster) -> str:
    with psycopg.connect(cluster.url("weian_owner", "weian")) as db:
        row = db.execute("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'public'").fetchone()
    assert row is not None
    return str(row[0])


def test_the_first_start_prepares_and_the_second_has_nothing_to_do(house: Cluster) -> None:
    assert [prepare(house), prepare(house)] == [True, False]
    assert owner_of_schema(house) == "weian_owner"


def test_a_start_killed_after_the_roles_is_made_up_for(house: Cluster) -> None:
    migrating.prepare_roles(house.superuser_dsn(), {"weian_owner": house.password("weian_owner")})
    assert prepare(house)
    assert owner_of_schema(house) == "weian_owner"


def test_a_lost_secrets_file_gives_the_roles_new_passwords(house: Cluster) -> None:
    prepare(house)
    house.stop()
    house.folder.passwords.unlink()
    house.ensure_running()
    assert prepare(house)
    assert owner_of_schema(house) == "weian_owner"
