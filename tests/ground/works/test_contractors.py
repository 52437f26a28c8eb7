"""外包: what is found goes on the contractor's account; its people see that and nothing else; the owner closes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from tests.conftest import acting, set_up
from tests.ground.works.situations import Situations, shot
from weian.foundation.documents.paper import to_docx
from weian.foundation.inbox.models import Message
from weian.foundation.packs.models import Pack
from weian.foundation.people.api import Refused
from weian.foundation.people.viewer import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.ground.works import api as works
from weian.ground.works import queries
from weian.ground.works.file import paper_of
from weian.ground.works.models import Contractor
from weian.kernel import clock, scope
from weian.programs.inspections import api as inspections

MINE = ("works_contractor", "works_contract", "works_charge", "works_permit", "works_site", "works_stop_order",
        "works_violation", "hazards_hazard")  # fmt: skip


def rows(viewer: Viewer, table: str) -> list[object]:
    """Plain SQL in the scope of a person, with no queryset between."""
    with scope.applied(viewer.scope), connection.cursor() as cursor:
        cursor.execute(f"SELECT uid FROM {table}")
        return [row[0] for row in cursor.fetchall()]


def inspected(play: Situations, contractor: works.Contractor, **wrong: object) -> inspections.Inspection:
    """The owner inspects a contractor by the checklist; every item is right but those named."""
    with acting(play.cast.officer) as by:
        ref = next(one.ref for one in checklists.sheets_at(contractor.subject) if one.code == "outsourcing")
        sheet = checklists.sheet(ref)
        answers = {one.code: {"v": _right(one)} for one in sheet.items} | {code: {"v": v} for code, v in wrong.items()}
        return inspections.submit(
            uid=uuid4(), by=by, unit=play.cast.hospital, mode="contractor", sheet_ref=ref, answers=answers,
            subject=contractor.subject_id,
        )  # fmt: skip


def _right(item: checklists.Item) -> object:
    if item.kind != "reading":
        return "pass"
    return item.low if item.low is not None else item.high


def charge_of(contractor: works.Contractor) -> works.Charge:
    with set_up():
        return works.Charge.objects.select_related("hazard__responsible__unit", "contractor__party", "unit").get(
            contractor=contractor
        )


def order(who: Viewer, **said: object) -> works.Order:
    plain = {
        "grade": "general",
        "responsible": who.person,
        "measure": "重新培训",
        "due": clock.today() + timedelta(days=7),
    }
    return works.Order(**{**plain, **said})  # type: ignore[arg-type]


@pytest.mark.row("S0-2.6c")
def test_a_contractor_sees_only_its_own_findings_proves_them_and_only_the_owner_closes(play: Situations) -> None:
    cast, cleaner = play.cast, play.cleaner
    other = play.contractor("安盾保安服务有限公司")
    play.signed(other, kind="security", scope="门岗")
    mine, theirs = play.person(cleaner), play.person(other, "郭队长")
    inspected(play, cleaner, licence="fail")
    inspected(play, other, subcontract="fail")
    charge = charge_of(cleaner)
    # By SQL alone: the one hazard of its own, and of the other contractor no row in any table.
    assert rows(mine, "hazards_hazard") == [charge.hazard_id] and rows(mine, "works_charge") == [charge.pk]
    assert rows(mine, "works_contractor") == [cleaner.pk]
    foreign = {one.pk for one in _all(other)} | {charge_of(other).hazard_id}
    assert not foreign & {uid for table in MINE for uid in rows(mine, table)}
    assert charge.hazard_id not in rows(theirs, "hazards_hazard")
    with acting(cast.officer) as officer:
        works.hand_over(charge, order(mine), by=officer)
    with acting(mine):
        own = works.Charge.objects.visible_to(mine).select_related("hazard", "contractor__party", "unit").get()
    with acting(mine), pytest.raises(Refused, match="整改后的照片"):
        works.prove(own, by=mine, note="已更换", photos=[])
    with acting(theirs), pytest.raises(Refused, match="由洁安保洁服务有限公司上传"):
        works.prove(charge, by=theirs, note="已更换", photos=shot("after"))
    with acting(mine):
        works.prove(own, by=mine, note="消毒剂已分开存放", photos=shot("after"))
    hazard = play.fresh(Hazard, charge.hazard_id)
    assert hazard.status == hazards.Status.APPLIED and hazard.applied_by == mine.person.pk
    # Closing is the owner's, by a gate and, for the contractor's own hand, by the database.
    for act in (hazards.verify, hazards.close):
        with acting(mine), pytest.raises(Refused):
            act(hazard, by=mine)
    with acting(mine), connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET status = 'closed'")
        assert cursor.rowcount == 0
    with acting(cast.officer_2) as second:
        hazards.verify(hazard, by=second, note="看过")
        assert hazards.close(hazard, by=second).status == hazards.Status.CLOSED
    assert Message.objects.filter(to=mine.person, url=f"/works/charges/{charge.pk}/").exists()


def _all(contractor: works.Contractor) -> list[object]:
    with set_up():
        return [contractor, *works.Contract.objects.filter(contractor=contractor)]


@pytest.mark.row("S0-2.6c")
def test_each_contractor_is_inspected_every_month_and_a_missed_month_is_shown(play: Situations) -> None:
    with clock.moved_to("2026-09-20 09:00"):
        cleaner = play.cleaner
        inspected(play, cleaner)
    with clock.moved_to("2026-10-31 18:00"), acting(play.cast.officer):
        state = queries.checks_of([_with(cleaner)])[cleaner.pk]
        assert (state.every, state.missed, state.verified) == ("month", 0, False) and state.due == date(2026, 10, 31)
    with clock.moved_to("2026-11-01 09:00"), acting(play.cast.officer):
        state = queries.checks_of([_with(cleaner)])[cleaner.pk]
        assert state.is_overdue and state.last == date(2026, 9, 20)
    inspected(play, cleaner)  # on 16 November: what was missed stays on record, nothing is owed any more
    with acting(play.cast.officer):
        state = queries.checks_of([_with(cleaner)])[cleaner.pk]
        assert not state.is_overdue and state.due is None
    with acting(play.cast.officer) as by:  # configurable: every week from now on
        from weian.ground.rounds import api as rounds

        rounds.ask_for(uid=uuid4(), by=by, unit=play.cast.hospital, subject=cleaner.subject, every="week")
        assert queries.checks_of([_with(cleaner)])[cleaner.pk].every == "week"


def test_checks_that_an_upgrade_asks_for_are_not_missed_in_the_months_before_it(play: Situations) -> None:
    """The provider was registered long before the content that wants it inspected every month was loaded here."""
    with clock.moved_to("2026-06-01 09:00"):
        cleaner = play.cleaner
    with set_up():
        came = Pack.objects.filter(entries__kind="cadence_rule", entries__data__tags__contains=["third_party"])
        assert came.update(loaded_at=datetime(2026, 11, 10, 3, tzinfo=clock.SHANGHAI))
    with acting(play.cast.officer):
        state = queries.checks_of([_with(cleaner)])[cleaner.pk]
        assert (state.missed, state.due) == (0, date(2026, 11, 30)), "asked for from now on"
    with clock.moved_to("2027-01-02 09:00"), acting(play.cast.officer):
        assert queries.checks_of([_with(cleaner)])[cleaner.pk].missed == 1, "December is the first whole month"


def _with(contractor: works.Contractor) -> Contractor:
    return Contractor.objects.select_related("subject__unit", "unit").get(pk=contractor.pk)


@pytest.mark.row("S0-2.6c")
def test_one_file_per_contractor_holds_its_records_and_no_other_contractors(play: Situations) -> None:
    import io
    import zipfile

    cleaner, other = play.cleaner, play.contractor("安盾保安服务有限公司")
    inspected(play, cleaner, licence="fail")
    inspected(play, other, subcontract="fail")
    with acting(play.cast.officer):
        book = zipfile.ZipFile(io.BytesIO(to_docx(paper_of(_with(cleaner)))))
    text = book.read("word/document.xml").decode()
    for word in (
        "洁安保洁服务有限公司",
        "外包服务单位检查",
        "外包单位没有资质",
        "不合格",
        "2026-01-01",
        "林晓岚",
        "没有协议",
    ):
        assert word in text, word
    assert "安盾" not in text and "转包或违法分包" not in text


def test_a_contractor_is_registered_once_and_by_its_owner_alone(play: Situations) -> None:
    cleaner = play.cleaner
    with pytest.raises(Refused, match="已经在本单位的名录里"):
        play.contractor()
    with acting(play.cast.keeper) as keeper, pytest.raises(Refused, match="管理外包与施工"):
        works.add_contractor(uid=uuid4(), by=keeper, unit=play.cast.hospital, name="甲", service="乙")
    with acting(play.cast.county_regulator) as county, pytest.raises(Refused, match="由白鹭县人民医院自己登记"):
        works.sign_contract(cleaner, works.Terms(
            kind="cleaning", scope="x", starts_on=clock.today(), ends_on=clock.today(), headcount=1
        ), uid=uuid4(), by=county)  # fmt: skip
    # The same company at another hospital is another contractor: nothing of one is known at the other.
    elsewhere = play.contractor(by=play.cast.city_officer)
    assert elsewhere.party_id != cleaner.party_id
    there = play.person(elsewhere, "毛师傅", by=play.cast.city_officer)
    assert rows(there, "works_contractor") == [elsewhere.pk]


def test_a_hazard_is_put_on_one_account_and_given_to_its_people_only(play: Situations) -> None:
    cast, cleaner = play.cast, play.cleaner
    with acting(cast.keeper) as keeper:
        hazard = hazards.report(uid=uuid4(), by=keeper, unit=cast.hospital, text="保洁间电线私拉")
    with acting(cast.officer) as by:
        charge = works.charge(hazard, cleaner, by=by)
        assert works.charge(hazard, cleaner, by=by).pk == charge.pk
        with pytest.raises(Refused, match="已经记在洁安"):
            works.charge(hazard, play.builder, by=by)
        with pytest.raises(Refused, match="还没有人能登录"):
            works.hand_over(charge, order(cast.keeper, responsible=None), by=by)
    person = play.person(cleaner)
    with acting(person):
        works.prove(charge_of(cleaner), by=person, note="已拆除", photos=shot("after"))
    # Not given to it yet: the proof is kept, the state stays the owner's to set.
    assert play.fresh(Hazard, hazard.pk).status == hazards.Status.REPORTED
    with acting(cast.officer) as by:
        with pytest.raises(Refused, match="整改责任人要选洁安"):
            works.hand_over(charge, order(cast.keeper), by=by)
        works.hand_over(charge, order(person, money=Decimal("200")), by=by)
    assert play.fresh(Hazard, hazard.pk).responsible_id == person.person.pk
