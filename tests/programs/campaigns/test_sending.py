"""A long list is sent in the background: held, resumed, killed and taken up again; each unit once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.campaigns.situations import DAY, Situations
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Event
from weian.foundation.documents.models import Receipt
from weian.foundation.inbox.models import Message
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused
from weian.foundation.tally.models import Delta
from weian.kernel import clock
from weian.programs.campaigns import api, jobs
from weian.programs.campaigns.actions import sending
from weian.programs.campaigns.models import Addressee, Campaign, Dispatch

CLINICS = 7


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "IN_THE_REQUEST", 3)
    monkeypatch.setattr(sending, "BATCH", 4)


@pytest.fixture
def issued(play: Situations, cast: Cast, small_batches: None) -> Iterator[Campaign]:
    """Signed by the city's regulator for eleven units; the worker has not come to it yet."""
    with audit.acting_as_system("诊所入册") as system:
        for n in range(CLINICS):
            org.add_unit(
                by=system, parent=cast.city, kind="institution", level="county", type="clinic", name=f"第{n}诊所",
                region=970100,
            )  # fmt: skip
    campaign = play.addressed()
    with clock.moved_to(DAY):
        answer = client_of(cast.regulator).post(f"/notices/{campaign.pk}/issuing/")
        assert answer["Location"] == f"/notices/{campaign.pk}/dispatch/"
        yield Campaign.objects.get(pk=campaign.pk)


def work() -> None:
    """The worker does what waits in the queue."""
    for job in list(ProcrastinateJob.objects.filter(task_name=sending.JOB, status="todo").order_by("id")):
        jobs.send(**job.args)


def reached(campaign: Campaign) -> list[object]:
    with set_up():
        return list(Receipt.objects.binding().filter(document=campaign.document).values_list("unit", flat=True))


def sent():  # type: ignore[no-untyped-def]
    """Events of receipts that bind: reading copies go out with the act of issuing."""
    return Event.objects.filter(verb="receipt.sent").exclude(facts__via="copy")


def page_of(campaign: Campaign, who: object) -> str:
    return client_of(who).get(f"/notices/{campaign.pk}/dispatch/").content.decode().replace("\u00a0", " ")  # type: ignore[arg-type]


def test_issuing_signs_a_frozen_list_and_the_job_carries_the_person(issued: Campaign, cast: Cast) -> None:
    assert issued.status == "issued" and reached(issued) == []
    job = ProcrastinateJob.objects.get(task_name=sending.JOB)
    assert job.args["person"] == str(cast.regulator.person.pk)
    signed = Event.objects.get(verb="campaign.issued", record=issued.pk)
    assert signed.actor == cast.regulator.person.pk and signed.facts["units"] == 4 + CLINICS
    assert signed.facts["list"] == issued.dispatch.digest
    with set_up(), pytest.raises(Refused, match="已下发"):
        api.set_addressees(issued, groups=["direct"], named=[], by=cast.regulator)
    page = page_of(issued, cast.regulator)
    assert "正在下发" in page and "0 / 11 家" in page and "暂停" in page


def test_the_worker_sends_to_each_once_with_trace_count_and_message(issued: Campaign, cast: Cast) -> None:
    work()
    work()
    wanted = set(Addressee.objects.filter(campaign=issued).values_list("unit", flat=True))
    assert len(reached(issued)) == 4 + CLINICS and set(reached(issued)) == wanted
    with set_up():
        assert sent().filter(facts__document=str(issued.document_id)).count() == 11
        assert {one.actor for one in sent()} == {cast.regulator.person.pk}
        assert Delta.objects.filter(kind="receipt").exclude(dims__via="copy").count() == 11
        assert list(audit.faults()) == []
    assert Message.objects.filter(kind="receipt.sent", to=cast.city_officer.person).count() == 1
    assert Dispatch.objects.get(campaign=issued).is_over
    assert "已送到 11 家" in page_of(issued, cast.regulator)


