"""What is late climbs its ladder (ESC-N): each step once, to whom the ladder says, seen on the page and the board."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations as given
from weian.foundation.inbox import api as inbox
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.actions import climbing
from weian.foundation.ladder.models import Rung
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock

DUE = date(2026, 11, 20)  # a Friday
RAISED = "白鹭县人民医院 · 逾期"


def climb_on(day: str) -> int:
    with clock.moved_to(day):
        return ladder.climb()


def told(viewer: Viewer) -> list[str]:
    found = Message.objects.filter(to=viewer.person, kind__in=["ladder", "digest"]).order_by("made_at")
    return [f"{one.title}|{one.text}" for one in found]


def steps_of(kind: str = "task") -> list[tuple[str, str]]:
    with set_up():
        rungs = Rung.objects.filter(kind=kind, unit__name="白鹭县人民医院").order_by("reached_at", "step")
        return [(one.to, one.reached_at.astimezone(clock.SHANGHAI).date().isoformat()) for one in rungs]


@pytest.mark.row("S0-2.0b")
def test_a_task_climbs_by_working_days_each_step_once_until_it_is_handed_in(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        task = given.answered(cast, document)
        for viewer in (cast.officer_2, cast.director, cast.county_regulator):
            inbox.prefer(True, by=viewer)
    place = given.place_of(document, cast.hospital)
    climb_on("2026-11-16")
    assert steps_of() == []
    for day in ("2026-11-17", "2026-11-18", "2026-11-20"):
        climb_on(day)
    assert steps_of() == [("owner", "2026-11-17")]
    climb_on("2026-11-21")  # Saturday: it is late, but by no working day
    assert steps_of()[1:] == [("owner", "2026-11-21")]
    for day in ("2026-11-22", "2026-11-23", "2026-11-24"):
        climb_on(day)
    assert steps_of()[2:] == [("superior", "2026-11-23")]
    climb_on("2026-11-25")
    assert steps_of()[3:] == [("chief", "2026-11-25")]
    with clock.moved_to("2026-11-30"), acting(cast.county_regulator):
        assert ladder.on_board(cast.county, lambda: ~Q(kind="receipt")) == []
    climb_on("2026-12-01")
    assert steps_of()[4:] == [("supervisor", "2026-12-01")]
    assert sum("报送工作开展情况" in one for one in told(cast.officer_2)) == 2  # before, and when it was late
    assert [one.split("，")[0] for one in told(cast.director)] == ["逾期 1 个工作日", "逾期 3 个工作日"]
    assert any("上监管部门督办单" in one and "白鹭县人民医院" in one for one in told(cast.county_regulator))
    with clock.moved_to("2026-12-02T10:00"):
        page = client_of(cast.director).get(reverse("task", args=place)).content.decode()
        assert "12-01" in page and "上监管部门督办单" in page
        board = client_of(cast.county_regulator).get(reverse("board")).content.decode()
        assert RAISED in board and "报送工作开展情况" in board
        neighbour = client_of(cast.outsider).get(reverse("board")).content.decode()
        assert "上监管部门督办单" not in neighbour
        with acting(cast.officer) as officer:
            duties.submit(task, by=officer)
        after = client_of(cast.county_regulator).get(reverse("board")).content.decode()
        assert RAISED not in after  # the board does not wait for the next run
    assert climb_on("2026-12-03") == 0
    with set_up():
        mine = Rung.objects.filter(unit=cast.hospital, kind="task")
        assert mine.count() == 5 and mine.standing().count() == 0


def test_a_run_that_was_cut_off_or_ran_twice_writes_nothing_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.moved_to("2026-11-10"):
        given.answered(cast, given.issued(cast, due=DUE))
    monkeypatch.setattr(climbing, "BATCH", 1)  # one unit a transaction
    first = climb_on("2026-12-01")
    assert first > 0 and climb_on("2026-12-01") == 0
    with set_up():
        rung = Rung.objects.filter(kind="task").first()
        assert rung is not None
        rung.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            Rung(**{one.attname: getattr(rung, one.attname) for one in Rung._meta.concrete_fields[1:]}).save()


def test_where_a_unit_has_nobody_above_the_owner_the_supervising_desk_is_told(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        document = given.issued(cast, due=DUE)
        with acting(cast.dentist) as dentist:
            receipt = given.documents.receipt_of(document, cast.clinic)
            assert receipt is not None
            given.documents.sign(receipt, by=dentist)
        inbox.prefer(True, by=cast.county_regulator)
    climb_on("2026-11-23")
    assert any("告上一级" in one and "康宁口腔诊所" in one for one in told(cast.county_regulator))


def test_a_morning_is_one_message_that_counts_what_is_soon_today_and_late(cast: Cast) -> None:
    with clock.moved_to("2026-11-10"):
        for due in (date(2026, 11, 17), date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 30)):
            given.started(cast, given.issued(cast, due=due))
    climb_on("2026-11-19T07:30")
    climb_on("2026-11-19T13:30")
    (message,) = told(cast.officer_2)
    assert message.startswith("今日汇总：已逾期 1 件，今天到期 1 件，快到期 1 件|")
    assert told(cast.director) and "督办到您" in told(cast.director)[0]  # the first late one climbed to the director
    climb_on("2026-11-20T07:30")
    assert len(told(cast.officer_2)) == 2  # the next morning has its own
