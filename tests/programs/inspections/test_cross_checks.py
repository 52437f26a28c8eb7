"""交叉互检: both sides approve the score, the level above decides disputes, and the county is measured by it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.programs.inspections.situations import Situations
from weian.foundation.ladder import api as ladder
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.checklists import api as checklists
from weian.kernel import clock
from weian.programs.inspections import api
from weian.programs.inspections.found import Found
from weian.programs.inspections.models import Inspection


def shown(cast: Cast) -> Inspection:
    """The neighbour's people checked the hospital for the city, by a checklist; the unit is to approve."""
    play = Situations(cast)
    sheet = checklists.pack_sheets()["duty_sampling"].ref
    one = play.planned("cross", team=[cast.outsider.person], sheet=sheet)
    answers = {"way": {"v": "site"}, "on_post": {"v": 2}, "answered": {"v": 20}} | {
        item: {"v": "pass"} for item in ("recorded", "walked", "same")
    }
    with set_up():  # members of a team act beyond their own place, as their pages let them
        api.start(one, by=cast.outsider, why_no_code="没有标签")
        api.fill(one, answers, by=cast.outsider)
        api.find(one, play.finding(), by=cast.outsider)
        return api.finish(one, by=cast.outsider)


@pytest.mark.row("S4-4c")
def test_both_sides_approve_the_score_and_the_level_above_decides_a_dispute_within_five_days(cast: Cast) -> None:
    one = shown(cast)
    assert one.score == Decimal(100)
    page, officer = f"/inspections/{one.pk}/", client_of(cast.officer)
    assert "待被检查单位认可" in officer.get(page).content.decode()
    empty = officer.post(f"{page}dispute/", {"text": ""})
    assert empty.status_code == 422
    sent = officer.post(f"{page}dispute/", {"text": "锁是消防员通道专用锁"})
    assert sent.status_code == 302
    with acting(cast.officer):
        assert (api.Dispute.objects.get().due - clock.today()).days == 5
    assert "有争议，待上级裁定" in officer.get(page).content.decode()
    with set_up():
        with pytest.raises(Refused, match="裁定以后"):
            api.show_again(Inspection.objects.select_related("office").get(pk=one.pk), by=cast.outsider)
        with pytest.raises(Refused, match="由云泽市"):
            api.rule(
                Inspection.objects.select_related("office").get(pk=one.pk), upheld=True, ruling="改", by=cast.outsider
            )
    with clock.moved_to(clock.now() + timedelta(days=20)):
        ladder.climb()
        with set_up():
            late = ladder.Rung.objects.standing().filter(kind="inspection_dispute")
            assert {rung.unit for rung in late} == {cast.city} and late.filter(to="supervisor").exists()
    city = client_of(cast.regulator)
    ruled = city.post(f"{page}ruling/", {"upheld": "yes", "score": "95", "ruling": "锁不合规，扣五分"})
    assert ruled.status_code == 302
    told = officer.get(page).content.decode()
    assert "得分改为 95" in told and "锁不合规，扣五分" in told
    assert officer.post(f"{page}dispute/", {"text": "还是不认"}).status_code == 422, "once"
    assert officer.post(f"{page}signature/", {"text": "认可"}).status_code == 302
    assert "双方认可" in officer.get(page).content.decode()
    with acting(cast.regulator) as by:
        assert api.close(Inspection.objects.get(pk=one.pk), by=by).score == Decimal(95)


def found_by(cast: Cast, number: int, mode: str, unit: Unit) -> None:
    """So many findings, each of an item of its own."""
    by = cast.county_regulator if mode == "spot" else cast.regulator
    play = Situations(cast, by)
    if mode == "spot":
        findings = [Found(uid=uuid4(), text=f"第{at}处", item=f"i{at}") for at in range(number)]
        with acting(by):
            api.submit(uid=uuid4(), by=by, unit=unit, mode="spot", note="抽查", findings=findings)
    else:
        play.shown(*(play.finding(text=f"第{at}处", item=f"i{at}", type="") for at in range(number)), mode=mode)


@pytest.mark.row("S4-4e")
def test_ten_findings_of_a_cross_check_four_of_them_in_the_countys_own_records_are_forty_percent(cast: Cast) -> None:
    with clock.moved_to("2026-09-01T10:00"):
        found_by(cast, 4, "spot", cast.hospital)
    with clock.moved_to("2026-09-20T10:00"):
        found_by(cast, 10, "cross", cast.hospital)
    with clock.moved_to("2026-09-25T10:00"):
        found_by(cast, 6, "spot", cast.hospital)  # what the county finds afterwards proves nothing
        mine = client_of(cast.county_regulator).get("/inspections/effectiveness/").content.decode()
        assert "<b>40%</b>" in mine and "4/10" in mine and mine.count(">没有<") == 6
        city = client_of(cast.regulator).get(f"/inspections/effectiveness/?of={cast.county.pk}").content.decode()
        assert ">40%<" in city and "白鹭县" in city and city.count(">没有<") == 6
        assert "底数不清" in city, "the city's own card and the neighbour's have nothing to measure by"
        assert client_of(cast.officer).get("/inspections/effectiveness/").status_code == 404, "no figure of a hospital"
