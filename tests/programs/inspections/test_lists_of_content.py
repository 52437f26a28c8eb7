"""The checklists that come with the product, filled in and sent: what they find is in the loop with its clause."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.checklists.test_content import _answers
from weian.foundation.people.api import Refused, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.programs.inspections import api
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
    one, hazards = _sent(cast, cast.officer, "nine_rules", "facilities")
    with set_up():
        told = checklists.judge(checklists.sheet(one.sheet), one.answers)
    assert (told.met, told.of) == (8, 9) and float(one.score or 0) == 88.9
    (hazard,) = hazards
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


def test_who_used_a_list_is_told_on_its_page_as_far_as_one_sees(cast: Cast) -> None:
    _sent(cast, cast.officer, "alcohol_point")
    at = "/checklists/packs/alcohol_point/"
    page = client_of(cast.county_regulator).get(at).content.decode()
    assert "近一年的检查" in page and cast.hospital.name in page
    assert "还没有用它做过检查" in client_of(cast.outsider).get(at).content.decode()
