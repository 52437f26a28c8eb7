"""The product's own processes are killed under load; people's browsers try again until they hear that it is done.

Everything is real: granian and its children, the worker, the embedded server with fsync and its keeper. The clients
send hazards with a photo, gradings and records over HTTP, each under a uid of its own, and a notice is on its way.
"""

from __future__ import annotations

import http.client
import io
import os
import random
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections
from django.test import override_settings

from tests import cast as players
from tests import database
from tests.conftest import client_of, set_up
from tests.ground.duties import situations as duties
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.tools.server import Server, running
from weian.config import migrating
from weian.config.backup import servers
from weian.config.embedded import Cluster
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.programs.campaigns import jobs

PATIENCE = 240.0  # seconds, on a machine where other things run as well
CLINICS = 60  # more than are sent to in the request itself
TOKEN = "k" * 32
# What is killed, in turn; the rare deaths cost seconds each, the others a part of one.
WAYS = ("database", "page", "jobs", "web", "database and keeper", "database", "page", "jobs")
LAUNCH = """
import os, sys
from pathlib import Path
from weian.config import environment, processes
from weian.config.embedded import Cluster
processes.STABLE = 0.0  # a death a second is no reason to give up here
worker = (
    "from weian.config import environment; environment.load_django();"
    "from weian.programs.campaigns.actions import sending; sending.BATCH = 3;"
    "from weian.config.commands import worker; sys.exit(worker.main([]))"
)
processes.cli = lambda *words: [sys.executable, "-c", "import sys;" + worker]
environment._cluster = Cluster(Path(os.environ["WEIAN_VAR"]) / "postgres").ensure_running()
sys.exit(processes.serve(port=int(sys.argv[1]), workers=2, threads=2, tend=environment.tend))
"""


@dataclass
class Outcome:
    """What was acknowledged and what is there; what people were refused that should not have been."""

    deaths: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    repeated: int = 0
    silence: dict[str, float] = field(default_factory=dict)  # the longest after each kind of death, in seconds
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        return bool(self.acknowledged and self.deaths) and not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        silence = ", ".join(f"{way} {seconds:.1f} s" for way, seconds in self.silence.items())
        told = f"{self.deaths.total()} deaths, {self.acknowledged} acts acknowledged, {self.repeated} sent again"
        return f"{told}, {len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.wrong)} wrong; silent: {silence}"


def survive(rounds: int, seed: int) -> Outcome:
    """Kill `rounds` times under load, then compare what is there with what people were told."""
    chance, outcome = random.Random(seed), Outcome()
    with _instance() as (cluster, var), _pointed_at(cluster, var):
        world = _World()
        with _served(cluster, var) as server:
            clients = [one(server.address, world, seed) for one in (_Finder, _Finder, _Keeper)]
            for client in clients:
                client.start()
            publishing = world.publish(server, chance)
            for number in range(rounds):
                way = WAYS[number % len(WAYS)]
                time.sleep(chance.uniform(0.02, 0.35))
                _kill(way, server, cluster)
                outcome.deaths[way] += 1
                began = time.monotonic()
                _wait_for_more(clients, server, all if number == rounds - 1 else any)
                outcome.silence[way] = max(outcome.silence.get(way, 0.0), time.monotonic() - began)
            for client in clients:
                client.end(outcome)
            publishing(outcome)
        world.compare(clients, outcome)
    return outcome


@contextmanager
def _instance() -> Iterator[tuple[Cluster, Path]]:
    """A durable server with a copy of the cast's database."""
    var = Path(tempfile.mkdtemp(prefix="weian-survive-"))
    var.chmod(0o755)  # the server may run as another user
    cluster = Cluster(var / "postgres", linger=0.2)
    try:
        cluster.ensure_running()
        cluster.createdb("weian")
        words = {role: cluster.password(role) for role in ("weian_owner", "weian_login")}
        migrating.prepare(cluster.superuser_dsn("weian"), words)
        name = f"survive_{os.getpid()}"
        with database.database(name), (var / "cast.dump").open("w+b") as dump:
            servers.run("pg_dump", ["--format=custom"], database.cluster().superuser_dsn(name), what="", output=dump)
            again = ["--clean", "--if-exists", "--exit-on-error", "--dbname=weian", str(var / "cast.dump")]
            servers.run("pg_restore", again, cluster.superuser_dsn("weian"), what="")
        yield cluster, var
    finally:
        cluster.stop("immediate")
        cluster.release()
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def _pointed_at(cluster: Cluster, var: Path) -> Iterator[None]:
    before = {alias: connections[alias].settings_dict.copy() for alias in connections}
    try:
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict.update(cluster.django("weian_login", "weian"))
        with override_settings(EVIDENCE_ROOT=var / "evidence"):
            yield
    finally:
        for alias, values in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(values)