def test_a_worker_that_dies_in_the_middle_is_taken_up_and_nobody_gets_it_twice(
    issued: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies in the second batch after the receipts were written, before the list notes them."""
    tell, batches = sending.inbox.tell_addressees, []

    def dies(*things: object) -> int:
        batches.append(1)
        if len(batches) == 2:
            raise SystemExit("kill -9")
        return tell(*things)  # type: ignore[arg-type]

    monkeypatch.setattr(sending.inbox, "tell_addressees", dies)
    with pytest.raises(SystemExit):
        work()
    assert len(reached(issued)) == 4
    ProcrastinateJob.objects.filter(task_name=sending.JOB).update(status="doing")  # as a killed worker leaves it
    assert jobs.take_up(0) == 0  # heard of a moment ago: it may still be at it
    with clock.moved_to("2026-11-23T09:02"):
        assert "没有进展" in page_of(issued, cast.regulator)
        assert jobs.take_up(0) == 1
        assert jobs.take_up(0) == 1
        assert ProcrastinateJob.objects.filter(task_name=sending.JOB, status="todo").count() == 1
        work()
    assert len(reached(issued)) == len(set(reached(issued))) == 11
    with set_up():
        assert sent().count() == 11
        assert list(audit.faults()) == []


def test_who_was_reached_acts_while_others_still_wait(issued: Campaign, cast: Cast) -> None:
    with acting(cast.regulator):
        assert sending.send_batch(issued.dispatch.pk, by=cast.regulator)
    first = Addressee.objects.exclude(reached_at=None).filter(campaign=issued)
    assert first.count() == 4 and first.filter(unit=cast.county).exists()
    client = client_of(cast.county_regulator)
    assert client.post(f"/documents/{issued.document_id}/signature/").status_code == 302
    with set_up():
        assert Receipt.objects.get(unit=cast.county, document=issued.document).status == "signed"
    assert "正在下发" in client.get(f"/notices/{issued.pk}/").content.decode()
    refused = client_of(cast.regulator).post(f"/notices/{issued.pk}/closure/", follow=True)
    assert "还没有发到所有单位" in refused.content.decode()


def test_the_issuer_holds_and_a_colleague_goes_on_in_their_own_name(issued: Campaign, cast: Cast) -> None:
    with acting(cast.regulator):
        sending.send_batch(issued.dispatch.pk, by=cast.regulator)
    assert client_of(cast.regulator).post(f"/notices/{issued.pk}/dispatch/pause/").status_code == 302
    work()
    assert len(reached(issued)) == 4 and "已暂停，还有 7 家没有送到" in page_of(issued, cast.regulator)
    assert client_of(cast.regulator_2).post(f"/notices/{issued.pk}/dispatch/resumption/").status_code == 302
    work()  # the first person's job finds nothing to do, the colleague's sends the rest
    assert len(reached(issued)) == 11
    with set_up():
        sent_by = list(sent().values_list("actor", flat=True))
    assert sent_by.count(cast.regulator.person.pk) == 4 and sent_by.count(cast.regulator_2.person.pk) == 7


def test_nobody_else_holds_it(issued: Campaign, cast: Cast) -> None:
    for who in (cast.county_regulator, cast.other_regulator, cast.officer, cast.commission_leader):
        assert client_of(who).get(f"/notices/{issued.pk}/dispatch/").status_code == 404
        assert client_of(who).post(f"/notices/{issued.pk}/dispatch/pause/").status_code == 404
    assert Dispatch.objects.get(campaign=issued).status == "sending"


def test_a_person_who_left_the_post_sends_no_more(issued: Campaign, cast: Cast) -> None:
    with set_up():
        people.end_appointment(cast.regulator.appointment, by=cast.system_admin, on=date(2026, 11, 23), why="调离")
    work()
    assert reached(issued) == []
    assert "下发人已经不在原来的岗位" in page_of(issued, cast.regulator_2)


def test_a_unit_that_ended_meanwhile_is_named_and_the_others_get_theirs(issued: Campaign, cast: Cast) -> None:
    Unit.objects.filter(name="第3诊所").update(ended_on="2026-11-23")
    work()
    assert len(reached(issued)) == 10
    page = page_of(issued, cast.regulator)
    assert "已送到 10 家" in page and "第3诊所" in page and "不能作为发送对象" in page


def test_the_statements_do_not_grow_with_the_units(
    issued: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = issued.dispatch.pk

    def asked(units: int) -> int:
        monkeypatch.setattr(sending, "BATCH", units)
        with acting(cast.regulator), CaptureQueriesContext(connection) as queries:
            sending.send_batch(way, by=cast.regulator)
        return len(queries)

    two, six = asked(2), asked(6)  # a county's commission in each, under which co-operators are named
    assert len(reached(issued)) == 8 and six == two <= 37
    assert asked(2) <= 25 and len(reached(issued)) == 10  # clinics only
