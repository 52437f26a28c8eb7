"""What a checklist finds stands in the loop, on its line of defence and in its ledger, without typing it twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import acting, client_of, set_up
from tests.ground.registry.situations import Places
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.programs.inspections import api as inspections


@pytest.mark.row("S0-2.2b")
@pytest.mark.row("S0-2.2g")
def test_a_storage_point_with_failed_frost_protection_is_a_hazard_of_line_two_and_a_line_of_ledger_three(cast):
    point = Places(cast).chemical()
    sheet = checklists.sheet("pack:five_measures")
    answers = {one.code: {"v": 10 if one.kind == "reading" else "pass"} for one in sheet.items}
    answers["room_temp"] = {"v": 1}
    with acting(cast.pharmacist) as by:
        inspections.submit(
            uid=uuid4(), by=by, unit=cast.pharmacy, mode="self", sheet_ref=sheet.ref, answers=answers, subject=point.pk
        )
    with set_up():
        hazard = Hazard.objects.get()
    assert (hazard.line, hazard.domain) == ("hazmat", "hazmat") and "防冻" in hazard.title
    ledger = client_of(cast.officer).get("/hazards/ledgers/hazmat_ledger/").content.decode()
    assert hazard.no in ledger and "易制毒试剂柜" in ledger