def _served(cluster: Cluster, var: Path) -> Any:
    for alias in connections:
        connections[alias].close()
    given = {
        "WEIAN_DATABASE_URL": cluster.url("weian_login", "weian"),
        "WEIAN_SECRET_KEY": settings.SECRET_KEY,
        "WEIAN_SERVING": "0",  # no static files are prepared
        "WEIAN_LOG_LEVEL": "CRITICAL",
    }
    return running(given, var=var, whole=False, bare=LAUNCH)


class _World:
    """What stands before the first death: a task to write records for, a notice to publish, who is signed in."""

    def __init__(self) -> None:
        self.cast = players.Cast()
        task = duties.started(self.cast, duties.issued(self.cast))
        self.task = f"/tasks/{task.obligation_id}/{task.unit_id}/"
        with audit.acting_as_system("诊所入册") as system:
            for n in range(CLINICS):
                org.add_unit(
                    by=system, parent=self.cast.city, kind="institution", level="county", type="clinic",
                    name=f"第{n}诊所", region=970100,
                )  # fmt: skip
        self.notice = Campaigns(self.cast).addressed()
        names = ("keeper", "officer", "regulator")
        self.cookies = {one: client_of(getattr(self.cast, one)).cookies["sessionid"].value for one in names}
        with set_up():
            self.before = _counted()

    def publish(self, server: Server, chance: random.Random) -> Callable[[Outcome], None]:
        """Issue the notice and kill the worker in the middle of its way; gives what waits for its end."""
        from weian.programs.campaigns.models import Addressee

        said = _Browser(server.address, self.cookies["regulator"]).send(f"/notices/{self.notice.pk}/issuing/", {})

        def left() -> int:
            with set_up():
                return Addressee.objects.filter(campaign=self.notice, reached_at=None).count()

        total = left()
        _until(lambda: left() < total, server, "the worker does not begin")
        time.sleep(chance.uniform(0.0, 0.1))
        _kill("jobs", server, None)
        when_killed = left()

        def finished(outcome: Outcome) -> None:
            """A minute later the scheduler takes up what a killed worker left."""
            if not said.startswith(f"/notices/{self.notice.pk}/") or not 0 < when_killed < total:
                outcome.wrong.append(f"the notice was not killed on its way: {said}, {when_killed} of {total} left")
            _until(_taken_up, server, "the notice is not sent to its end")

        return finished

    def compare(self, clients: list[_Client], outcome: Outcome) -> None:
        """Rows, traces and counts against what was acknowledged."""
        from weian.foundation.documents.models import Receipt
        from weian.ground.hazards.models import Hazard
        from weian.kernel.transitions import IllegalMove

        told: Counter[str] = Counter()
        with set_up():
            for kind, uid in (pair for one in clients for pair in one.acknowledged):
                told[kind] += 1
                there = _traces(kind, uid)
                if there != 1:
                    (outcome.lost if not there else outcome.doubled).append(f"{kind} {uid}: {there}")
            for kind, count in (_counted() - self.before).items():
                if count != told[kind]:
                    outcome.doubled.append(f"{kind}: {count} there, {told[kind]} acknowledged")
            outcome.acknowledged = told.total()
            outcome.wrong += [f"chain {one.chain} {one.seq}: {one.what}" for one in audit.faults()]
            for hazard in Hazard.objects.all():
                state = "reported"
                for event in reversed(audit.history(hazard.pk)):
                    if "to" in event.facts:
                        try:
                            hazard.states.check(event.facts["from"], event.facts["to"])
                        except IllegalMove as illegal:
                            outcome.wrong.append(f"{hazard.pk}: {illegal}")
                        if event.facts["from"] != state:
                            outcome.wrong.append(f"{hazard.pk}: {state} → {event.facts['from']}")
                        state = event.facts["to"]
                if hazard.status != state:
                    outcome.wrong.append(f"{hazard.pk}: {hazard.status}, its history says {state}")
            reached = Counter(
                Receipt.objects.binding().filter(document=self.notice.document_id).values_list("unit", flat=True)
            )
            if len(reached) < CLINICS or max(reached.values()) > 1:
                outcome.doubled.append(f"the notice reached {len(reached)} units, some {max(reached.values())} times")
            outcome.wrong += _uneven()


