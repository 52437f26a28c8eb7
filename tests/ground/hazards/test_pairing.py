"""Reported twice, or come back: paired and asked, never merged in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import client_of
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.foundation.tally.models import Delta
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Mark, Status
from weian.kernel import clock


def test_a_second_report_of_one_place_and_kind_is_asked_about_and_merged_by_a_person(play, cast):
    first = play.reported(type="passage_blocked")
    second = play.reported(type="passage_blocked", text="通道又被堵")
    other = play.reported(type="wiring")
    assert (second.marks, first.marks, other.marks) == ([Mark.PAIR], [], [])
    assert second.status == Status.REPORTED  # nothing happens by itself
    with clock.moved_to(play.day):
        desk, at = client_of(cast.officer), f"/hazards/{second.uid}/"
        page = desk.get(at).content.decode()
        assert "疑似重复" in page and first.no in page
        assert "comparison" not in client_of(cast.keeper).get(at).content.decode()
        assert desk.post(f"{at}comparison/", {"same": "yes"}).status_code == 302
        page = desk.get(at).content.decode()
        assert f"并入 {first.no}" in page
    with audit.acting_as_system("看结果"):
        second = Hazard.objects.get(pk=second.pk)
        assert (second.status, second.merged_into_id, second.is_open) == (Status.MERGED, first.pk, False)
        found = sum(one.n for one in Delta.objects.filter(kind="hazard", org_pos=cast.pharmacy.pos))
        assert found == 2  # the double counts no more
    assert str(second.uid) not in desk.get("/hazards/").content.decode()


def test_what_is_another_thing_goes_its_own_way(play, cast):
    play.reported(type="wiring")
    second = play.reported(type="wiring")
    with play.step(cast.officer) as by:
        hazards.answer_pair(second, same=False, by=by)
    assert (second.status, second.marks) == (Status.REPORTED, [])
    with play.step(cast.officer) as by, pytest.raises(Refused, match="不用回答"):
        hazards.answer_pair(second, same=True, by=by)


def test_what_comes_back_soon_after_closing_is_a_recurrence_and_much_later_it_is_not(play, cast):
    first = play.closed(type="wiring")
    play.day += timedelta(days=60)
    again = play.reported(type="wiring")
    with play.step(cast.officer) as by:
        hazards.answer_pair(again, same=True, by=by)
    assert (again.recurrence_of_id, again.marks, again.status) == (first.pk, [Mark.RECURRING], Status.REPORTED)
    assert "反复出现" in client_of(cast.officer).get(f"/hazards/{again.uid}/").content.decode()
    play.day += timedelta(days=400)
    assert play.reported(type="wiring", place="药库东侧 2 号").marks == []


def test_what_somebody_has_in_hand_is_not_merged(play, cast):
    first = play.assigned(type="wiring")
    second = play.assigned(type="wiring")
    with play.step(cast.officer) as by:
        with pytest.raises(Refused, match="已经有人在办"):
            hazards.merge(second, into=first, by=by)
        hazards.answer_pair(second, same=True, by=by)
    assert (second.status, second.marks) == (Status.ASSIGNED, [])
