"""Finder, fixer and verifier are different people; where a unit has no third person, the commission above verifies."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import acting
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Acceptor, Hazard, Status
from weian.kernel import clock


@pytest.mark.row("S1-16f")
def test_the_fixer_is_refused_to_verify_and_to_close_their_own(play, cast):
    hazard = play.applied(who=cast.officer)
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="参与了这条隐患的整改"):
        hazards.verify(hazard, by=officer)
    with play.step(cast.director) as director:
        hazards.verify(hazard, by=director)
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="参与了这条隐患的整改，不能自己销号"):
        hazards.close(hazard, by=officer)
    with play.step(cast.director) as director:
        hazards.close(hazard, by=director)
    assert (hazard.close_no, hazard.status) == ("XH-2026-00001", Status.CLOSED)
    assert hazard.closed_at is not None


def test_who_applied_on_behalf_of_the_fixer_does_not_verify_either(play, cast):
    hazard = play.rectifying()
    with play.step(cast.officer) as officer:
        hazards.apply(hazard, by=officer, note="代为申请", photos=[photo("after")])
    for role in (cast.officer, cast.pharmacist):
        with play.step(role), pytest.raises(Refused):
            hazards.verify(hazard, by=role)
    with play.step(cast.officer_2) as another:
        assert hazards.verify(hazard, by=another).status == Status.VERIFIED


def test_the_finder_does_not_verify_within_the_unit(play, cast):
    hazard = play.applied(by=cast.officer)
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="发现、整改、验收三者分开"):
        hazards.verify(hazard, by=officer)


@pytest.mark.row("S4-6g")
def test_nothing_closes_without_verification_by_another_person(play, cast):
    hazard = play.applied()
    for role in (cast.pharmacist, cast.officer, cast.director, cast.county_regulator):
        with play.step(role), pytest.raises(Refused):
            hazards.close(hazard, by=role)
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).status == Status.APPLIED
        assert not Hazard.objects.closed().exists()


@pytest.mark.parametrize("column", ["responsible_id", "applied_by", "fixed_by"])
def test_the_database_itself_refuses_a_verifier_who_fixed(play, cast, column):
    hazard = play.verified()
    with (
        audit.acting_as_system("绕过动作"),
        pytest.raises(IntegrityError, match="verified_by_another"),
        transaction.atomic(),
    ):
        Hazard.objects.filter(pk=hazard.pk).update(**{column: hazard.verified_by})


def _sole(play, cast):
    with play.step(cast.dentist) as dentist:
        return hazards.report(uid=uuid4(), by=dentist, unit=cast.clinic, text="诊室插座松动", photos=[photo("before")])


def test_what_a_one_person_clinic_fixed_is_verified_by_its_commission(play, cast):
    hazard = _sole(play, cast)
    with play.step(cast.dentist) as dentist:
        hazards.grade(hazard, "general", by=dentist)
        hazards.fix_on_the_spot(hazard, "换了插座", by=dentist, photos=[photo("after")])
    assert hazard.acceptor == Acceptor.UPPER
    with play.step(cast.dentist) as dentist, pytest.raises(Refused):
        hazards.verify(hazard, by=dentist)
    with play.step(cast.county_regulator) as regulator:
        hazards.verify(hazard, by=regulator)
        hazards.close(hazard, by=regulator)
    assert hazard.status == Status.CLOSED


def test_a_third_person_in_the_unit_keeps_verification_there(play):
    assert play.applied().acceptor == Acceptor.OWN


def test_a_major_hazard_is_verified_and_closed_above(play, cast):
    hazard = play.applied(grade="major")
    for role in (cast.officer, cast.director):
        with (
            play.step(role),
            pytest.raises(Refused, match="重大隐患，由上级（白鹭县卫生健康局）验收，本单位不能自行验收"),
        ):
            hazards.verify(hazard, by=role)
    with play.step(cast.county_regulator) as regulator:
        hazards.verify(hazard, by=regulator)
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="本单位不能自行销号"):
        hazards.close(hazard, by=officer)
    with play.step(cast.county_regulator) as regulator, pytest.raises(Refused, match=r"重大隐患销号前要写成因（默认）"):
        hazards.close(hazard, by=regulator)
    with play.step(cast.pharmacist) as fixer:
        hazards.account(hazard, by=fixer, causes=["upkeep"])
    with play.step(cast.county_regulator) as regulator:
        hazards.close(hazard, by=regulator)


def test_what_a_commission_found_is_verified_by_the_commission_even_by_its_finder(play, cast):
    with play.step(cast.county_regulator) as regulator:
        hazard = hazards.report(uid=uuid4(), by=regulator, unit=cast.hospital, text="门锁闭", found_mode="spot")
        hazards.grade(hazard, "general", by=regulator)
        hazards.assign(hazard, play.elements(), by=regulator)
    with play.step(cast.pharmacist) as fixer:
        hazards.rectify(hazard, by=fixer, note="动手")
        hazards.apply(hazard, by=fixer, note="开了", photos=[photo("after")])
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="白鹭县卫生健康局检查发现的隐患"):
        hazards.verify(hazard, by=officer)
    with play.step(cast.county_regulator) as regulator:
        assert hazards.verify(hazard, by=regulator).status == Status.VERIFIED


def test_an_inspector_names_who_of_the_unit_put_it_right(play, cast):
    with play.step(cast.county_regulator) as regulator:
        hazard = hazards.report(
            uid=uuid4(), by=regulator, unit=cast.hospital, text="门锁闭", found_mode="spot", photos=[photo("before")]
        )
        with pytest.raises(Refused, match="检查人员不替单位整改"), transaction.atomic():
            hazards.fix_on_the_spot(hazard, "开锁", by=regulator, photos=[photo("after")])
        hazards.fix_on_the_spot(hazard, "开锁", by=regulator, fixer=cast.keeper.appointment, photos=[photo("after")])
    assert (hazard.responsible, hazard.fixed_by) == (cast.keeper.person, cast.keeper.person.uid)


def test_a_regrade_to_major_takes_verification_upward(play, cast):
    hazard = play.applied()
    with play.step(cast.county_regulator) as regulator:
        hazards.grade(hazard, "major", by=regulator, why="危及整栋楼疏散")
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="重大隐患"):
        hazards.verify(hazard, by=officer)


def test_a_regrade_needs_a_reason_and_cannot_bring_verification_down(play, cast):
    hazard = play.applied(grade="major")
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match="改等级要写明理由"):
            hazards.grade(hazard, "general", by=officer)
        hazards.grade(hazard, "general", by=officer, why="复核后降级")
    with play.step(cast.officer) as officer, pytest.raises(Refused, match="由上级"):
        hazards.verify(hazard, by=officer)


def test_a_fixed_hazard_that_nobody_graded_is_not_verified(play, cast):
    hazard = play.reported(photos=[photo("before")])
    with play.step(cast.keeper) as keeper:
        hazards.fix_on_the_spot(hazard, "搬走", by=keeper, photos=[photo("after")])
    with clock.moved_to(play.day), acting(cast.officer), pytest.raises(Refused, match="还没有定级"):
        hazards.verify(hazard, by=cast.officer)