def _counted() -> Counter[str]:
    from weian.foundation.audit.models import Event
    from weian.ground.duties.models import Record
    from weian.ground.hazards.models import Hazard

    graded = Event.objects.filter(verb="hazard.graded").count()
    return Counter({"hazard": Hazard.objects.count(), "grading": graded, "record": Record.objects.count()})


def _traces(kind: str, uid: UUID) -> int:
    """How often the act stands in history; a hazard also needs its row and the bytes of its photo."""
    from weian.foundation.audit.models import Event
    from weian.foundation.evidence import storage
    from weian.foundation.evidence.models import Attachment

    verb = {"hazard": "hazard.reported", "grading": "hazard.graded", "record": "record.made"}[kind]
    found = Event.objects.filter(record=uid, verb=verb).count()
    if kind == "hazard":
        kept = Attachment.objects.filter(owner_uid=uid)
        whole = len(kept) == 1 and storage.path_of(kept[0].blob_id).exists()
        return found if whole else 0
    return found


def _uneven() -> Iterator[str]:
    """Counts that do not agree with the rows."""
    from django.db.models import Sum

    from weian.foundation.tally.models import Delta
    from weian.ground.hazards.models import Hazard

    counted = Delta.objects.filter(kind="hazard").aggregate(n=Sum("n"))["n"] or 0
    if counted != Hazard.objects.count():
        yield f"{counted} hazards counted, {Hazard.objects.count()} there"


def _taken_up() -> bool:
    """Whether no notice is on its way any more; else a minute passes, and the scheduler comes by."""
    from datetime import timedelta

    from django.db.models import F

    from weian.programs.campaigns.models import Dispatch

    with set_up():
        on_the_way = Dispatch.objects.filter(status="sending")
        before = list(on_the_way.values_list("moved_at", flat=True))
    time.sleep(1.0 if before else 0.0)
    with set_up():
        if before and list(on_the_way.values_list("moved_at", flat=True)) == before:
            on_the_way.update(moved_at=F("moved_at") - timedelta(minutes=2))
    if before:
        jobs.take_up(0)
    return not before


class _Browser:
    """Sends a form until somebody answers: nobody there, a 5xx or half an answer is a reason to try again."""

    def __init__(self, address: str, session: str) -> None:
        self.host, self.session, self.repeated = urlsplit(address).netloc, session, 0

    def send(self, path: str, values: dict[str, str], photo: bytes = b"", enough: threading.Event | None = None) -> str:
        """Where the answer leads to; or its status and what it says, where it leads nowhere."""
        body, kind = _form({**values, "csrfmiddlewaretoken": TOKEN}, photo)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "Content-Type": kind}
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(self.host, timeout=10)
                try:
                    connection.request("POST", path, body, headers)
                    answer = connection.getresponse()
                    text = answer.read()
                finally:
                    connection.close()
                if answer.status < 500:
                    return answer.headers.get("Location") or f"{answer.status} {text[-3000:].decode(errors='replace')}"
            self.repeated += 1
            time.sleep(0.05)
        raise TimeoutError(f"nobody answered {path} for {PATIENCE} s")


