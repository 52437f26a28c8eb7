"""The core path: signed, answered with evidence, handed in, returned, accepted by somebody else; late for good."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.duties.situations import TEXT, issued, owed_of, plan_spec, signed
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import read_text
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties


@pytest.mark.row("S0-2.0c")
def test_a_plan_without_task_lines_stays_unfinished(cast: Cast) -> None:
    document = issued(cast, kind="plan", evidence=["plan_file", "task_lines"])
    signed(cast, document)
    with acting(cast.officer) as officer:
        task = duties.start(owed_of(document, cast.hospital), by=officer)
        duties.answer(task, duties.record(plan_spec(lines=[]), by=officer), by=officer)
        with pytest.raises(Refused, match=r"待完善.*任务分解"):
            duties.submit(task, by=officer)
        task.refresh_from_db()
        assert task.status == duties.TaskState.STARTED


@pytest.mark.row("S0-4.1")
def test_lateness_is_counted_at_the_first_handing_in_and_stays(cast: Cast) -> None:
    from weian.kernel import clock

    with clock.moved_to(date(2022, 12, 5)):
        document = issued(cast, kind="report", evidence=["report_text"], due=date(2023, 1, 10))
        signed(cast, document)
    with clock.moved_to(date(2023, 1, 11)), acting(cast.officer) as officer:
        task = duties.start(owed_of(document, cast.hospital), by=officer)
        spec = duties.RecordSpec(kind="report", title="工作开展情况", happened_on=date(2023, 1, 11), text="已开展。")
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
        assert task.late_days == 1
    with clock.moved_to(date(2023, 1, 12)), acting(cast.county_regulator) as regulator:
        duties.return_(task, why="请补数字", by=regulator)
    with clock.moved_to(date(2023, 2, 20)), acting(cast.officer) as officer:
        duties.submit(task, by=officer)
        assert task.late_days == 1


def test_who_did_it_cannot_accept_it_and_another_unit_neither(cast: Cast) -> None:
    document = issued(cast, kind="report", evidence=["report_text"])
    signed(cast, document)
    with acting(cast.officer) as officer:
        task = duties.start(owed_of(document, cast.hospital), by=officer)
        spec = duties.RecordSpec(kind="report", title="情况", happened_on=date(2022, 1, 1), text="已开展。")
        duties.answer(task, duties.record(spec, by=officer), by=officer)
        duties.submit(task, by=officer)
        with pytest.raises(Refused, match="审核"):
            duties.accept(task, by=officer)
    with acting(cast.regulator) as regulator, pytest.raises(Refused, match="白鹭县"):
        duties.accept(task, by=regulator)
    with acting(cast.county_regulator) as county:
        assert list(duties.to_review(county)) == [task]
        duties.accept(task, by=county)
        assert task.status == duties.TaskState.ACCEPTED
    with set_up():
        assert [event.verb for event in audit.history(task.pk)][:2] == ["task.accepted", "task.submitted"]


def test_before_the_receipt_is_signed_nothing_can_begin(cast: Cast) -> None:
    document = issued(cast)
    with acting(cast.officer) as officer:
        one = owed_of(document, cast.hospital)
        assert one.state == duties.TaskState.UNSIGNED and one.task is None
        with pytest.raises(Refused, match="签收"):
            duties.start(one, by=officer)


def test_one_record_answers_several_tasks(cast: Cast) -> None:
    first, second = issued(cast), issued(cast)
    signed(cast, first)
    signed(cast, second)
    with acting(cast.officer) as officer:
        made = duties.record(
            duties.RecordSpec(kind="report", title="情况", happened_on=date(2022, 1, 1), text="一次写好。"), by=officer
        )
        for document in (first, second):
            task = duties.start(owed_of(document, cast.hospital), by=officer)
            duties.answer(task, made, by=officer)
            duties.submit(task, by=officer)
        assert made.answers.count() == 2


def test_sending_the_same_record_twice_records_it_once(cast: Cast) -> None:
    spec = duties.RecordSpec(kind="report", title="情况", happened_on=date(2022, 1, 1), text="一次写好。")
    with acting(cast.officer) as officer:
        assert duties.record(spec, by=officer) == duties.record(spec, by=officer)
        assert duties.Record.objects.filter(pk=spec.uid).count() == 1


def test_what_falls_to_whom_follows_the_routing_and_its_correction(cast: Cast) -> None:
    document = issued(cast, domain="hazmat")
    signed(cast, document)
    with acting(cast.pharmacist) as pharmacist:
        assert [one.obligation.document for one in duties.owed_by(pharmacist)] == [document]
    with acting(cast.officer) as officer:
        assert duties.owed_by(officer) == []
        duties.set_route(cast.hospital, "hazmat", officer.post, by=officer)
        assert [one.obligation.document for one in duties.owed_by(officer)] == [document]


def test_a_commission_gives_neither_its_task_nor_its_domain_to_a_post_of_a_unit_below(cast: Cast) -> None:
    with acting(cast.regulator) as city:
        document = documents.draft_notice(read_text(TEXT), by=city, text=TEXT)
        documents.issue(document, by=city, addressees=[cast.county], via="name")
        duties.put_obligations(document, [duties.Spec(uid=uuid4(), kind="report", title="报送情况")], by=city)
    with acting(cast.county_regulator) as county:
        receipt = documents.receipt_of(document, cast.county)
        assert receipt is not None
        documents.sign(receipt, by=county)
        one, below = owed_of(document, cast.county), cast.officer
        with pytest.raises(Refused, match="本单位的岗位"):
            duties.hand_to(one, by=county, post=below.post)
        with pytest.raises(Refused, match="本单位的岗位"):
            duties.set_route(cast.county, "fire", below.post, by=county)
        with pytest.raises(Refused, match="现在不任"):
            duties.hand_to(one, by=county, post=county.post, person=below.person)
        duties.hand_to(one, by=county, post=county.post, person=county.person)
        assert owed_of(document, cast.county).task.person == county.person


def test_a_neighbour_sees_neither_task_nor_record(cast: Cast) -> None:
    document = issued(cast)
    signed(cast, document)
    with acting(cast.officer) as officer:
        duties.start(owed_of(document, cast.hospital), by=officer)
    for stranger in (cast.outsider, cast.outsider_officer, cast.other_regulator):
        with acting(stranger):
            assert not duties.Task.objects.exists()
            assert duties.owed([cast.hospital]) == []


@pytest.mark.parametrize(
    ("every", "by_day", "day", "start", "due"),
    [
        ("P1M", "", date(2026, 11, 5), date(2026, 11, 1), date(2026, 11, 30)),
        ("P1M", "D25", date(2026, 11, 5), date(2026, 11, 1), date(2026, 11, 25)),
        ("P1M", "last", date(2026, 2, 5), date(2026, 2, 1), date(2026, 2, 28)),
        ("P3M", "M3D25", date(2026, 11, 5), date(2026, 10, 1), date(2026, 12, 25)),
        ("P6M", "", date(2026, 11, 5), date(2026, 7, 1), date(2026, 12, 31)),
        ("P1Y", "", date(2026, 11, 5), date(2026, 1, 1), date(2026, 12, 31)),
        ("P1W", "", date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 22)),
        ("P1D", "", date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_periods(every: str, by_day: str, day: date, start: date, due: date) -> None:
    period = duties.period_on(every, by_day, day)
    assert period is not None and (period.start, period.due) == (start, due)


def test_what_hundreds_of_units_owe_costs_the_same_number_of_queries(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    document = issued(cast)
    with acting(cast.county_regulator), django_assert_max_num_queries(7):
        duties.owed([cast.hospital, cast.center, cast.clinic], document=document)


def test_what_waits_for_an_event_gets_its_term_when_the_day_is_known(cast: Cast) -> None:
    document = issued(cast, due_event="全国“两会”结束")
    signed(cast, document)
    with acting(cast.officer) as officer:
        one = owed_of(document, cast.hospital)
        assert one.due is None and not one.overdue
        task = duties.start(one, by=officer)
    with acting(cast.county_regulator) as regulator:
        assert duties.date_event(document, "全国“两会”结束", date(2027, 3, 12), by=regulator) == 1
    with acting(cast.officer):
        task.refresh_from_db()
        assert task.due == owed_of(document, cast.hospital).due == date(2027, 3, 12)
