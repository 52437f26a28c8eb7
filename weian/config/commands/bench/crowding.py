"""Many at once: signed-in people over real HTTP against the server as `weian run` starts it."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOST, PORTS = "127.0.0.1", range(18_800, 18_900)
PAGES = ("/", "/hazards/", "/tasks/", "/documents/", "/search/?q=%E6%B6%88%E9%98%B2")
PATIENCE = 120  # seconds for one answer
_EMPLOYED = """
    SELECT DISTINCT ON (p.uid) p.uid, a.uid FROM people_person p JOIN people_appointment a ON a.person_id = p.uid
    JOIN people_post o ON o.uid = a.post_id
    WHERE a.valid_from <= CURRENT_DATE AND a.valid_to IS NULL AND o.ended_on IS NULL
        AND o.post_class NOT IN ('system_admin', 'security_admin', 'audit_admin')
    ORDER BY p.uid, a.uid LIMIT {}
"""


@dataclass
class Crowd:
    """What became of the requests of so many people: milliseconds of each, and a sentence for each that failed."""

    people: int
    each: int
    spent: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0


def crowd(people: int, each: int) -> Crowd:
    """So many people open so many pages each, one after the other without a pause, all at once."""
    cookies = signed_in(people)
    asked = Crowd(people, each)
    with _served() as port:
        threads = [
            threading.Thread(target=_browse, args=(asked, cookie, port, number))
            for number, cookie in enumerate(cookies)
        ]
        began = time.perf_counter()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        asked.seconds = time.perf_counter() - began
    if len(cookies) < people:
        asked.failed.append(f"演示里只有 {len(cookies)} 个人")
    return asked


def _browse(asked: Crowd, cookie: str, port: int, number: int) -> None:
    line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    for turn in range(asked.each):
        page = PAGES[(number + turn) % len(PAGES)]
        began = time.perf_counter()
        try:
            line.request("GET", page, headers={"Cookie": cookie})
            answer = line.getresponse()
            body = answer.read()
            # A ground post is led from the desk's home to the phone's only on a phone: 200 for everybody.
            if answer.status != 200 or b"</html>" not in body[-200:]:
                asked.failed.append(f"{page} 答复 {answer.status}")
        except OSError as error:
            asked.failed.append(f"{page} {error!r}")
            line.close()
        asked.spent.append((time.perf_counter() - began) * 1000)
    line.close()


def signed_in(people: int) -> list[str]:
    """Session cookies of so many different people, each with an account; in a demo alone."""
    from django.conf import settings
    from django.db import connection

    from weian.config.commands.bench.questions import client_of, plain
    from weian.foundation.audit import api as audit
    from weian.foundation.people.models import Account, Appointment
    from weian.foundation.people.viewer import Viewer

    found: list[str] = []
    rows = plain(_EMPLOYED.format(people))
    with audit.acting_as_system("量用时"):
        for person, appointment in rows:
            Account.objects.get_or_create(person_id=person, defaults={"username": f"bench-{person.hex}"})
            held = Appointment.objects.select_related("person__account", "post__reach").get(pk=appointment)
            found.append(f"{settings.SESSION_COOKIE_NAME}={client_of(Viewer(held)).session.session_key}")
    connection.close()
    return found


@contextmanager
def _served() -> Iterator[int]:
    """The pages on a free port, with as many processes and threads as `weian run` gives them."""
    from weian.config import processes

    port = processes.free_port(HOST, PORTS)
    program = processes.web(HOST, port, 2, 4, {})
    program.start()
    try:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and not processes.answers((HOST, port)):
            time.sleep(0.2)
        yield port
    finally:
        program.ask_to_end()
        program.end(time.monotonic() + processes.GRACE)