class _Client(threading.Thread):
    """Somebody who works without a break and believes what they are told."""

    who = ""

    def __init__(self, address: str, world: _World, seed: int) -> None:
        super().__init__(daemon=True)
        self.browser, self.world = _Browser(address, world.cookies[self.who]), world
        self.officer = _Browser(address, world.cookies["officer"])
        self.acknowledged: list[tuple[str, UUID]] = []
        self.refused: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self.work()
        except Exception as error:
            self.refused.append(repr(error))

    def work(self) -> None:
        raise NotImplementedError

    def heard(self, kind: str, uid: UUID, answer: str, wanted: str) -> bool:
        if answer == wanted:
            self.acknowledged.append((kind, uid))
        else:
            self.refused.append(f"{kind} {uid}: {answer}")
        return answer == wanted

    def end(self, outcome: Outcome) -> None:
        self.enough.set()
        self.join(PATIENCE)
        outcome.wrong += self.refused
        outcome.repeated += self.browser.repeated + self.officer.repeated


class _Finder(_Client):
    """Reports a hazard with a photo; the officer grades it."""

    who = "keeper"

    def work(self) -> None:
        uid = uuid4()
        here = f"/hazards/{uid}/"
        values = {"uid": str(uid), "text": f"通道堵塞 {uid}", "place": "东侧", "found_mode": "daily"}
        if self.heard("hazard", uid, self.browser.send("/hazards/new/", values, photo=_photo()), here):
            answer = self.officer.send(f"{here}grading/", {"grade": "general"})
            # Graded already, says the page to what is sent again; if it were not, history would have no such event.
            done = answer == here or answer.startswith(("409", "422"))
            self.heard("grading", uid, here if done else answer, here)


class _Keeper(_Client):
    """Writes down what was done about a task."""

    who = "officer"

    def work(self) -> None:
        uid = uuid4()
        values = {"request_id": str(uid), "title": f"自查 {uid}", "happened_on": "2026-11-20", "text": "已查。"}
        self.heard("record", uid, self.browser.send(f"{self.world.task}records/", values), self.world.task)


def _photo() -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (24, 16), tuple(os.urandom(3))).save(data, "PNG")
    return data.getvalue()


def _form(values: dict[str, str], photo: bytes) -> tuple[bytes, str]:
    if not photo:
        return urlencode(values).encode(), "application/x-www-form-urlencoded"
    parts = [f'--line\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in values.items()]
    parts.append(b'--line\r\nContent-Disposition: form-data; name="photo"; filename="p.png"\r\n\r\n' + photo + b"\r\n")
    return b"".join([*parts, b"--line--\r\n"]), "multipart/form-data; boundary=line"


def _kill(way: str, server: Server, cluster: Cluster | None) -> None:
    """kill -9, without a word before."""
    family = _children(server.pid)
    status = cluster.status() if cluster else None
    victims: list[int | None] = {
        "web": [pid for pid, words in family if "granian" in words],
        "page": [pid for parent, words in family if "granian" in words for pid, w in _children(parent) if "spawn" in w],
        "jobs": [pid for pid, words in family if "sending" in words],
        "database": [status.pid] if status else [],
        "database and keeper": [status.keeper_pid, status.pid] if status else [],
    }[way]  # type: ignore[assignment]
    for pid in victims[:1] if way == "page" else victims:
        with suppress(ProcessLookupError):
            if pid:
                os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> list[tuple[int, str]]:
    """(pid, command line) of the living children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append((int(entry.name), (entry / "cmdline").read_text().replace("\0", " ")))
    return found


def _wait_for_more(clients: list[_Client], server: Server, who: Callable[[Iterable[bool]], bool]) -> None:
    """Somebody, or everybody, was told again that something is done."""
    before = [len(one.acknowledged) for one in clients]
    _until(
        lambda: who(len(one.acknowledged) > n or one.refused for one, n in zip(clients, before, strict=True)),
        server,
        "nobody hears anything any more",
    )


def _until(true: Callable[[], bool], server: Server, otherwise: str, patience: float = PATIENCE) -> None:
    limit = time.monotonic() + patience
    while True:
        with suppress(Exception):
            if true():
                return
            time.sleep(0.03)
            if time.monotonic() < limit:
                continue
        for alias in connections:
            with suppress(Exception):
                connections[alias].close()
        time.sleep(0.1)
        if time.monotonic() >= limit:
            raise TimeoutError(f"{otherwise}; the product said:\n{server.said()}")
