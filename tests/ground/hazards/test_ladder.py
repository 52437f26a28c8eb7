"""Hazards on the ladder: a term that is over by working days, a major hazard that nobody takes on by minutes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import Situations
from weian.foundation.inbox import api as inbox
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.models import Rung
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock


def rungs(hazard: hazards.Hazard) -> list[str]:
    with set_up():
        return [one.to for one in Rung.objects.filter(target=hazard.pk).order_by("ladder", "since", "step")]


def told(viewer: Viewer) -> list[str]:
    return list(Message.objects.filter(to=viewer.person, kind="ladder").values_list("title", flat=True))


@pytest.mark.row("S3-1b")
def test_a_major_hazard_in_nobodys_hand_climbs_by_minutes(cast: Cast) -> None:
    given = Situations(cast)
    hazard = given.reported()
    graded = clock._aware(given.day)
    with clock.moved_to(graded), acting(cast.officer) as officer:
        hazards.grade(hazard, "major", by=officer)
    assert rungs(hazard) == ["duty"]  # at once, with the grading itself
    assert told(cast.director) == ["立即告带班领导：重大隐患：药库通道堆放货架"]
    for minutes, expected in ((14, 1), (15, 2), (16, 2), (59, 2), (60, 3), (200, 3)):
        with clock.moved_to(graded + timedelta(minutes=minutes)):
            ladder.climb_urgent()
        assert len(rungs(hazard)) == expected, minutes
    assert told(cast.county_regulator) == ["1 小时未办结，告监管部门：重大隐患：药库通道堆放货架"]
    given.day += timedelta(days=1)
    with given.step(cast.officer) as officer:
        hazards.assign(hazard, given.elements(), by=officer)
        assert ladder.climb_urgent() == 0
        due = hazard.due
    assert due is not None
    with clock.moved_to(due + timedelta(days=1)):
        ladder.climb_urgent()
        assert rungs(hazard) == ["duty", "chief", "supervisor"] * 2  # overdue: it burns again, as a count of its own
        page = client_of(cast.officer).get(reverse("hazard", args=[hazard.pk])).content.decode()
    assert "1 小时未办结" in page.replace("\u00a0", " ") and "未接手" not in page, "somebody has taken it on"


@pytest.mark.row("S0-3.2e")
def test_a_term_that_is_over_climbs_and_the_page_says_where_it_stands(cast: Cast) -> None:
    given = Situations(cast)
    hazard = given.assigned()
    due = hazard.due
    assert due is not None
    inbox.prefer(True, by=cast.pharmacist)
    with clock.moved_to(due):
        ladder.climb()
    with clock.moved_to(due + timedelta(days=1)):
        ladder.climb()
    assert rungs(hazard) == ["owner", "owner", "superior"]  # on the due day only the reminder, then two at once
    assert any("整改隐患" in one for one in told(cast.pharmacist))
    with clock.moved_to(due + timedelta(days=20)):
        ladder.climb()
        page = client_of(cast.officer).get(reverse("hazard", args=[hazard.pk])).content.decode()
        assert "上监管部门督办单" in page
        board = client_of(cast.county_regulator).get(reverse("board")).content.decode()
        assert "上监管部门督办单" in board
    count = len(rungs(hazard))
    with clock.moved_to(due + timedelta(days=21)), acting(cast.pharmacist) as who:
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=who, until=due + timedelta(days=60), reason="配件未到货")
    with clock.moved_to(due + timedelta(days=21)), acting(cast.officer) as officer:
        hazards.decide_extension(asked, by=officer, approve=True)
        board = client_of(cast.county_regulator).get(reverse("board")).content.decode()
        assert "上监管部门督办单" not in board
    with clock.moved_to(due + timedelta(days=22)):
        ladder.climb()
    assert len(rungs(hazard)) == count  # what was reached stays as history, nothing new until the new term
