"""What lies over a hazard comes to the home of whoever is to act, with its day and one door, until it is done."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.duties.situations import agency
from tests.ground.hazards.situations import Situations, photo
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.models import Rung
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Letter, Listing
from weian.kernel import clock
from weian.portal.desk.acts import acts_of
from weian.portal.desk.api import due_now

ROLES = ("officer", "director", "pharmacist", "keeper", "county_regulator", "regulator", "outsider", "other_regulator")


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def beside(play, *roles):
    """Who has which verb now, of what lies over hazards."""
    found = {}
    for role in roles or ROLES:
        with clock.moved_to(play.day), acting(getattr(play.cast, role)) as viewer:
            verbs = sorted(act.verb for act in acts_of(viewer) if act.source == "beside")
            if verbs:
                found[role] = verbs
    return found


def test_a_major_is_to_be_listed_then_told_of_every_week_then_lifted(play, cast):
    hazard = play.assigned("major")
    assert beside(play) == {"county_regulator": ["挂牌"]}
    with play.step(cast.county_regulator) as by:
        limit = play.day + timedelta(days=60)
        hazards.list_hazard(hazard, Listing("拆除并验收", "院长 罗建平", limit), uid=uuid4(), by=by)
    listed_on = play.day - timedelta(days=1)
    assert beside(play) == {role: ["报进展"] for role in ("officer", "director", "pharmacist")}
    play.day = listed_on + timedelta(days=8)
    with clock.moved_to(play.day):
        with acting(cast.pharmacist) as viewer:
            (act,) = [one for one in acts_of(viewer) if one.source == "beside"]
            assert (act.due, act.is_late) == (listed_on + timedelta(days=7), True)
            assert act.url == f"/hazards/{hazard.pk}/#progress" and act in due_now(viewer)
        assert act.title in client_of(cast.pharmacist).get("/m/").content.decode()
        assert 'id="progress"' in client_of(cast.pharmacist).get(f"/hazards/{hazard.pk}/").content.decode()
        ladder.climb()
        with set_up():
            assert [one.unit_id for one in Rung.objects.standing().filter(kind="progress_report")][:1] == [
                cast.hospital.pk
            ]
    with play.step(cast.pharmacist) as by:
        hazards.report_progress(hazard, "材料已到", 50, uid=uuid4(), by=by)
    with clock.moved_to(play.day):
        ladder.climb()
        with set_up():
            assert not Rung.objects.standing().filter(kind="progress_report").exists()
    with play.step(cast.pharmacist) as by:
        hazards.rectify(hazard, by=by, note="动手")
        hazards.apply(hazard, by=by, note="已拆", photos=[photo("after")])
    with play.step(cast.officer) as by:
        hazards.ask_to_lift(hazard, "货架已拆", by=by)
    assert beside(play) == {"county_regulator": ["决定"]}
    with play.step(cast.county_regulator) as by:
        hazards.verify(hazard, by=by, note="看过")
        hazards.lift(hazard, "可以", by=by)
        assert beside(play) == {}
    with play.step(cast.pharmacist) as by:
        hazards.account(hazard, by=by, causes=["upkeep"])
    with play.step(cast.county_regulator) as by:
        hazards.close(hazard, by=by)
    assert beside(play) == {"county_regulator": ["回头看"]}  # told that it is another's to go
    with clock.moved_to(play.day):
        assert "请安排没有参与的人去看" in client_of(cast.county_regulator).get("/").content.decode()


def test_objections_later_days_pleas_and_letters_wait_at_home_for_whoever_answers(play, cast):
    major, other = play.assigned("major"), play.assigned("general", text="配电室漏水")
    with play.step(cast.pharmacist) as by:
        until = play.day + timedelta(days=50)
        later = hazards.ask_extension(major, uid=uuid4(), by=by, until=until, reason="材料未到")
        own = hazards.ask_extension(other, uid=uuid4(), by=by, until=until, reason="等采购")
    assert beside(play) == {"county_regulator": ["决定", "挂牌"], "officer": ["决定"], "director": ["决定"]}
    with clock.moved_to(play.day):
        page = client_of(cast.county_regulator).get("/hazards/following/").content.decode()
        assert "延期申请" in page and "材料未到" in page
    with play.step(cast.officer) as by:
        hazards.decide_extension(own, by=by, approve=True)
        hazards.plead(other, "缺三万元", need="money", uid=uuid4(), by=by)
    fire = agency("fire", "白鹭县消防救援大队")
    with play.step(cast.county_regulator) as by:
        hazards.decide_extension(later, by=by, approve=False, why="通道不能再等")
        letter = Letter("外墙脱落，请鉴定", play.day, agency=fire.unit)
        sent = hazards.refer(other, letter, uid=uuid4(), by=by)
        hazards.list_hazard(major, Listing("拆除", "院长", until), uid=uuid4(), by=by)
    assert beside(play, "county_regulator", "regulator") == {"county_regulator": ["登记签收", "答复"]}
    play.day = sent.receipt_due + timedelta(days=1)
    with clock.moved_to(play.day), acting(cast.county_regulator) as viewer:
        (act,) = [one for one in acts_of(viewer) if one.verb == "登记签收"]
        assert act.is_late and act.due == sent.receipt_due and "白鹭县消防救援大队" in act.meta
    with play.step(cast.county_regulator) as by:
        hazards.note_receipt(other, "消收 9 号", clock.today(), by=by)
        hazards.answer_plea(other, "已安排", by=by)
    assert beside(play, "county_regulator", "regulator", "outsider", "other_regulator") == {}


def test_an_objection_to_a_grade_waits_for_the_level_above(play, cast):
    hazard = play.reported(by=cast.county_regulator)
    with play.step(cast.county_regulator) as by:
        hazards.grade(hazard, "large", by=by)
    with play.step(cast.officer) as by:
        hazards.ask_regrade(hazard, uid=uuid4(), to="general", reason="另有两个出口", by=by)
    assert beside(play) == {"county_regulator": ["决定"]}
    with play.step(cast.county_regulator) as by:
        hazards.decide_regrade(hazard, approve=True, why="属实", by=by)
    assert beside(play) == {}
