"""Two at once, a process that dies in the middle, a clock that goes back: nothing double, nothing half, chains hold."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up, together
from tests.ground.duties import situations as tasks
from tests.ground.hazards.situations import Situations, picture
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.evidence.models import Attachment
from weian.ground.duties import api as duties
from weian.ground.duties.models import Record, Task
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock

ROOT = Path(__file__).resolve().parents[2]


def whole() -> None:
    with set_up():
        assert list(audit.faults()) == []


def test_one_report_sent_twice_at_once_is_one_hazard_and_one_event(apart: str) -> None:
    cast = Cast()
    clients = [client_of(cast.officer) for _ in range(2)]
    for _ in range(4):
        key = str(uuid4())
        answers = together(*(
            lambda one=one, key=key: one.post("/hazards/new/", {"uid": key, "text": "电线裸露", "photo": picture()})
            for one in clients
        ))  # fmt: skip
        assert [answer.status_code for answer in answers] == [302, 302]
        with set_up():
            assert Hazard.objects.filter(pk=key).count() == 1
            assert Event.objects.filter(record=key, verb="hazard.reported").count() == 1
            assert Attachment.objects.filter(owner_uid=key).count() == 1
    whole()


def test_one_record_sent_twice_at_once_is_one_record(apart: str) -> None:
    cast = Cast()
    document = tasks.issued(cast)
    tasks.signed(cast, document)
    with set_up():
        obligation, unit = tasks.place_of(document, cast.hospital)
    at, clients = f"/tasks/{obligation}/{unit}/records/", [client_of(cast.officer) for _ in range(2)]
    for _ in range(4):
        key = str(uuid4())
        sent = {"request_id": key, "title": "自查", "happened_on": clock.today().isoformat(), "text": "查过"}
        answers = together(*(lambda one=one, sent=sent: one.post(at, sent) for one in clients))
        assert [answer.status_code for answer in answers] == [302, 302]
        with set_up():
            assert Record.objects.filter(pk=key).count() == 1
            assert Event.objects.filter(record=key, verb="record.made").count() == 1
    with set_up():
        assert Task.objects.filter(obligation=obligation).count() == 1
    whole()


def test_of_accepting_and_returning_at_once_one_wins_and_the_other_hears_why(apart: str) -> None:
    cast = Cast()
    document = tasks.issued(cast)
    task = tasks.submitted(cast, document)
    with set_up():
        obligation, unit = tasks.place_of(document, cast.hospital)
    at, client, second = (
        f"/tasks/{obligation}/{unit}/",
        client_of(cast.county_regulator),
        client_of(cast.county_regulator),
    )
    answers = together(
        lambda: client.post(at + "acceptance/", {"note": ""}), lambda: second.post(at + "return/", {"why": "请补数字"})
    )
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    with set_up():
        task = Task.objects.get(pk=task.pk)
        assert task.status in ("accepted", "returned")
        assert Event.objects.filter(record=task.pk, verb__in=["task.accepted", "task.returned"]).count() == 1
    whole()


def test_a_hazard_verified_by_two_at_once_is_verified_once(apart: str) -> None:
    cast = Cast()
    hazard = Situations(cast).applied()
    at, clients = f"/hazards/{hazard.pk}/verification/", [client_of(cast.officer), client_of(cast.officer_2)]
    answers = together(*(lambda one=one: one.post(at, {"note": "好"}) for one in clients))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    with set_up():
        assert Event.objects.filter(record=hazard.pk, verb="hazard.verified").count() == 1
    whole()


def test_a_verdict_and_its_opposite_at_once_leave_the_state_of_the_later_one(apart: str) -> None:
    """Sending back what was verified a moment ago is a legal step; verifying what was sent back is none."""
    cast = Cast()
    hazard = Situations(cast).applied()
    first, second = client_of(cast.officer), client_of(cast.officer_2)
    answers = together(
        lambda: first.post(f"/hazards/{hazard.pk}/verification/", {"note": "好"}),
        lambda: second.post(f"/hazards/{hazard.pk}/return/", {"why": "还差"}),
    )
    assert {answer.status_code for answer in answers} <= {302, 422}
    with set_up():
        told = [one.verb for one in audit.history(hazard.pk) if one.verb in ("hazard.verified", "hazard.returned")]
        now = Hazard.objects.get(pk=hazard.pk)
    assert told in (["hazard.verified"], ["hazard.returned"], ["hazard.returned", "hazard.verified"])
    assert told[0] == f"hazard.{now.status}"
    assert (now.verified_by is None) == (now.status == "returned")
    whole()


DYING = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from tests import database
from tests.cast import Cast
from tests.conftest import acting
database.point_django_at(sys.argv[1])
from uuid import UUID
from weian.foundation.audit.actions import moving, recording
from weian.ground.hazards import api as hazards, telling
where = {"row": (moving, "_note"), "event": (moving.tally, "recount"), "all": (telling, "reported")}[sys.argv[2]]
setattr(*where, lambda *a, **k: os._exit(9))
cast = Cast()
with acting(cast.officer) as by:
    hazards.report(uid=UUID(sys.argv[3]), by=by, unit=cast.hospital, text="阀门漏气")
"""


@pytest.mark.parametrize("after", ["row", "event", "all"])
def test_a_process_that_dies_in_the_middle_leaves_nothing(apart: str, after: str) -> None:
    key = uuid4()
    with set_up():
        events = Event.objects.count()
    ended = subprocess.run(
        [sys.executable, "-c", DYING, apart, after, str(key)], cwd=ROOT, capture_output=True, timeout=120, check=False
    )
    assert ended.returncode == 9, ended.stderr.decode()
    with set_up():
        assert not Hazard.objects.filter(pk=key).exists()
        assert Event.objects.count() == events
    cast = Cast()
    with acting(cast.officer) as by:
        assert hazards.report(uid=key, by=by, unit=cast.hospital, text="阀门漏气").no.endswith("00001")
    whole()


def test_a_clock_that_goes_back_breaks_no_chain_and_no_page(cast: Cast) -> None:
    play = Situations(cast)
    hazard = play.applied()
    task = tasks.submitted(cast, tasks.issued(cast))
    client, county = client_of(cast.officer), client_of(cast.county_regulator)
    for back in (timedelta(hours=3), timedelta(days=40), timedelta(days=2000)):
        with clock.moved_by(-back):
            for at in ("/", "/m/", "/hazards/", f"/hazards/{hazard.pk}/", "/tasks/", "/notices/", "/messages/"):
                assert client.get(at).status_code == 200, (back, at)
            assert county.get(f"/tasks/{task.obligation_id}/{task.unit_id}/").status_code == 200
    with clock.moved_by(-timedelta(days=1)), acting(cast.county_regulator) as by:
        duties.return_(task, why="请补。", by=by)
    with clock.moved_to(play.day - timedelta(days=9)), acting(cast.officer) as by:
        hazards.return_(hazard, by=by, why="还差。")
    assert connection.in_atomic_block
    whole()
