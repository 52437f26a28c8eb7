"""The checklists that come with the product, filled in and sent: what they find is in the loop with its clause."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.checklists.test_content import _answers
from tests.ground.hazards.situations import picture
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.kernel import clock
from weian.oversight.reports import catalogue as reports
from weian.oversight.reports.board.loop import tiles
from weian.oversight.reports.cube import count_on
from weian.programs.inspections import api, coverage, leading
from weian.programs.inspections.models import Inspection

pytestmark = pytest.mark.django_db


def _sent(cast: Cast, by: Viewer, code: str, *failed: str, **changed: Any) -> tuple[Inspection, list[Hazard]]:
    with set_up():
        sheet = checklists.pack_sheets()[code]
    answers = _answers(sheet, *failed)
    for answer in answers.values():
        answer["photos"] = [str(uuid4())]
    what = {"uid": uuid4(), "unit": cast.hospital, "mode": "self", "sheet_ref": sheet.ref, "answers": answers}
    with acting(by):
        one = api.submit(by=by, **{**what, **changed})
    with set_up():
        return one, list(Hazard.objects.filter(source_uid=one.pk).order_by("no"))


@pytest.mark.row("S3-2.4a")
def test_a_rule_of_the_nine_that_is_not_met_leaves_eight_and_a_hazard_with_its_clause(cast: Cast) -> None:
    one, found = _sent(cast, cast.officer, "nine_rules", "facilities")
    with set_up():
        told = checklists.judge(checklists.sheet(one.sheet), one.answers)
    assert (told.met, told.of) == (8, 9) and float(one.score or 0) == 88.9
    (hazard,) = found
    assert hazard.domain == "fire" and "国卫办发〔2020〕1号" in hazard.text and "消防设施" in hazard.text


@pytest.mark.row("S0-2.2b")
@pytest.mark.parametrize(("item", "word"), [("pipes", "防冻"), ("flow", "防凝"), ("sources", "防火"),
                                            ("electric", "防爆"), ("smell", "防泄漏")])  # fmt: skip
def test_each_of_the_five_measures_that_failed_is_a_hazard_of_the_line_of_chemicals(
    cast: Cast, item: str, word: str
) -> None:
    _, (hazard,) = _sent(cast, cast.officer, "five_measures", item)
    assert hazard.title.startswith(word) and (hazard.line, hazard.domain) == ("hazmat", "hazmat")


@pytest.mark.row("S0-2.2b")
def test_a_storage_point_below_its_limit_cannot_be_ticked_away(cast: Cast) -> None:
    _, (hazard,) = _sent(cast, cast.officer, "five_measures", "room_temp")
    assert "实测 4 ℃，应为 5～30 ℃" in hazard.text
    with set_up():
        sheet = checklists.pack_sheets()["five_measures"]
    ticked = {**_answers(sheet), "room_temp": {"v": "pass"}}
    with acting(cast.officer) as by, pytest.raises(Refused):
        api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="self", sheet_ref=sheet.ref, answers=ticked)


@pytest.mark.row("S0-2.4c")
def test_plastic_plants_that_a_survey_found_in_a_ward_are_closed_by_photos_of_before_and_after(cast: Cast) -> None:
    with set_up():
        sheet = checklists.pack_sheets()["decoration"]
    before = hazards.Photo(picture("before.jpg"), uid=uuid4())
    answers = {code: answer for code, answer in _answers(sheet, "plants").items() if code != "before"}
    answers["plants"]["photos"] = [str(before.uid)]
    with acting(cast.keeper) as by:
        one = api.submit(
            uid=uuid4(), by=by, unit=cast.ward, mode="round", sheet_ref=sheet.ref, answers=answers, photos=[before]
        )
    with set_up():
        hazard = Hazard.objects.get(source_uid=one.pk)
    assert (hazard.type, hazard.department, hazard.domain) == ("flammable_material", cast.ward, "fire")
    with acting(cast.keeper) as by:
        with pytest.raises(Refused, match="照片"):
            hazards.fix_on_the_spot(hazard, "已撤走", by=by, photos=[])
        hazards.fix_on_the_spot(hazard, "已撤走", by=by, photos=[hazards.Photo(picture("after.jpg"), role="after")])
    with acting(cast.officer) as by:
        hazards.grade(hazard, "general", by=by)
        hazards.verify(hazard, by=by, note="到病区看过")
        hazards.close(hazard, by=by)
    with set_up():
        kept = evidence.attachments_of("hazard", hazard.pk)
    assert hazard.status == hazards.Status.CLOSED and {one.role for one in kept} == {"before", "after"}


@pytest.mark.row("S3-2.2a")
def test_findings_of_medical_quality_run_through_the_loop_and_stay_out_of_the_totals_of_safety(cast: Cast) -> None:
    _, (own,) = _sent(cast, cast.officer, "medical_quality", "check")
    _, upper = _sent(cast, cast.county_regulator, "medical_quality", "rounds", "first", mode="spot")
    assert {one.domain for one in (own, *upper)} == {"medical_quality"} and len(upper) == 2
    _sent(cast, cast.officer, "fire_day", "passage")
    with set_up():
        assert Hazard.objects.filter(domain="medical_quality").count() == 3
        found = [reports.measure(code, cast.county).numerator for code in ("hazards.open", "hazards.found")]
        rows = reports.rows("hazards.open", cast.county)
    assert found == [1, 1] and len(rows) == 1
    desk, at = client_of(cast.officer), reverse("hazard", args=[own.pk])
    # Apart from the figures, not from the work: it waits for its grade, and has a list of its own.
    assert at in desk.get(reverse("hazards"), {"view": "mine"}).content.decode()
    lists = {view: desk.get(reverse("hazards"), {"view": view}).content.decode() for view in ("open", "apart")}
    assert at not in lists["open"] and at in lists["apart"] and "医疗质量" in lists["open"]
    with acting(cast.officer) as by:
        counts = hazards.desk_counts(by)
        assert (counts["open"], counts["mine"]) == (1, 4)
    with acting(cast.county_regulator):
        today, unit = clock.today(), cast.county
        assert sum(one.count for one in tiles(unit, today)) == 1
        assert (count_on("hazard", unit, today), count_on("hazard", unit, today, {"domain": "medical_quality"})) == (
            1,
            3,
        )
        assert coverage.coverage_of(unit).done == 0  # a visit for quality is no safety inspection
        assert not leading.has_been_led(cast.hospital, today)


@pytest.mark.row("S3-2.2a")
def test_a_hospital_without_rules_of_medical_quality_has_an_open_slot_and_a_task(cast: Cast) -> None:
    answer = client_of(cast.county_regulator).post(reverse("standing-adoption", args=["quality_rules"]))
    assert answer.status_code == 302
    with acting(cast.officer):
        (owed,) = [one for one in duties.owed([cast.hospital]) if one.obligation.pack_item == "quality_rules.rules"]
    assert owed.is_open
    assert "医疗质量管理制度" in client_of(cast.officer).get(reverse("tasks"), {"view": "unit"}).content.decode()
    page = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", client_of(cast.officer).get(reverse("standing")).content.decode())
    )
    assert "医疗质量管理制度 缺" in page and "缺 1 项" in page


def test_who_used_a_list_is_told_on_its_page_as_far_as_one_sees(cast: Cast) -> None:
    _sent(cast, cast.officer, "alcohol_point")
    at = "/checklists/packs/alcohol_point/"
    page = client_of(cast.county_regulator).get(at).content.decode()
    assert "近一年的检查" in page and cast.hospital.name in page
    assert "还没有用它做过检查" in client_of(cast.outsider).get(at).content.decode()
