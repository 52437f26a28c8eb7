"""What lies over a hazard and one gate decides, by every role: objection to its grade, plea, referral, progress.

The steps of the listing itself are tried in tests/trust/steps.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import PEOPLE
from tests.conftest import acting
from tests.ground.hazards.situations import photo
from weian.foundation.people.api import asks
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Letter, Listing
from weian.ground.hazards.overlays import ACTS
from weian.kernel import clock

CITY = {"regulator", "regulator_2", "province_regulator"}
ABOVE = CITY | {"county_regulator"}
DESK = {"director", "officer", "officer_2"}
# In a major hazard of the hospital: the city lists it, the pharmacist puts it right, the county refers it.
MAY = {
    "listed": {"progress": DESK | {"pharmacist"}, "lift-request": set(), "lifting": set(), "lift-refusal": set()},
    "asked": {"lift-refusal": CITY, "lifting": set(), "lift-request": set()},
    "objected": {"regrade": set(), "regrade-decision": ABOVE},
    "referred": {"receipt": {"county_regulator"}, "referral-result": set(), "referral": set()},
    "pleaded": {"plea-answer": {"county_regulator"}, "plea-up": {"county_regulator"}, "plea": set()},
    "assigned": {
        "regrade": set(), "regrade-decision": set(), "listing": ABOVE, "referral": ABOVE,
        "plea": DESK | {"pharmacist"}, "account": DESK | {"pharmacist"},
    },
}  # fmt: skip


@pytest.mark.parametrize("situation", MAY)
def test_exactly_these_roles_may(play, cast, situation):
    hazard = play.assigned("major")
    if situation in ("listed", "asked"):
        with play.step(cast.regulator) as by:
            listing = Listing("整改", "院长", play.day + timedelta(days=30))
            hazards.list_hazard(hazard, listing, uid=uuid4(), by=by)
    if situation == "asked":
        with play.step(cast.pharmacist) as by:
            hazards.rectify(hazard, by=by, note="动手")
            hazards.apply(hazard, by=by, note="改好", photos=[photo("after")])
        with play.step(cast.officer) as by:
            hazards.ask_to_lift(hazard, "完成", by=by)
    if situation == "objected":
        with play.step(cast.county_regulator) as by:
            hazards.grade(hazard, "large", by=by, why="看过现场")
        with play.step(cast.officer) as by:
            hazards.ask_regrade(hazard, uid=uuid4(), to="general", reason="已经移走", by=by)
    if situation == "referred":
        with play.step(cast.county_regulator) as by:
            hazards.refer(hazard, Letter("请查处", clock.today(), to_name="住建局"), uid=uuid4(), by=by)
    if situation == "pleaded":
        with play.step(cast.pharmacist) as by:
            hazards.plead(hazard, "缺钱", need="money", uid=uuid4(), by=by)
    found: dict[str, set[str]] = {name: set() for name in MAY[situation]}
    for role in PEOPLE:
        viewer = getattr(cast, role)
        with clock.moved_to(play.day), acting(viewer):
            for seen in Hazard.objects.visible_to(viewer).filter(pk=hazard.pk):
                for name in found:
                    may, why = asks(ACTS[name].gate, viewer, seen)
                    assert may or why.endswith("。")
                    found[name] |= {role} if may else set()
    assert found == MAY[situation]
