"""`weian run` from an empty folder, with the database of its own: the first start, the second, and what is left."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import psycopg
import pytest
from playwright.sync_api import APIRequestContext, sync_playwright

from tests.tools.server import ROOT, Server, environment_of, running
from weian.config.embedded import Cluster

WAY_IN = re.compile(r"https?://\S+/accounts/first-run/\S+/")
HOUSE = {
    "commission": "云泽市卫生健康委员会", "level": "city", "region": "970100", "name": "周秉文", "username": "zhou",
    "password": "Pine-42-lantern", "again": "Pine-42-lantern",
}  # fmt: skip


@dataclass(frozen=True)
class Instance:
    """A product that was started once before: how long that took, and what it said."""

    server: Server
    first_seconds: float
    first_said: str
    second_seconds: float

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.server.var / "postgres")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    var = tmp_path_factory.mktemp("instance")
    began = time.monotonic()
    with running({}, var=var) as server:
        first, said = time.monotonic() - began, server.said(400)
    assert Cluster(var / "postgres").status().state == "stopped"
    began = time.monotonic()
    with running({}, var=var) as server:
        yield Instance(server, first, said, time.monotonic() - began)


@pytest.fixture
def web() -> Iterator[APIRequestContext]:
    with sync_playwright() as driver:
        context = driver.request.new_context()
        yield context
        context.dispose()


def weian(instance: Instance, *words: str) -> subprocess.CompletedProcess[str]:
    """A command beside the running product."""
    return subprocess.run(
        [sys.executable, "-m", "weian.config.cli", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment_of({}, instance.server.var),
        check=False,
    )


def as_superuser(instance: Instance, *statements: str) -> None:
    with psycopg.connect(instance.cluster.superuser_dsn("weian"), autocommit=True) as db:
        for statement in statements:
            db.execute(statement)  # type: ignore[arg-type]


def test_the_second_start_does_nothing_twice(instance: Instance) -> None:
    assert "正在整理数据库" in instance.first_said and "正在准备页面" in instance.first_said
    assert "正在" not in instance.server.said(400)
    assert instance.second_seconds < min(instance.first_seconds, 30)


def test_the_way_in_of_a_clean_instance_works_once(instance: Instance, web: APIRequestContext) -> None:
    of_before = urlsplit(WAY_IN.findall(instance.first_said)[-1]).path
    assert web.get(instance.server.address + of_before).status == 410  # the second start made another
    way_in = WAY_IN.findall(instance.server.said(400))[-1]
    page = web.get(way_in)
    assert page.status == 200
    sent = HOUSE | {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text())[1]}  # type: ignore[index]
    opened = web.post(way_in, form=sent, headers={"Referer": way_in})
    assert (opened.status, opened.url.rstrip("/")) == (200, instance.server.address)
    assert "周秉文" in opened.text()
    assert web.get(way_in).status == 410


def asked(instance: Instance, path: str, ways: str = "") -> tuple[dict[str, str], bytes]:
    """Headers and body as they come over the wire."""
    wire = http.client.HTTPConnection(urlsplit(instance.server.address).netloc, timeout=30)
    wire.request("GET", path, headers={"Accept-Encoding": ways})
    answer = wire.getresponse()
    assert answer.status == 200, path
    body = answer.read()
    wire.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


def test_files_of_pages_come_compressed_and_nothing_that_holds_a_token_does(instance: Instance) -> None:
    told, packed = asked(instance, "/m/field/", "gzip, br")
    page = gzip.decompress(packed).decode()
    assert told["content-encoding"] == "gzip" and asked(instance, "/m/field/")[1].decode() == page
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    styles = [one for one in files if one.endswith(".css")]
    assert len(styles) == 1 and len(files) <= 10  # each is a way to the server before anything is seen
    plain = asked(instance, styles[0])[1]
    for way, opened in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        told, body = asked(instance, styles[0], way)
        assert told["content-encoding"] == way and opened(body) == plain
        assert "Accept-Encoding" in told["vary"] and "immutable" in told["cache-control"] and told["etag"]
    first = len(packed) + sum(len(asked(instance, one, "gzip, br")[1]) for one in files)
    assert first < 40_000, first  # with the pack and what the headers take, 80 KB
    # A length must not tell of a token: pages that hold one, or say back what was asked, go as they are.
    assert "content-encoding" not in asked(instance, "/accounts/login/", "gzip, br")[0]


def test_the_chains_hold_and_their_heads_can_be_kept_outside(instance: Instance, tmp_path: Path) -> None:
    told = weian(instance, "audit", "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert re.search(r"^[1-9]\d* 条链全部通过。$", told.stdout, re.M)
    anchors = tmp_path / "heads.json"
    anchors.write_text(weian(instance, "audit", "heads").stdout)
    assert json.loads(anchors.read_text())
    assert weian(instance, "audit", "verify", "--anchors", str(anchors)).returncode == 0


def test_who_rewrites_history_as_superuser_is_found(instance: Instance) -> None:
    off, on = "SET session_replication_role = replica", "SET session_replication_role = origin"
    as_superuser(instance, off, "UPDATE audit_event SET why = why || '改' WHERE seq = 1", on)
    told = weian(instance, "audit", "verify")
    assert told.returncode == 1
    assert "内容与哈希不符" in told.stderr and "处问题" in told.stdout
    as_superuser(instance, off, "UPDATE audit_event SET why = left(why, -1) WHERE seq = 1", on)
    assert weian(instance, "audit", "verify").returncode == 0


def test_an_instance_of_one_kind_does_not_start_as_the_other(instance: Instance) -> None:
    told = weian(instance, "run", "--demo")
    assert told.returncode == 1
    assert "正式环境" in told.stderr
