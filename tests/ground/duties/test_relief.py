"""A later day, or none at all: the unit asks, the reviewing level decides, never oneself; frozen lateness stays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as given
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.duties.models import Relief
from weian.kernel import clock
from weian.oversight.reports.catalogue import measures

DUE = date(2026, 11, 20)


def test_a_later_day_is_asked_for_and_granted_on_the_pages_and_seen_as_such(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        given.signed(cast, document)
        place = given.place_of(document, cast.hospital)
        page = reverse("task", args=place)
        said = {"until": "2026-12-04", "why": "检测机构排期在下月", "request_id": str(uuid4())}
        client = client_of(cast.officer)
        for _ in range(2):  # the same press twice is one request
            assert client.post(reverse("task-extension", args=place), said).status_code == 302
        early = {**said, "until": "2026-11-19", "request_id": str(uuid4())}
        assert client.post(reverse("task-extension", args=place), early).status_code == 422
        with set_up():
            relief = Relief.objects.get()
            assert (relief.decider, relief.was_due, given.owed_of(document, cast.hospital).due) == (
                cast.county, DUE, DUE,
            )  # fmt: skip
        assert "检测机构排期在下月" in client_of(cast.county_regulator).get("/").content.decode()
        decide = reverse("task-decision", args=[*place, relief.pk])
        for stranger in (cast.officer, cast.officer_2, cast.director, cast.regulator):
            assert client_of(stranger).post(decide, {"grant": "yes", "why": ""}).status_code == 422
        assert client_of(cast.outsider).post(decide, {"grant": "yes", "why": ""}).status_code == 404
        county = client_of(cast.county_regulator)
        assert county.post(decide, {"grant": "no", "why": ""}).status_code == 422  # a refusal needs a reason
        assert county.post(decide, {"grant": "yes", "why": ""}).status_code == 302
        text = client.get(page).content.decode()
        assert "已延期" in text and "2026-12-04" in text and "许志远" in text
        assert Message.objects.filter(to=cast.officer.person, title__contains="同意延期到 2026-12-04").exists()
    with clock.moved_to("2026-12-03"):
        with acting(cast.officer):
            assert not given.owed_of(document, cast.hospital).overdue
        with acting(cast.dentist):
            assert given.owed_of(document, cast.clinic).overdue  # of this unit's task only
    with clock.moved_to("2026-12-07"), acting(cast.officer):
        assert given.owed_of(document, cast.hospital).late_days == 1


@pytest.mark.row("S0-4.1")
def test_lateness_that_was_frozen_stays_whatever_is_granted_later(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        given.started(cast, document)
    with clock.moved_to("2026-11-24"):
        task = given.returned(cast, document)
        assert task.late_days == 2
        with acting(cast.officer) as officer:
            one = given.owed_of(document, cast.hospital)
            relief = duties.ask_extension(one, uid=uuid4(), until=date(2026, 12, 30), reason="补测", by=officer)
        with acting(cast.county_regulator) as county:
            duties.decide_relief(relief, grant=True, by=county)
        with acting(cast.officer) as officer:
            task.refresh_from_db()
            duties.submit(task, by=officer)
            assert (task.due, task.late_days) == (date(2026, 12, 30), 2)


@pytest.mark.row("S0-4.1")
def test_a_later_day_that_was_asked_for_too_late_does_not_make_it_in_time(cast: Cast) -> None:
    def put_off(asked_on: str, granted_on: str, until: date) -> None:
        with clock.moved_to(asked_on), acting(cast.officer) as officer:
            one = given.owed_of(document, cast.hospital)
            relief = duties.ask_extension(one, uid=uuid4(), until=until, reason="补测", by=officer)
        with clock.moved_to(granted_on), acting(cast.county_regulator) as county:
            duties.decide_relief(relief, grant=True, by=county)

    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        given.started(cast, document)
    put_off("2026-11-20", "2026-11-23", date(2026, 11, 25))  # asked in time: the waiting is not the unit's
    with clock.moved_to("2026-11-24"), acting(cast.officer):
        assert given.owed_of(document, cast.hospital).late_days == 0
    put_off("2026-11-30", "2026-12-02", date(2026, 12, 10))  # asked three working days after the day
    with clock.moved_to("2026-12-03"):
        with acting(cast.officer) as officer:
            one = given.owed_of(document, cast.hospital)
            assert (one.overdue, one.late_days) == (False, 3)
            page = client_of(officer).get(duties.url_of(one)).content.decode()
            assert "延期前已逾期3个工作日" in re.sub(r"\s", "", page)
        with acting(cast.county_regulator):
            (row,) = duties.progress(document, [cast.hospital])
            assert (row.late, row.been_late) == (0, 1)
    with clock.moved_to("2026-12-11"), acting(cast.officer):
        one = given.owed_of(document, cast.hospital)
        assert (one.overdue, one.late_days) == (True, 4)
    with clock.moved_to("2026-12-10"), acting(cast.officer):
        task = given.answered(cast, document)
        duties.submit(task, by=cast.officer)
        assert task.late_days == 3
        with pytest.raises(IntegrityError, match="never shrinks"), transaction.atomic():
            duties.Task.objects.filter(pk=task.pk).update(late_before=0)
    with acting(cast.county_regulator):
        late, in_time = measures([("tasks.late", {}), ("tasks.in_time", {})], cast.county, document=document)
        assert (late.numerator, in_time.numerator, in_time.denominator) == (1, 0, 1)


def test_an_exemption_that_was_asked_for_is_the_supervising_commissions(cast: Cast) -> None:
    document = given.issued(cast, due=DUE, acceptor="own_desk")
    given.started(cast, document)
    with acting(cast.officer) as officer:
        one = given.owed_of(document, cast.hospital)
        relief = duties.ask_exemption(one, uid=uuid4(), reason="没有这类设备", by=officer)
        assert relief.decider == cast.county
    with acting(cast.director) as director, pytest.raises(Refused, match="白鹭县卫生健康局决定"):
        duties.decide_relief(relief, grant=True, by=director)
    with acting(cast.county_regulator) as county:
        duties.decide_relief(relief, grant=True, by=county)
    with acting(cast.officer) as officer:
        one = given.owed_of(document, cast.hospital)
        assert one.state == duties.TaskState.EXEMPTED
        assert "没有这类设备" in client_of(officer).get(duties.url_of(one)).content.decode()


def test_in_a_unit_of_one_everything_that_wants_a_second_person_falls_to_the_commission(cast: Cast) -> None:
    document = given.issued(cast, due=DUE, acceptor="own_desk")
    with acting(cast.dentist) as dentist:
        receipt = given.documents.receipt_of(document, cast.clinic)
        assert receipt is not None
        given.documents.sign(receipt, by=dentist)
        one = given.owed_of(document, cast.clinic)
        relief = duties.ask_extension(
            one, uid=uuid4(), until=clock.today() + timedelta(days=30), reason="负责人住院", by=dentist
        )
        with pytest.raises(Refused):
            duties.decide_relief(relief, grant=True, by=dentist)
    with acting(cast.county_regulator) as county:
        duties.decide_relief(relief, grant=True, by=county)
    with acting(cast.dentist) as dentist:
        task = given.owed_of(document, cast.clinic).task
        assert task is not None
        spec = duties.RecordSpec(kind="report", title="情况", happened_on=clock.today(), text="已自查。")
        duties.answer(task, duties.record(spec, by=dentist), by=dentist)
        duties.submit(task, by=dentist)
        with pytest.raises(Refused):
            duties.accept(task, by=dentist)
    with acting(cast.county_regulator) as county:
        duties.accept(task, by=county)
        assert task.status == duties.TaskState.ACCEPTED


def test_where_all_judges_of_a_unit_made_it_themselves_the_check_goes_up_at_the_handing_in(cast: Cast) -> None:
    with set_up():
        from weian.foundation.people import api as people

        for one in (cast.officer_2, cast.director):
            people.end_appointment(one.appointment, by=cast.officer, on=clock.today(), why="调离")
        people.appoint(cast.keeper.person, cast.officer_2.post, by=cast.officer)
    document = given.issued(cast, due=DUE, acceptor="own_desk")
    task = given.answered(cast, document)
    assert task.reviewer == cast.hospital
    with acting(cast.officer) as officer, set_up():
        spec = duties.RecordSpec(kind="report", title="另一份", happened_on=clock.today(), text="同做。")
        made = duties.record(spec, by=cast.keeper, unit=cast.hospital)
        duties.answer(task, made, by=officer)
        duties.submit(task, by=officer)
    assert task.reviewer == cast.county
