"""The fixer's task is a door to the hazard: open while it is theirs to put right, shut when it is applied for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from tests.conftest import acting
from weian.foundation.audit import api as audit
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ui import api as ui


def _doors(viewer):
    with acting(viewer):
        return [(door.target, door.due) for door in duties.doors_of(viewer)]


def test_it_opens_with_assignment_and_shuts_with_the_application(play, cast):
    hazard = play.assigned()
    assert _doors(cast.pharmacist) == [(hazard.uid, hazard.due)]
    assert _doors(cast.officer) == []
    with play.step(cast.pharmacist) as fixer:
        hazards.rectify(hazard, by=fixer, note="动手")
    assert _doors(cast.pharmacist) == [(hazard.uid, hazard.due)]
    applied = play.applied()
    assert applied.uid not in {target for target, _ in _doors(cast.pharmacist)}


def test_a_return_opens_it_again(play, cast):
    hazard = play.returned()
    assert _doors(cast.pharmacist) == [(hazard.uid, hazard.due)]


def test_assigned_anew_it_hangs_before_the_other_person(play, cast):
    hazard = play.assigned()
    with play.step(cast.officer) as officer:
        hazards.assign(hazard, replace(play.elements(cast.head), due=hazard.due), by=officer, why="换人")
    assert _doors(cast.pharmacist) == []
    assert _doors(cast.head) == [(hazard.uid, hazard.due)]


def test_a_granted_extension_moves_its_day(play, cast):
    hazard = play.assigned()
    until = hazard.due + timedelta(days=5)
    with play.step(cast.pharmacist) as fixer:
        asked = hazards.ask_extension(hazard, uid=uuid4(), by=fixer, until=until, reason="等配件")
    with play.step(cast.officer) as officer:
        hazards.decide_extension(asked, by=officer, approve=True)
    assert _doors(cast.pharmacist) == [(hazard.uid, until)]


def test_a_link_to_a_hazard_leads_those_who_may_see_it(play, cast):
    hazard = play.assigned()
    with acting(cast.pharmacist):
        link = ui.resolve("hazard", hazard.uid, cast.pharmacist)
        assert (link.url, link.title) == (f"/hazards/{hazard.uid}/", hazard.title)
    with acting(cast.outsider):
        assert ui.resolve("hazard", hazard.uid, cast.outsider) is None
    with audit.acting_as_system("看结果"):
        assert duties.task_kinds().count("hazard.rectify") == 1
