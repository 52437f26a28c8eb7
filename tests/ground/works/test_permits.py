"""作业票: one gate for own staff and contractors; an expired certificate or a missing measure refuses."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, set_up
from tests.ground.works.situations import NOW, Situations, shot
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.hazards.models import Hazard
from weian.ground.works import api as works
from weian.ground.works.models.violation import Side
from weian.ground.works.states import Permitted
from weian.kernel import clock
from weian.kernel.transitions import IllegalMove


def whole(permit: works.Permit) -> works.Permit:
    with set_up():
        return works.Permit.objects.select_related("unit", "subject", "asked_by", "contractor__party", "site").get(
            pk=permit.pk
        )


@pytest.mark.row("S3-2.8e")
@pytest.mark.parametrize("kind", ["hot_work", "temp_power"])
@pytest.mark.parametrize("side", ["own", "contractor"])
def test_own_staff_and_contractors_pass_the_same_gate(play: Situations, kind: str, side: str) -> None:
    cast = play.cast
    who = cast.pharmacist if side == "own" else play.person(play.cleaner)
    of = {} if side == "own" else {"contractor": play.cleaner}
    ask = lambda **said: play.asked(who, kind=kind, **of, **said)  # noqa: E731
    with pytest.raises(Refused, match="证件过期"):
        ask(certificate_until=date(2026, 11, 15))
    with pytest.raises(Refused, match="措施没有落实"):
        ask(measures=())
    with pytest.raises(Refused, match="看护人要由作业人以外"):
        ask(watcher="高有才")
    with pytest.raises(Refused, match="最长"):
        ask(ends_at=clock.now() + timedelta(days=30), certificate_until=date(2029, 1, 1))
    permit = whole(ask())
    with acting(who), pytest.raises(Refused):
        works.approve(permit, by=who)
    with acting(cast.officer_2) as officer:
        works.approve(permit, by=officer)
    # The ward beside it knows.
    assert Message.objects.filter(to=cast.head.person, kind="permit", link_uid=permit.pk).exists()
    with acting(who), pytest.raises(Refused, match="作业前的照片"):
        works.begin(permit, by=who, photos=[])
    with acting(who):
        works.begin(permit, by=who, photos=shot("before"))
        works.end(permit, by=who, photos=shot("after"))
    with acting(cast.keeper) as keeper:
        with pytest.raises(Refused, match="满 30 分钟才能复查"):
            works.recheck(permit, by=keeper, note="没有余火")
        with clock.moved_to("2026-11-16 09:31"):
            works.recheck(permit, by=keeper, note="没有余火", photos=shot("scene"))
    assert whole(permit).status == Permitted.CLOSED


@pytest.mark.row("S3-2.8e")
@pytest.mark.row("S0-2.5c")
def test_a_certificate_that_expired_yesterday_or_between_is_refused(play: Situations) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Refused, match=f"有效期到 {yesterday}"):
        play.asked(certificate_until=yesterday)
    permit = whole(play.asked(certificate_until=clock.today()))
    with acting(play.cast.officer_2) as by:
        works.approve(permit, by=by)
    tomorrow = clock.now() + timedelta(days=1)
    with acting(play.cast.pharmacist) as by, clock.moved_to(tomorrow), pytest.raises(Refused, match="批准的作业时间"):
        works.begin(permit, by=by, photos=shot("before"))


@pytest.mark.row("S3-2.8e")
@pytest.mark.parametrize("kind", ["hot_work", "temp_power"])
def test_work_found_without_a_permit_is_a_violation_of_contractor_and_host_and_a_hazard(
    play: Situations, kind: str
) -> None:
    cast = play.cast
    person, word = play.person(play.cleaner), {"hot_work": "焊接", "temp_power": "接临时电"}[kind]
    found = works.Found(
        kind="no_permit",
        subject=play.plant,
        text=f"机房里有人{word}，没有作业票",
        contractor=play.cleaner,
        person_name="高有才",
    )
    uid = uuid4()
    with acting(cast.keeper) as keeper:
        both = works.find(found, uid=uid, by=keeper, photos=shot("before"))
        assert [one.pk for one in works.find(found, uid=uid, by=keeper)] == [one.pk for one in both]
    assert [one.side for one in both] == [Side.CONTRACTOR, Side.HOST]
    contractor, host = both
    assert contractor.contractor_id == play.cleaner.pk and host.department_id == cast.ward.pk
    hazard = play.fresh(Hazard, contractor.hazard_id)
    assert host.hazard_id == hazard.pk and word in hazard.text and hazard.type == "work_permit"
    # It stands on the contractor's account, where its people see their own side of it.
    with acting(person):
        assert works.Charge.objects.visible_to(person).get().hazard_id == hazard.pk
        assert [one.pk for one in works.Violation.objects.visible_to(person)] == [contractor.pk]


def test_own_staff_without_a_permit_are_the_hosts_alone(play: Situations) -> None:
    found = works.Found(kind="no_permit", subject=play.plant, text="后勤自己焊管子")
    with acting(play.cast.keeper) as keeper:
        (one,) = works.find(found, uid=uuid4(), by=keeper)
    assert (one.side, one.department_id) == (Side.HOST, play.cast.pharmacy.pk)


def test_trouble_at_the_recheck_is_a_hazard_and_the_recheck_is_not_the_askers(play: Situations) -> None:
    permit = whole(play.approved())
    with acting(play.cast.pharmacist) as by:
        works.begin(permit, by=by, photos=shot("before"))
        works.end(permit, by=by, photos=shot("after"))
    with clock.moved_to("2026-11-16 09:40"):
        with acting(play.cast.pharmacist) as by, pytest.raises(Refused, match="申请人以外"):
            works.recheck(permit, by=by, note="好")
        with acting(play.cast.officer) as by:
            works.recheck(permit, by=by, note="保温层冒烟", trouble=True)
            assert "冒烟" in Hazard.objects.get(source_kind="permit", source_uid=permit.pk).text


def test_what_is_refused_halted_or_cancelled_goes_no_further(play: Situations) -> None:
    cast = play.cast
    refused, halted, cancelled = whole(play.asked()), whole(play.approved()), whole(play.asked())
    with acting(cast.officer_2) as by:
        with pytest.raises(Refused, match="为什么不批准"):
            works.refuse(refused, by=by, why=" ")
        works.refuse(refused, by=by, why="改到夜里")
        works.halt(halted, by=by, why="病人多")
    with acting(cast.pharmacist) as by:
        works.cancel(cancelled, by=by, why="不做了")
        for permit in (refused, halted, cancelled):
            with pytest.raises((Refused, IllegalMove)):
                works.begin(whole(permit), by=by, photos=shot("before"))


def test_a_contractor_works_only_where_its_contract_says_and_while_it_holds(play: Situations) -> None:
    elsewhere, person = play.places("room", "被服库"), play.person(play.cleaner)
    with pytest.raises(Refused, match="不在洁安保洁服务有限公司合同的场所里"):
        play.asked(person, contractor=play.cleaner, subject=elsewhere)
    with pytest.raises(Refused, match="只能为本承包方"):
        play.asked(person, contractor=play.builder)
    with clock.moved_to("2027-01-01 09:00"), pytest.raises(Refused, match="没有有效的合同"):
        play.asked(person, contractor=play.cleaner)
    assert NOW.startswith("2026")
