"""A patrol line of a notice and the rounds: what was scanned at the points is not written down a second time."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import issued, owed_of, place_of, signed
from tests.ground.registry.situations import Places
from weian.foundation.audit.models import Event
from weian.ground.duties import api as duties
from weian.ground.duties.jobs import answer_by_rounds
from weian.ground.duties.models import Record, Task
from weian.ground.registry.models import Subject
from weian.ground.rounds import api as rounds
from weian.kernel import clock

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
EVERY_2_HOURS = range(1, 24, 2)


def asked(cast: Cast, every: str, **values: Any) -> Any:
    document = issued(cast, kind="inspection", evidence=("record", "photo"), every=every, **values)
    signed(cast, document)
    return document


def scan(cast: Cast, subject: Subject, moment: datetime, *, scanned: bool = True) -> None:
    with clock.moved_to(moment.isoformat()), acting(cast.keeper) as by:
        rounds.note_visit(uid=uuid4(), subject=subject, at=moment, by=by, scanned=scanned)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=clock.SHANGHAI)


def page_of(cast: Cast, document: Any, who: Any = None) -> str:
    page = client_of(who or cast.officer).get(reverse("task", args=place_of(document, cast.hospital)))
    return re.sub(r"[\s\u00a0]+", "", page.content.decode())


def state(cast: Cast, document: Any, day: date) -> duties.TaskState:
    with acting(cast.officer):
        (one,) = duties.owed([cast.hospital], document=document, on=day)
        return one.state


@pytest.fixture
def ward(cast: Cast) -> Subject:
    with clock.moved_to("2026-11-20 08:00"):
        return Places(cast)("inpatient", "内科三病区走廊", department=cast.ward, post=cast.keeper.post)


@pytest.fixture
def bound(cast: Cast, ward: Subject) -> Any:
    """On Monday the hospital said that 每2小时巡查 speaks of its wards; the county reviews it."""
    return bound_by(cast, "upper")


def bound_by(cast: Cast, acceptor: str) -> Any:
    with clock.moved_to("2026-11-23 09:00"):
        document = asked(cast, "PT2H", title="住院部每2小时巡查", acceptor=acceptor)
        where = place_of(document, cast.hospital)
        Places(cast)("patrol_point", "一楼巡查点")
        shown = client_of(cast.officer).get(reverse("task", args=where)).context
        (form,) = [act["form"] for act in shown["rare"] if act["name"] == "cadence"]
        # What the line names is ticked.
        assert "inpatient" in form.initial["marks"] and "patrol_point" not in form.initial["marks"]
        sent = client_of(cast.officer).post(reverse("task-cadence", args=where), {"marks": ["inpatient"]}, follow=True)
        assert sent.status_code == 200
    return document


def test_the_stricter_line_of_a_notice_wins_at_the_point_and_is_named_as_its_source(
    cast: Cast, ward: Subject, bound: Any
) -> None:
    with clock.moved_to("2026-11-24 00:10"), acting(cast.officer):
        today = [one for one in rounds.rounds_of(cast.hospital, TUESDAY) if one.due.window.every == "PT2H"]
        assert len(today) == 12
        sources = rounds.due_at(ward, TUESDAY)
    assert {one.window.every for one in sources} == {"PT2H"}
    told = [one.source for one in sources[0].kept.sources]
    assert told[0].startswith(bound.doc_no or bound.title) and "医疗机构消防安全管理九项规定" in told
    with clock.moved_to("2026-11-24 00:10"):
        shown = client_of(cast.officer).get(reverse("subject", args=[ward.pk])).content.decode()
    assert "每2小时" in re.sub(r"[\s\u00a0]+", "", shown)


def test_a_day_of_which_every_round_was_scanned_answers_the_line_and_nobody_writes(cast: Cast, ward: Subject) -> None:
    bound = bound_by(cast, "none")  # the notice says that nobody reviews it
    for hour in EVERY_2_HOURS:
        scan(cast, ward, at(TUESDAY, hour))
        if hour == 11:
            with clock.moved_to("2026-11-24 11:40"):
                assert answer_by_rounds(0) == 0
                assert "按时到6次" in page_of(cast, bound)
    with clock.moved_to("2026-11-25 00:20"):  # a scan that was on its way is waited for
        assert (answer_by_rounds(0), answer_by_rounds(0)) == (1, 0)
    assert state(cast, bound, TUESDAY) == duties.TaskState.ACCEPTED
    with set_up():
        task, record = Task.objects.get(), Record.objects.get()
        assert (task.late_days, task.period_start, record.by) == (0, TUESDAY, cast.keeper.person)
        assert "应到12次，按时到12次" in record.text and record.scanned
        accepted = Event.objects.get(record=task.pk, verb="task.completed")
        assert accepted.actor is None and "按时到12次" in accepted.why
    with clock.moved_to("2026-11-25 09:00"):
        told = client_of(cast.officer).get(reverse("record", args=[record.pk])).content.decode()
        there = re.search(r'href="([^"]*rounds/day[^"]*)"', told)
        assert there and client_of(cast.officer).get(there[1].replace("&amp;", "&")).status_code == 200
        # Wednesday is open, and whoever walks the rounds is not told to write as well.
        assert state(cast, bound, date(2026, 11, 25)) == duties.TaskState.STARTED
        with acting(cast.officer) as by:
            assert bound not in [one.obligation.document for one in duties.owed_by(by)]


def test_what_somebody_reviews_is_handed_in_by_its_rounds_and_accepted_with_one_press(
    cast: Cast, ward: Subject, bound: Any
) -> None:
    for day in (TUESDAY, date(2026, 11, 25)):
        for hour in EVERY_2_HOURS:
            scan(cast, ward, at(day, hour))
        with clock.moved_to(f"2026-11-{day.day + 1} 00:20"):
            assert answer_by_rounds(0) == 1
        assert state(cast, bound, day) == duties.TaskState.SUBMITTED
    with clock.moved_to("2026-11-26 09:00"):
        county, press = client_of(cast.county_regulator), reverse("task-review-rounds", args=[cast.hospital.pk])
        page = county.get(reverse("task-review", args=[cast.hospital.pk])).content.decode()
        assert f'action="{press}"' in page and "2\u00a0件，一起通过" in page and "应到12次，按时到12次" in page
        assert client_of(cast.officer).post(press).status_code == 302  # the unit itself reviews nothing of it
        assert state(cast, bound, TUESDAY) == duties.TaskState.SUBMITTED
        where = reverse("task-return", args=place_of(bound, cast.hospital))
        sent = county.post(f"{where}?period={TUESDAY}", {"why": "请附照片"})
        assert sent.status_code == 302
        assert "退回，请补办" in client_of(cast.officer).get(reverse("messages")).content.decode()
        assert "审核通过 1 件" in county.post(press, follow=True).content.decode().replace("\u00a0", " ")
    assert state(cast, bound, date(2026, 11, 25)) == duties.TaskState.ACCEPTED
    with set_up():
        told = Event.objects.filter(record__in=Task.objects.values("pk"), verb="task.accepted").get()
        assert told.actor == cast.county_regulator.person.pk


def test_the_hour_asks_as_much_of_many_units_as_of_one(cast: Cast, ward: Subject, bound: Any) -> None:
    def asked_for() -> int:
        with clock.moved_to("2026-11-25 00:20"), CaptureQueriesContext(connection) as caught:
            assert answer_by_rounds(0) == 0
        return len(caught)

    before = asked_for()
    with set_up():
        rule = rounds.OwnRule.objects.get()
        rule.pk, rule.unit = uuid4(), cast.clinic
        rule.save(force_insert=True)
    assert asked_for() == before


def test_a_missed_round_is_never_answered_and_stays_missed(cast: Cast, ward: Subject, bound: Any) -> None:
    for hour in EVERY_2_HOURS:
        scan(cast, ward, at(TUESDAY, hour), scanned=hour != 13)
    with clock.moved_to("2026-11-25 00:20"):
        assert answer_by_rounds(0) == 0
        with acting(cast.officer):
            assert len(rounds.missed_of(cast.hospital, TUESDAY)) == 1
    with set_up():
        assert not Record.objects.exists() and not Task.objects.exists()


def test_a_line_that_is_not_bound_takes_the_rounds_of_the_day_with_one_press(cast: Cast) -> None:
    with clock.moved_to("2026-11-20 08:00"):
        kitchen = Places(cast).kitchen()
    with clock.moved_to("2026-11-23 09:00"):
        document = asked(cast, "P1D")
        assert "还没有和这一条连上" in page_of(cast, document) and 'name="recorded"' not in page_of(cast, document)
    scan(cast, kitchen, at(MONDAY, 10))
    with clock.moved_to("2026-11-23 11:00"):
        page = page_of(cast, document)
        assert "巡查记录：职工食堂厨房" in page and "凭据有了：过程记录、现场照片" in page
        (uid,) = re.findall(r'name="recorded"value="([0-9a-f-]+)"', page)
        where = place_of(document, cast.hospital)
        client_of(cast.officer).post(reverse("task-recorded", args=where), {"recorded": uid})
        with acting(cast.officer) as by:
            task = owed_of(document, cast.hospital).task
            assert task is not None
            duties.submit(task, by=by)
    with set_up():
        assert "应到1次，按时到1次" in Record.objects.get().text
    assert state(cast, document, MONDAY) == duties.TaskState.SUBMITTED


def test_only_the_desk_of_the_unit_binds_a_line_to_points(cast: Cast, ward: Subject) -> None:
    with clock.moved_to("2026-11-23 09:00"):
        document = asked(cast, "PT2H")
        where = reverse("task-cadence", args=place_of(document, cast.hospital))
        for who, code in ((cast.county_regulator, 422), (cast.keeper, 404), (cast.outsider_officer, 404)):
            assert client_of(who).post(where, {"marks": ["inpatient"]}).status_code == code
        assert client_of(cast.officer).post(where, {}).status_code == 422
        assert client_of(cast.officer).post(where, {"marks": ["nosuch"]}).status_code == 422
    with set_up():
        assert not rounds.OwnRule.objects.exists()


def test_a_patrol_that_was_late_before_a_later_day_was_granted_stays_late(
    cast: Cast, ward: Subject, bound: Any
) -> None:
    with clock.moved_to("2026-11-24 00:10"), acting(cast.officer) as officer:
        (one,) = duties.owed([cast.hospital], document=bound, on=TUESDAY)
        task = duties.start(one, by=officer)
    with set_up():
        Task.objects.filter(pk=task.pk).update(late_before=2)
    for hour in EVERY_2_HOURS:
        scan(cast, ward, at(TUESDAY, hour))
    with clock.moved_to("2026-11-25 00:20"):
        assert answer_by_rounds(0) == 1
    with set_up():
        assert Task.objects.get(pk=task.pk).late_days == 2
