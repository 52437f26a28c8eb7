"""Every ledger and list that a document names shows the same rows; closing waits until the four lists are filled."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import acting, client_of
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Status
from weian.ground.hazards.ledgers.exporting import export
from weian.ground.hazards.ledgers.projecting import all_rows, narrowed, rows
from weian.kernel import clock

LISTS = {
    "rectification_ledger": "隐患排查整治台账", "hazmat_ledger": "危险化学品隐患排查整治台账",
    "problem_and_rectification_ledger": "问题隐患排查和整改台账", "information_file": "隐患信息档案",
    "problem_list": "问题清单", "measure_list": "措施清单", "duty_list": "责任清单",
    "deadline_list": "时限和销号清单", "rectification_list": "整改清单", "place_ledger": "场所隐患台账",
}  # fmt: skip


def _view(code):
    return next(view for view in hazards.ledger_views() if view.code == code)


def _shown(code, viewer):
    view = _view(code)
    found = list(narrowed(Hazard.objects.visible_to(viewer), view).by_deadline())
    heads = [column.field for column in view.columns]
    return [dict(zip(heads, cells, strict=True)) for cells in rows(found, view)]


def test_the_lists_that_the_documents_name_are_content(cast):
    assert {view.code: view.title for view in hazards.ledger_views()} == LISTS


@pytest.mark.row("S1-16b")
def test_a_changed_row_reads_the_same_in_the_ledger_and_in_the_lists(play, cast):
    hazard = play.assigned()
    with play.step(cast.officer) as officer:
        anew = play.elements(cast.head, due=hazard.due, measure="改装推拉门")
        hazards.assign(hazard, anew, by=officer, why="换人")
    with acting(cast.officer):
        for code in ("rectification_ledger", "duty_list", "rectification_list"):
            assert [row["responsible"] for row in _shown(code, cast.officer)] == ["何敏"]
        for code in ("rectification_ledger", "measure_list", "rectification_list"):
            assert [row["measure"] for row in _shown(code, cast.officer)] == ["改装推拉门"]


@pytest.mark.row("S3-3.2d")
def test_a_row_added_by_patrol_stands_in_both_lists_at_once(play, cast):
    hazard = play.reported(found_mode="patrol")
    with acting(cast.officer):
        for code in ("problem_list", "rectification_list"):
            assert [row["no"] for row in _shown(code, cast.officer)] == [hazard.no]
        assert _shown("problem_list", cast.officer)[0]["found_mode"] == "巡查"


@pytest.mark.row("S2-2.2h")
def test_the_file_of_the_unit_and_of_the_county_hold_the_same_hazards(play, cast):
    mine = play.closed()
    with play.step(cast.dentist) as dentist:
        other = hazards.report(uid=uuid4(), by=dentist, unit=cast.clinic, text="插座松动")
    with acting(cast.officer):
        unit_file = _shown("information_file", cast.officer)
    with acting(cast.county_regulator):
        county_file = _shown("information_file", cast.county_regulator)
    assert [row["no"] for row in unit_file] == [mine.no]
    assert {(row["unit"], row["no"]) for row in county_file} == {
        ("白鹭县人民医院", mine.no), ("康宁口腔诊所", other.no)
    }  # fmt: skip
    assert unit_file[0] in county_file


@pytest.mark.row("S2-2.1j")
@pytest.mark.parametrize(
    ("blank", "named"),
    [
        ({"measure": ""}, "措施清单缺整改措施"),
        ({"responsible": None, "fixed_by": None, "on_the_spot": True}, "责任清单缺整改责任人"),
        ({"due": None, "on_the_spot": True}, "时限和销号清单缺整改时限"),
        ({"grade": ""}, "问题清单缺等级"),
    ],
)
def test_a_row_with_a_blank_list_does_not_reach_closing(play, cast, blank, named):
    hazard = play.verified()
    with audit.acting_as_system("旧数据"):
        Hazard.objects.filter(pk=hazard.pk).update(**blank)
    with play.step(cast.officer) as officer:
        with pytest.raises(Refused, match=named):
            hazards.close(Hazard.objects.get(pk=hazard.pk), by=officer)
        assert Hazard.objects.get(pk=hazard.pk).status == Status.VERIFIED


@pytest.mark.row("S4-6g")
def test_the_ledger_tells_finder_measure_person_proof_verifier_closing_and_relapse(play, cast):
    hazard = play.closed()
    with acting(cast.officer):
        (row,) = _shown("problem_and_rectification_ledger", cast.officer)
    assert row["found_by"] == "苗春雨"
    assert (row["measure"], row["responsible"], row["due"]) == ("拆除货架，清出通道", "沈月华", hazard.due)
    assert (row["evidence"], row["verified_by"], row["reopens"]) == (1, "林晓岚", 0)
    assert row["closed_on"] == hazard.closed_at.astimezone(clock.SHANGHAI).date()


def _cells(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_export_holds_what_the_screen_shows_and_text_is_never_a_formula(play, cast):
    play.assigned()
    play.reported(text="=1+1 诊室地面湿滑")
    client = client_of(cast.officer)
    answer = client.post("/hazards/ledgers/rectification_ledger/export/")
    assert answer.status_code == 200
    assert "%E9%9A%90%E6%82%A3" in answer["Content-Disposition"]
    table = _cells(answer.content)
    assert table[0][0] == "隐患排查整治台账"
    head = next(row for row in table if row[0] == "编号")
    assert head == [column.title for column in _view("rectification_ledger").columns]
    body = table[table.index(head) + 1 :]
    assert [row[0] for row in body] == ["YX-2026-00001", "YX-2026-00002"]
    assert body[1][head.index("隐患")] == "=1+1 诊室地面湿滑"
    assert body[0][head.index("整改资金（元）")] == 3200


def test_an_export_leaves_a_trace_and_needs_the_duty(play, cast):
    play.assigned()
    with play.step(cast.officer) as officer:
        export(Hazard.objects.visible_to(officer), _view("rectification_ledger"), by=officer, terms="全部")
        event = audit.history(cast.hospital.uid)[0]
        assert (event.verb, event.facts["rows"]) == ("hazards.exported", 1)
    with play.step(cast.keeper) as keeper, pytest.raises(Refused, match="没有“导出”的职责"):
        export(Hazard.objects.visible_to(keeper), _view("rectification_ledger"), by=keeper, terms="全部")
    refused = client_of(cast.keeper).post("/hazards/ledgers/rectification_ledger/export/")
    assert refused.status_code == 403
    assert "没有“导出”的职责" in refused.content.decode()


def test_an_export_reads_in_chunks_and_loses_nothing(play, cast, monkeypatch):
    monkeypatch.setattr("weian.ground.hazards.ledgers.projecting.CHUNK", 2)
    for _ in range(5):
        play.reported()
    with acting(cast.officer):
        numbers = [row[0] for row in all_rows(Hazard.objects.visible_to(cast.officer), _view("problem_list"))]
    assert sorted(numbers) == [f"YX-2026-0000{n}" for n in range(1, 6)]


def test_a_list_that_is_not_content_is_not_there(cast):
    client = client_of(cast.officer)
    assert client.get("/hazards/ledgers/nothing/").status_code == 404
    assert client.get("/hazards/ledgers/").status_code == 200
