"""责任、措施、资金、时限、预案: what is missing is named, and nothing leaves registration without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.conftest import acting
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Incomplete, Status
from weian.ground.hazards.models import Extension
from weian.kernel import clock

EMPTY = {
    "responsible": {"responsible": None},
    "measure": {"measure": "  "},
    "money": {"money": None},
    "due": {"due": None},
    "plan": {"plan": ""},
    "interim_measure": {"interim_measure": ""},
}


@pytest.mark.row("S1-9c")
@pytest.mark.parametrize("element", ["responsible", "measure", "due"])
def test_without_person_measure_or_deadline_nobody_gets_it_out_of_registration(play, cast, element):
    hazard = play.graded()
    for role in (cast.officer, cast.director, cast.county_regulator):
        with play.step(role), pytest.raises(Incomplete) as refused:
            hazards.assign(hazard, play.elements(**EMPTY[element]), by=role)
        assert set(refused.value.fields) == {element}
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).status == Status.GRADED


@pytest.mark.parametrize("element", EMPTY)
def test_every_missing_element_is_named(play, cast, element):
    hazard = play.graded()
    with play.step(cast.officer) as officer, pytest.raises(Incomplete) as refused:
        hazards.assign(hazard, play.elements(**EMPTY[element]), by=officer)
    assert list(refused.value.fields) == [element]


@pytest.mark.row("S2-2.2i")
def test_what_cannot_be_put_right_at_once_is_not_rectified_without_plan_and_interim_measure(play, cast):
    hazard = play.graded()
    with play.step(cast.officer) as officer:
        with pytest.raises(Incomplete) as refused:
            hazards.assign(hazard, play.elements(plan="", interim_measure=""), by=officer)
        assert set(refused.value.fields) == {"plan", "interim_measure"}
        hazards.assign(hazard, play.elements(plan="", interim_measure="", at_once=True), by=officer)
    with audit.acting_as_system("旧数据"):
        Hazard.objects.filter(pk=hazard.pk).update(at_once=False)
    with play.step(cast.pharmacist) as fixer, pytest.raises(Incomplete, match="应急预案"):
        hazards.rectify(Hazard.objects.get(pk=hazard.pk), by=fixer, note="动手")


def test_no_money_needed_is_zero_not_empty(play, cast):
    hazard = play.graded()
    with play.step(cast.officer) as officer:
        assert hazards.assign(hazard, play.elements(money=Decimal(0)), by=officer).status == Status.ASSIGNED


def test_a_person_of_another_unit_and_a_day_gone_by_are_refused(play, cast):
    hazard = play.graded()
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match="不是白鹭县人民医院的人"):
            hazards.assign(hazard, play.elements(cast.center_officer), by=officer)
        with pytest.raises(Refused, match="期限已经过去"):
            hazards.assign(hazard, play.elements(due=play.day - timedelta(days=1)), by=officer)
        with pytest.raises(Refused, match="不能小于 0"):
            hazards.assign(hazard, play.elements(money=Decimal(-1)), by=officer)


def test_assigning_anew_needs_a_reason_and_never_moves_the_deadline(play, cast):
    hazard = play.assigned()
    anew = replace(play.elements(cast.head), due=hazard.due)
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match="改派要写明理由"):
            hazards.assign(hazard, anew, by=officer)
        with pytest.raises(Refused, match="改派不能改期限"):
            hazards.assign(hazard, replace(anew, due=hazard.due + timedelta(days=5)), by=officer, why="换人")
        hazards.assign(hazard, anew, by=officer, why="原责任人休假")
    assert hazard.responsible == cast.head.person


def test_nobody_passes_on_what_they_are_responsible_for(play, cast):
    hazard = play.assigned()
    anew = replace(play.elements(cast.head), due=hazard.due)
    with play.step(cast.pharmacist) as fixer, pytest.raises(Refused, match="不能自己改派"):
        hazards.assign(hazard, anew, by=fixer, why="没空")


def test_a_returned_hazard_keeps_its_term_even_when_it_is_over(play, cast):
    hazard = play.returned()
    play.day = hazard.due + timedelta(days=3)
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match="期限只能提前"):
            hazards.assign(hazard, play.elements(cast.head), by=officer)
        hazards.assign(hazard, play.elements(cast.head, due=hazard.due), by=officer)
    assert hazard.status == Status.ASSIGNED


@pytest.mark.parametrize(("grade", "days"), [("general", 15), ("large", 30), ("major", None)])
def test_the_proposed_term_comes_from_content(cast, grade, days):
    with clock.moved_to("2026-11-16"):
        due = hazards.default_due(grade)
        assert due == (clock.today() + timedelta(days=days) if days else None)


def test_a_deadline_moves_only_when_another_person_has_agreed(play, cast):
    hazard = play.assigned()
    was, until = hazard.due, hazard.due + timedelta(days=10)
    with play.step(cast.pharmacist) as fixer:
        with pytest.raises(Refused, match="为什么要延期"):
            hazards.ask_extension(hazard, uid=uuid4(), by=fixer, until=until, reason=" ")
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=fixer, until=until, reason="配件未到")
        assert hazards.ask_extension(hazard, uid=asked.uid, by=fixer, until=until, reason="配件未到") == asked
        with pytest.raises(Refused, match="不能自己同意"):
            hazards.decide_extension(asked, by=fixer, approve=True)
        assert Hazard.objects.get(pk=hazard.pk).due == was
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match="不同意要写明理由"):
            hazards.decide_extension(asked, by=officer, approve=False)
        hazards.decide_extension(asked, by=officer, approve=True)
        assert Hazard.objects.get(pk=hazard.pk).due == until
        with pytest.raises(Refused, match="同意过了"):
            hazards.decide_extension(Extension.objects.get(pk=asked.pk), by=officer, approve=True)


def test_an_extension_of_a_major_hazard_is_decided_above(play, cast):
    hazard = play.assigned(grade="major")
    with play.step(cast.pharmacist) as fixer:
        asked = hazards.ask_extension(
            hazard, uid=uuid4(), by=fixer, until=hazard.due + timedelta(days=3), reason="等审批"
        )
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="由上级（白鹭县卫生健康局）决定"):
        hazards.decide_extension(asked, by=officer, approve=True)
    with play.step(cast.county_regulator) as regulator:
        hazards.decide_extension(asked, by=regulator, approve=True)


def test_a_hazard_is_late_from_the_day_after_its_deadline(play, cast):
    hazard = play.assigned()
    for days, late in ((0, False), (1, True)):
        with clock.moved_to(hazard.due + timedelta(days=days)), acting(cast.officer):
            assert Hazard.objects.overdue().filter(pk=hazard.pk).exists() is late
            assert hazard.overdue_days() == days


def test_a_photo_of_this_round_is_needed_to_apply(play, cast):
    hazard = play.returned()
    with play.step(cast.pharmacist) as fixer:
        hazards.rectify(hazard, by=fixer, note="再改")
        with pytest.raises(Refused, match="还没有这一轮整改后照片"):
            hazards.apply(hazard, by=fixer, note="好了")
        hazards.apply(hazard, by=fixer, note="好了", photos=[photo("after")])
    assert hazard.status == Status.APPLIED
