"""回头看: another person looks again; what does not hold is opened again, and found from above it is a finding too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import photo
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Mark, Status
from weian.ground.hazards.lookback import choosing
from weian.ground.hazards.models import LookBack
from weian.kernel import clock


def closed_major(play, **fields):
    hazard = play.applied("major", **fields)
    with play.step(play.cast.county_regulator) as by:
        hazards.verify(hazard, by=by, note="看过")
    with play.step(play.cast.pharmacist) as by:
        hazards.account(hazard, by=by, causes=["upkeep"])
    with play.step(play.cast.county_regulator) as by:
        hazards.close(hazard, by=by)
    return hazard


def test_every_closed_major_is_looked_at_again_by_somebody_who_had_no_hand_in_it(play, cast):
    hazard = closed_major(play)
    assert hazard.marks == [Mark.LOOKBACK]
    with set_up():
        owed = LookBack.objects.get(hazard=hazard)
    assert (owed.by_unit, owed.due) == (cast.county, play.day - timedelta(days=1) + timedelta(days=30))
    for role, why in ((cast.county_regulator, "换一个人"), (cast.officer, "由白鹭县卫生健康局去看")):
        with clock.moved_to(play.day), acting(role) as by, pytest.raises(Refused, match=why):
            hazards.look_back(hazard, holds=True, note="还好", by=by)
    with play.step(cast.regulator) as by:
        with pytest.raises(Refused, match="写明到现场看到什么"):
            hazards.look_back(hazard, holds=True, note=" ", by=by)
        hazards.look_back(hazard, holds=True, note="通道畅通", by=by, photos=[photo("scene")])
    assert (hazard.status, hazard.marks) == (Status.CLOSED, [])


@pytest.mark.row("S2-2.3c")
def test_a_superior_samples_closed_special_equipment_and_finds_the_loop_not_closed(play, cast, monkeypatch):
    monkeypatch.setattr(choosing, "_lot", lambda hazard: 99)
    hazard = play.closed(type="special_equipment")
    assert hazard.marks == []
    with play.step(cast.officer) as by, pytest.raises(Refused, match="没有“挂牌督办”的职责"):
        hazards.sample(hazard, by=by)
    at = f"/hazards/{hazard.uid}/"
    with clock.moved_to(play.day):
        above = client_of(cast.county_regulator)
        assert above.post(f"{at}sampling/").status_code == 302
        page = above.get(at).content.decode()
        assert "待回头看" in page and f'action="{at}lookback/"' in page
        sent = {"holds": "no", "note": "仍未检验就在用"}
        assert above.post(f"{at}lookback/", sent).status_code == 302
    with audit.acting_as_system("看结果"):
        again = Hazard.objects.get(pk=hazard.pk)
        finding = Hazard.objects.get(source_kind="lookback")
    assert (again.status, again.reopens) == (Status.REOPENED, 1)
    assert (finding.type, finding.unit, finding.found_from) == ("loop_not_closed", cast.hospital, cast.county)
    assert hazard.no in finding.text and "未实现闭环" in finding.text


@pytest.mark.row("S2-2.3c")
def test_a_return_counts_and_the_deadline_does_not_move(play, cast):
    hazard = play.applied(type="special_equipment")
    due = hazard.due
    with clock.moved_to(play.day):
        sent = {"why": "安全附件仍未校验"}
        assert client_of(cast.officer).post(f"/hazards/{hazard.uid}/return/", sent).status_code == 302
        page = client_of(cast.pharmacist).get(f"/hazards/{hazard.uid}/").content.decode()
        assert "安全附件仍未校验" in page
        assert (
            client_of(cast.pharmacist).post(f"/hazards/{hazard.uid}/rectification/", {"note": "重做"}).status_code
            == 302
        )
    with audit.acting_as_system("看结果"):
        found = Hazard.objects.get(pk=hazard.pk)
    assert (found.status, found.returns, found.due) == (Status.RECTIFYING, 1, due)
    assert found.get_status_display() == "整改中"


def test_the_share_of_the_others_is_that_of_the_rule_and_cannot_be_foreseen_from_the_uid(db):
    lots = [choosing._lot(Hazard()) for _ in range(3000)]
    assert 0.06 < sum(one < 10 for one in lots) / len(lots) < 0.14
    one = Hazard()
    assert choosing._lot(one) == choosing._lot(one)


def test_a_hazard_that_is_opened_again_otherwise_owes_no_look_back(play, cast):
    hazard = closed_major(play)
    with play.step(cast.county_regulator) as by:
        hazards.reopen(hazard, by=by, why="又堆上了")
    assert (hazard.status, hazard.marks) == (Status.REOPENED, [])
