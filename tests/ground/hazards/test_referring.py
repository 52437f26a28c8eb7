"""移交 against a receipt, and 请求协调: the sender and the level above are late, and the protection goes on."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import agency
from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.models import Rung
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Letter, Mark
from weian.ground.hazards.models import Plea, Referral
from weian.kernel import clock, scope


def late_at(day, kind):
    with clock.moved_to(day):
        ladder.climb()
    with set_up():
        return {one.unit_id for one in Rung.objects.filter(kind=kind)}


@pytest.mark.row("S2-4.3d")
def test_a_letter_without_a_receipt_is_listed_and_its_sender_is_late(play, cast):
    hazard, day = play.rectifying(), play.day
    at = f"/hazards/{hazard.uid}/"
    with clock.moved_to(day):
        county = client_of(cast.county_regulator)
        sent = {"to_name": "白鹭县住房和城乡建设局", "facts": "外墙脱落，请鉴定", "sent_on": day.isoformat()}
        assert client_of(cast.officer).post(f"{at}referral/", sent).status_code == 422
        assert county.post(f"{at}referral/", {**sent, "to_name": ""}).status_code == 422
        assert county.post(f"{at}referral/", sent).status_code == 302
        assert "白鹭县卫生健康局移函〔2026〕1号" in county.get(at).content.decode()
    with set_up():
        made = Referral.objects.get(hazard=hazard)
        assert made.receipt_due == day + timedelta(days=5)
    assert late_at(made.receipt_due, "referral") == {cast.county.pk}  # reminded before, late from the next day on
    with clock.moved_to(made.receipt_due + timedelta(days=1)):
        county = client_of(cast.county_regulator)
        page = county.get("/hazards/following/").content.decode()
        assert "未签收移交" in page and "白鹭县住房和城乡建设局" in page
        assert (
            "白鹭县住房和城乡建设局" not in client_of(cast.other_regulator).get("/hazards/following/").content.decode()
        )
        with acting(cast.county_regulator) as by, pytest.raises(Refused, match="先登记签收"):
            hazards.note_result(Hazard.objects.get(pk=hazard.pk), "已加固", clock.today(), by=by)
        on = clock.today().isoformat()
        assert county.post(f"{at}receipt/", {"receipt_no": "建收〔2026〕9号", "on": on}).status_code == 302
        assert "白鹭县住房和城乡建设局" not in county.get("/hazards/following/").content.decode()
        assert county.post(f"{at}referral-result/", {"result": "已搭防护棚并立项", "on": on}).status_code == 302
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).marks == []
        assert Referral.objects.get(pk=made.pk).receipt_no == "建收〔2026〕9号"


@pytest.mark.row("S2-4.3d")
def test_the_agency_itself_signs_for_the_letter_and_hospital_and_commission_see_it(play, cast):
    housing, police = agency("housing", "白鹭县住房和城乡建设局"), agency("police", "白鹭县公安局")
    hazard = play.rectifying(text="外墙脱落", place="门诊楼北侧")
    at = f"/hazards/{hazard.uid}/"
    with clock.moved_to(play.day):
        county, on = client_of(cast.county_regulator), clock.today().isoformat()
        sent = {"agency": str(housing.unit.pk), "facts": "外墙脱落，请鉴定", "sent_on": on}
        assert county.post(f"{at}referral/", sent).status_code == 302
        with set_up():
            made = Referral.objects.get(hazard=hazard)
        # The letter is all that the agency sees, and nobody else of the agencies sees even that.
        for viewer, seen in ((housing, [made.pk]), (police, [])):
            with scope.applied(viewer.scope):
                assert [one.pk for one in Referral.objects.all()] == seen
                assert not Hazard.objects.exists()
        theirs, stranger = client_of(housing), client_of(police)
        listed = theirs.get("/hazards/referrals/").content.decode()
        assert "外墙脱落（门诊楼北侧）" in listed and made.no in listed
        assert "外墙脱落" in theirs.get("/messages/").content.decode()
        assert "外墙脱落" not in stranger.get("/hazards/referrals/").content.decode()
        letter = f"/hazards/referrals/{made.pk}/"
        assert f'href="{letter}"' in theirs.get("/").content.decode()
        assert "外墙脱落" not in stranger.get("/").content.decode()
        assert stranger.get(letter).status_code == stranger.post(f"{letter}receipt/", {}).status_code == 404
        assert client_of(cast.officer).get(letter).status_code == 404
        assert theirs.get(at).status_code == 404
        assert "请鉴定" in theirs.get(letter).content.decode()
        receipt = {"receipt_no": "建收〔2026〕9号", "on": on}
        assert theirs.post(f"{letter}receipt/", {**receipt, "receipt_no": ""}).status_code == 422
        early = theirs.post(f"{letter}receipt/", {**receipt, "on": "2026-01-01"})
        assert early.status_code == 422 and "请核对" in early.content.decode()
        with scope.applied(police.scope), pytest.raises(Refused, match="由接收的部门"):
            hazards.confirm_receipt(made, "自签", clock.today(), by=police)
        assert theirs.post(f"{letter}receipt/", receipt).status_code == 302
        assert theirs.post(f"{letter}receipt/", receipt).status_code == 422  # signed for once
        for viewer in (cast.county_regulator, cast.officer):
            page = client_of(viewer).get(at).content.decode()
            assert "白鹭县住房和城乡建设局确认签收，回执 建收〔2026〕9号" in re.sub(r"<[^>]+>|\xa0", "", page)
        assert made.no not in county.get("/hazards/following/").content.decode()
        assert county.post(f"{at}referral-result/", {"result": "已加固", "on": on}).status_code == 302
    with set_up():
        assert (made.refresh_from_db(), made.confirmed, made.received_by) == (None, True, housing.person.pk)
        told = inbox.Message.objects.filter(title__contains="已签收移交").values_list("to", flat=True)
        assert cast.officer.person.pk in told and cast.county_regulator.person.pk in told


@pytest.mark.row("S3-3.3f")
def test_no_answer_at_due_makes_the_level_above_late_and_the_protection_stays_compulsory(play, cast):
    hazard = play.graded()
    with play.step(cast.officer) as by:
        with pytest.raises(Refused, match="先派发"):
            hazards.plead(hazard, "没有钱", need="money", uid=uuid4(), by=by)
        easy = play.elements(at_once=True, plan="", interim_measure="", due=play.day + timedelta(days=60))
        hazards.assign(hazard, easy, by=by)
    day = play.day
    with play.step(cast.pharmacist) as by:
        with pytest.raises(Refused, match="防范措施和应急预案都要有"):
            hazards.plead(hazard, "没有钱", need="money", uid=uuid4(), by=by)
        asked = hazards.plead(
            hazard, "改造要 30 万，请列专项", need="money", uid=uuid4(), by=by, interim="专人看守", plan="断电疏散"
        )
    assert hazard.has(Mark.HELP) and (hazard.interim_measure, hazard.at_once) == ("专人看守", False)
    assert asked.holder == cast.county and asked.due > day + timedelta(days=13)  # ten working days
    page = client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
    assert "待协调" in page and "专人看守" in page
    assert late_at(asked.due + timedelta(days=1), "plea") == {cast.county.pk}
    with set_up():
        assert not Rung.objects.filter(unit=cast.hospital, target=hazard.pk).exists()
    with clock.moved_to(asked.due + timedelta(days=2)):
        up = client_of(cast.county_regulator).post(f"/hazards/{hazard.uid}/plea-up/", {"why": "县里没有专项"})
        assert up.status_code == 302
        with acting(cast.county_regulator) as by, pytest.raises(Refused, match="现在由云泽市卫生健康委员会答复"):
            hazards.answer_plea(Hazard.objects.get(pk=hazard.pk), "已列", by=by)
        answer = client_of(cast.regulator).post(f"/hazards/{hazard.uid}/plea-answer/", {"text": "列入明年专项"})
        assert answer.status_code == 302
    with audit.acting_as_system("看结果"):
        assert Plea.objects.get(pk=asked.pk).answer == "列入明年专项"
        assert Hazard.objects.get(pk=hazard.pk).marks == []


def test_what_was_handed_over_is_not_closed_before_its_result_and_a_plea_ends_with_the_closing(play, cast):
    hazard = play.verified()
    with play.step(cast.county_regulator) as by:
        letter = Letter("请一并查处", clock.today(), to_name="白鹭县公安局")
        hazards.refer(hazard, letter, uid=uuid4(), by=by)
    with play.step(cast.officer) as by, pytest.raises(Refused, match="移交其他部门还没有结果"):
        hazards.close(hazard, by=by)
    other = play.verified(text="另一处")
    with play.step(cast.officer_2) as by:
        hazards.plead(other, "配件停产", need="other", uid=uuid4(), by=by)
        hazards.close(other, by=by)
    with audit.acting_as_system("看结果"):
        assert "已经销号" in Plea.objects.get(hazard=other).answer


def test_money_and_causes_are_kept_with_the_hazard(play, cast):
    hazard, at = play.rectifying(), ""
    at = f"/hazards/{hazard.uid}/"
    with clock.moved_to(play.day):
        sent = {"approved": "5000", "spent": "3200.50", "causes": ["upkeep", "money"], "cause": "多年没有检修"}
        assert client_of(cast.pharmacist).post(f"{at}account/", sent).status_code == 302  # a head assigns, so approves
        page = client_of(cast.officer).get(at).content.decode()
        assert "5,000.00" in page and "3,200.50" in page
        assert client_of(cast.officer).post(f"{at}account/", {**sent, "causes": ["nothing"]}).status_code == 422
        assert client_of(cast.county_regulator).post(f"{at}account/", sent).status_code == 422
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).causes == ["upkeep", "money"]
