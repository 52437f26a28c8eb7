"""Who sees a hazard: its place, those who took part, those above. Others learn nothing, not even that it exists."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.conftest import acting, client_of
from tests.ground.hazards.situations import photo
from weian.foundation.evidence import api as evidence
from weian.ground.hazards.api import Hazard
from weian.ui import api as ui

SEE = [
    "director", "officer", "officer_2", "pharmacist", "keeper", "county_regulator", "regulator", "regulator_2",
    "province_regulator", "commission_leader",
]  # fmt: skip
SEE_NOT = [
    "outsider", "outsider_officer", "other_regulator", "city_officer", "city_director", "center_officer", "dentist",
    "system_admin", "security_admin", "audit_admin", "head",
]  # fmt: skip


@pytest.mark.parametrize("role", SEE)
def test_those_of_the_place_above_it_and_in_it_see_the_hazard(play, cast, role):
    hazard = play.reported()
    viewer = getattr(cast, role)
    with acting(viewer):
        assert Hazard.objects.visible_to(viewer).filter(pk=hazard.pk).exists()
    page = client_of(viewer).get(f"/hazards/{hazard.uid}/")
    assert page.status_code == 200
    assert hazard.no in page.content.decode()


@pytest.mark.parametrize("role", SEE_NOT)
def test_an_outsider_meets_the_same_page_as_for_a_hazard_that_never_was(play, cast, role):
    hazard = play.reported()
    viewer = getattr(cast, role)
    client = client_of(viewer)
    there, never = client.get(f"/hazards/{hazard.uid}/"), client.get(f"/hazards/{cast.hospital.uid}/")
    assert there.status_code == never.status_code == 404
    assert _same_for_all(there) == _same_for_all(never)
    listed = client.get("/hazards/?view=open").content.decode()
    assert hazard.title not in listed
    assert hazard.no not in listed
    for act in ("grading", "fix", "assignment", "rectification", "application", "verification", "return", "closure"):
        assert client.post(f"/hazards/{hazard.uid}/{act}/").status_code == 404
    with acting(viewer):
        assert not ui.can_see("hazard", hazard.uid, viewer)


def _same_for_all(page):
    """The page without what differs from request to request: tokens and the address itself."""
    return re.sub(r"[A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f-]{27}", "", page.content.decode())


def test_a_condition_in_the_address_never_widens_sight(play, cast):
    hazard = play.reported()
    for query in (f"unit={cast.hospital.uid}", f"unit={cast.county.uid}", "unit=x", "status=reported&view=open"):
        assert hazard.title not in client_of(cast.outsider).get(f"/hazards/?{query}").content.decode()


def test_who_is_made_responsible_sees_it_wherever_it_is(play, cast):
    hazard = play.assigned(who=cast.head)
    with acting(cast.head):
        assert Hazard.objects.visible_to(cast.head).filter(pk=hazard.pk).exists()


def test_the_photos_go_with_the_hazard(play, cast):
    hazard = play.reported(photos=[photo("before")])
    with acting(cast.officer):
        (kept,) = evidence.attachments_of("hazard", hazard.uid)
        assert evidence.attachment_for(kept.uid, cast.officer) == kept
    with acting(cast.outsider):
        assert evidence.attachment_for(kept.uid, cast.outsider) is None


def test_without_signing_in_there_is_only_the_way_in(play):
    hazard = play.reported()
    for path in ("/hazards/", f"/hazards/{hazard.uid}/", "/hazards/new/", "/hazards/m/new/", "/hazards/ledgers/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]
