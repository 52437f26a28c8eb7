"""挂牌督办 and 限期销号: listed and lifted by the level above, told of every week, verified within ten days."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.documents.reading.formats.docx import text_of_docx
from weian.foundation.ladder import api as ladder
from weian.foundation.ladder.models import Rung
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Listing, Mark, Status
from weian.ground.hazards.models import Supervision
from weian.ground.hazards.supervising import queries
from weian.kernel import clock


def listed(play, hazard, by=None, days=20):
    with play.step(by or play.cast.county_regulator) as viewer:
        due = play.day + timedelta(days=days)
        hazards.list_hazard(hazard, Listing("拆除并验收", "院长 罗建平", due), uid=uuid4(), by=viewer)
    return hazard


def applied_after(play, hazard):
    fixer = play.cast.pharmacist
    with play.step(fixer):
        hazards.rectify(hazard, by=fixer, note="动手")
    with play.step(fixer):
        return hazards.apply(hazard, by=fixer, note="已拆", photos=[photo("after")])


def test_only_the_level_above_lists_and_the_limit_bounds_every_deadline(play, cast):
    hazard = play.assigned("major")
    for role in (cast.officer, cast.director, cast.pharmacist, cast.commission_leader):
        with clock.moved_to(play.day), acting(role) as by, pytest.raises(Refused):
            hazards.list_hazard(hazard, Listing("整改", "院长", play.day), uid=uuid4(), by=by)
    listed(play, hazard, days=3)
    assert hazard.has(Mark.SUPERVISED)
    with set_up():
        made = Supervision.objects.get(hazard=hazard)
    assert (made.no, made.by_unit, hazard.due) == ("白鹭县卫生健康局挂督〔2026〕1号", cast.county, made.due)
    with play.step(cast.officer) as by, pytest.raises(Refused, match="改派不能改期限"):
        hazards.assign(hazard, play.elements(due=made.due + timedelta(days=1)), by=by, why="换人")
    until = made.due + timedelta(days=10)
    with play.step(cast.pharmacist) as by:
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=by, until=until, reason="材料未到")
    with play.step(cast.officer) as by, pytest.raises(Refused, match="由上级"):
        hazards.decide_extension(asked, by=by, approve=True)
    with play.step(cast.county_regulator) as by:
        hazards.decide_extension(asked, by=by, approve=True)
    with set_up():
        assert (Hazard.objects.get(pk=hazard.pk).due, Supervision.objects.get(hazard=hazard).due) == (until, until)


@pytest.mark.row("S1-16f")
def test_a_listed_hazard_is_closed_by_the_level_that_listed_it_on_the_spot_with_a_number_and_not_by_its_fixer(
    play, cast
):
    hazard = applied_after(play, listed(play, play.assigned("large"), cast.regulator))
    with play.step(cast.pharmacist) as by, pytest.raises(Refused, match=r"没有“验收隐患”的职责|不能自己验收"):
        hazards.verify(hazard, by=by, note="看过")
    for role in (cast.officer, cast.county_regulator):  # the county is below the city that listed
        with play.step(role) as by, pytest.raises(Refused, match=r"由上级|由云泽市卫生健康委员会挂牌督办"):
            hazards.verify(hazard, by=by, note="看过")
    with play.step(cast.regulator) as by:
        hazards.verify(hazard, by=by, note="到现场看过")
        with pytest.raises(Refused, match="还没有解除"):
            hazards.close(hazard, by=by)
        with pytest.raises(Refused, match="还没有申请解除"):
            hazards.lift(hazard, "可以", by=by)
    with play.step(cast.officer) as by:
        hazards.ask_to_lift(hazard, "货架已拆，通道畅通", by=by)
    with play.step(cast.officer) as by, pytest.raises(Refused, match="没有“挂牌督办”的职责"):
        hazards.lift(hazard, "可以", by=by)
    with play.step(cast.county_regulator) as by, pytest.raises(Refused, match="由它或它的上级"):
        hazards.lift(hazard, "可以", by=by)
    with play.step(cast.regulator_2) as by:
        hazards.lift(hazard, "现场核查，通道畅通", by=by)
        hazards.close(hazard, by=by)
        key = uuid4()
        accepted = hazards.accept(hazard, "整改到位", uid=key, by=by)
        assert hazards.accept(hazard, "整改到位", uid=key, by=by) == accepted
        with pytest.raises(Refused, match="已经出具"):
            hazards.accept(hazard, "再出一份", uid=uuid4(), by=by)
    with play.step(cast.officer) as by, pytest.raises(Refused, match="没有“挂牌督办”的职责"):
        hazards.accept(hazard, "整改到位", uid=uuid4(), by=by)
    page = client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
    assert [word for word in ("挂督", "解督", "验收") if f"{word}〔2026〕1号" in page] == ["挂督", "解督", "验收"]
    # The history names the office once, by the number.
    assert "<div>挂牌督办 云泽市卫生健康委员会挂督〔2026〕1" in page and "委员会挂牌督办" not in page
    with set_up():
        lifting = hazards.Paper.objects.get(hazard=hazard, kind="lifting")
    word = text_of_docx(client_of(cast.officer).get(f"/hazards/papers/{lifting.pk}/docx/").content)
    assert all(said in word for said in ("解督〔2026〕1号", "挂督〔2026〕1号", "现场核查，通道畅通", hazard.unit.name))
    assert (
        hazard.status == Status.CLOSED and hazard.close_no.startswith("XH-2026-") and "supervised" not in hazard.marks
    )
    with audit.acting_as_system("看结果"):
        verbs = [one.verb for one in reversed(audit.history(hazard.pk))]
    assert verbs[-5:] == ["hazard.verified", "hazard.lift_asked", "hazard.lifted", "hazard.closed", "hazard.accepted"]


@pytest.mark.row("S1-16f")
def test_who_does_not_come_to_verify_within_ten_days_is_told_by_minutes(play, cast):
    hazard = applied_after(play, listed(play, play.assigned("major")))
    applied = hazard.applied_at.date()

    def rungs():
        with set_up():
            return [(one.unit_id, one.to) for one in Rung.objects.filter(target=hazard.pk, kind="hazard_verification")]

    with clock.moved_to(applied + timedelta(days=10)):
        ladder.climb_urgent()
    assert rungs() == []
    with clock.moved_to(applied + timedelta(days=12)):
        ladder.climb_urgent()
    assert {unit for unit, _ in rungs()} == {cast.county.pk}
    with clock.moved_to(applied + timedelta(days=12)), acting(cast.county_regulator) as by:
        hazards.verify(hazard, by=by, note="看过")
    before = len(rungs())
    with clock.moved_to(applied + timedelta(days=13)):
        ladder.climb_urgent()
    assert len(rungs()) == before


def test_who_assigns_a_listed_hazard_keeps_to_its_limit(play, cast):
    hazard = listed(play, play.graded("major"), days=5)
    with play.step(cast.officer) as by:
        with pytest.raises(Refused, match="督办的销号期限"):
            hazards.assign(hazard, play.elements(due=play.day + timedelta(days=30)), by=by)
        hazards.assign(hazard, play.elements(due=play.day + timedelta(days=1)), by=by)


def test_every_open_major_is_listed_or_named_as_missing_and_reports_are_owed_weekly(play, cast):
    first, second = play.assigned("major"), play.assigned("major", text="配电室漏水")
    county = cast.county_regulator

    def state():
        with clock.moved_to(play.day), acting(county):
            return queries.share_listed(county), {one.pk for one in queries.unlisted_majors(county)}

    assert state() == ((0, 2), {first.pk, second.pk})
    listed(play, first)
    assert state() == ((1, 2), {second.pk})
    with play.step(cast.pharmacist) as by:
        hazards.report_progress(first, "已断开，等材料", 40, uid=uuid4(), by=by)
        with pytest.raises(Refused, match="一天只报一次"):
            hazards.report_progress(first, "再报", 50, uid=uuid4(), by=by)
    with play.step(county) as by, pytest.raises(Refused, match="由白鹭县人民医院报"):
        hazards.report_progress(first, "我代报", 50, uid=uuid4(), by=by)
    told = play.day - timedelta(days=2)
    for days, late in ((7, 0), (9, 2)):
        with clock.moved_to(told + timedelta(days=days)), acting(county):
            (line,) = queries.lines(county)
            assert line.report_late == late


def test_the_pages_carry_the_whole_of_it_and_the_unit_reads_what_is_asked(play, cast):
    hazard, at = play.assigned("major"), ""
    at = f"/hazards/{hazard.uid}/"
    with clock.moved_to(play.day):
        sent = {"requirement": "拆除并报市里", "leader": "罗建平", "due": hazard.due.isoformat()}
        assert client_of(cast.officer).post(f"{at}listing/", sent).status_code == 422
        assert client_of(cast.county_regulator).post(f"{at}listing/", sent).status_code == 302
        page = client_of(cast.pharmacist).get(at).content.decode()
        assert "拆除并报市里" in page and f'action="{at}progress/"' in page
        assert "<br>白鹭县卫生健康局挂督〔2026〕1" in page and "卫生健康局 白鹭县卫生健康局" not in page
        assert f'action="{at}lift-request/"' not in page
        refused = client_of(cast.pharmacist).post(f"{at}progress/", {"text": "", "percent": "120"})
        assert refused.status_code == 422
        told = client_of(cast.pharmacist).post(f"{at}progress/", {"text": "等材料", "percent": "20"})
        assert told.status_code == 302
        assert "完成 20%" in client_of(cast.county_regulator).get(at).content.decode()


def test_a_refusal_to_lift_keeps_it_listed_with_a_reason(play, cast):
    hazard = applied_after(play, listed(play, play.assigned("major")))
    with play.step(cast.officer) as by:
        hazards.ask_to_lift(hazard, "已完成", by=by)
    with play.step(cast.county_regulator) as by:
        with pytest.raises(Refused, match="还没有现场验收"):
            hazards.lift(hazard, "可以", by=by)
        with pytest.raises(Refused, match="写明理由"):
            hazards.refuse_to_lift(hazard, " ", by=by)
        hazards.refuse_to_lift(hazard, "仍有一处未拆", by=by)
    assert hazard.has(Mark.SUPERVISED)
    with play.step(cast.officer) as by:
        hazards.ask_to_lift(hazard, "又拆一处", by=by)  # and may be asked for again


def test_everywhere_it_is_said_which_of_the_two_days_of_a_listed_hazard_counts(play, cast):
    hazard = listed(play, play.assigned("large"), cast.county_regulator)
    with set_up():
        limit, due = Supervision.objects.get(hazard=hazard).due, Hazard.objects.get(pk=hazard.pk).due
    assert due < limit

    def pages(mine) -> tuple[str, str, str, str]:
        with clock.moved_to(play.day):
            desk, phone = client_of(cast.county_regulator), client_of(mine)
            record = desk.get(f"/hazards/{hazard.pk}/").content.decode()
            rows, home = (one.content.decode() for one in (desk.get("/hazards/"), phone.get("/m/")))
            kept = phone.get("/m/pack/").json()["hazards"]
        return record, rows, home, next(one["term"] for one in kept if one["uid"] == str(hazard.pk))

    own = f"整改期限，挂牌限 {limit:%m-%d} 前销号"
    record, *shown = pages(cast.pharmacist)
    assert "<dt>整改期限</dt>" in record and f"{limit}，改好以后按它算" in record
    assert all(own in one.replace("\u00a0", " ") for one in shown)
    applied_after(play, hazard)
    record, *shown = pages(cast.county_regulator)
    assert "<dt>销号期限</dt>" in record and "改好以后" not in record
    assert all("挂牌销号期限" in one for one in shown)
