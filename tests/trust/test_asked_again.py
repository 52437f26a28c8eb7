"""Whatever signs, lists, lifts or gives out papers asks again who acts: every act of the table, on its own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.urls import path, resolve

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import Situations as Hazards
from tests.ground.hazards.situations import photo
from tests.ground.works.situations import Situations as Works
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.programs.inspections.situations import Situations as Visits
from weian.config import urls as product
from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.actions.devices import bind_own, set_pin
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.kernel.actor import System
from weian.programs.inspections import api as inspections
from weian.programs.inspections.models import Finding, Inspection, Signature

PASSWORD = "山高水长-2026-安"


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """How a password is kept is not what is tried here, and costs more than all the rest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def with_password(*viewers: Viewer) -> None:
    with set_up():
        for one in viewers:
            one.person.account.password = make_password(PASSWORD)
            one.person.account.save()


def acts_of(cast: Cast) -> dict[str, tuple[Viewer, str, dict[str, Any]]]:
    """Every act of the table: who does it, at what address, with a form that is filled in right."""
    soon = (clock.today() + timedelta(days=20)).isoformat()
    play = Visits(cast)
    visit, notice, hazard = play.shown(), Campaigns(cast).read(), Hazards(cast).graded("large")
    with set_up():
        found: UUID = Finding.objects.get(inspection=visit).pk
        # What a form asks of an expert or of a dispute is asked before it is done; the rest is up to the act.
        Inspection.objects.filter(pk=visit.pk).update(experts=[cast.regulator.person.pk])
    by_team: dict[str, dict[str, Any]] = {
        "finish": {}, "release": {}, "unsigned": {"why": "无人愿签"}, "opinion": {"text": "疏散通道要长期畅通"},
        "ruling": {"upheld": "yes", "ruling": "改"}, "closure": {},
        "paper": {"kind": "listing", "findings": [str(found)], "due": soon, "text": "拆", "leader": "院长"},
    }  # fmt: skip
    by_unit: dict[str, dict[str, Any]] = {
        "signature": {"text": "属实"}, "objection": {f"f_{found}": "是应急门"}, "dispute": {"text": "锁是专用锁"},
        "refusal": {"why": "院长不在"},
    }  # fmt: skip
    by_county: dict[str, dict[str, Any]] = {
        "grading": {"grade": "general", "why": "已清一半"}, "regrade-decision": {"approve": "yes", "why": "只有一处"},
        "listing": {"requirement": "拆除并验收", "leader": "院长 罗建平", "due": soon}, "lifting": {"note": "通道畅通"},
        "acceptance": {"text": "整改到位"},
        "referral": {"to_name": "白鹭县公安局", "facts": "请查处", "sent_on": clock.today().isoformat()},
    }  # fmt: skip
    works = Works(cast)
    permit, site = works.asked(), works.project(works.contractor())
    at, unit = f"/inspections/{visit.pk}", f"/units/{cast.clinic.pk}"
    change = {"on": clock.today().isoformat(), "why": "机构改革", "uid": str(uuid4())}
    tree = {
        "move": {"other": cast.neighbour.name}, "merge": {"other": cast.hospital.name},
        "split": {"name": "白鹭县口腔门诊部"}, "close": {}, "rename": {"name": "白鹭县第二门诊部"},
    }  # fmt: skip
    pin = {"pin": "402817", "pin_again": "402817"}
    return {
        "device-pin": (cast.officer, "/accounts/devices/pin/", pin),
        "proof": (cast.officer, "/accounts/proof/", {"next": "/accounts/2fa/webauthn/add/"}),
        "issuing": (cast.regulator, f"/notices/{notice.pk}/issuing/", {}),
        "rehearsal-countersignature": (cast.regulator, f"/notices/{notice.pk}/rehearsal/countersignature/", {}),
        **{f"inspection-{act}": (cast.regulator, f"{at}/{act}/", said) for act, said in by_team.items()},
        **{f"inspection-{act}": (cast.officer, f"{at}/{act}/", said) for act, said in by_unit.items()},
        **{
            f"hazard-{act}": (cast.county_regulator, f"/hazards/{hazard.pk}/{act}/", said)
            for act, said in by_county.items()
        },
        "permit-approval": (cast.officer_2, f"/works/permits/{permit.pk}/approval/", {}),
        "site-lifting": (cast.officer_2, f"/works/sites/{site.pk}/lifting/", {}),
        **{f"unit-{act}": (cast.regulator, f"{unit}/{act}/", change | said) for act, said in tree.items()},
    }


def test_every_act_of_the_table_asks_before_anything_else_of_it_is_done(cast: Cast) -> None:
    acts = acts_of(cast)
    assert set(acts) == set(settings.ASKED_AGAIN), "an act that is declared is played here"
    with_password(cast.regulator, cast.officer, cast.officer_2, cast.county_regulator)
    clients = {who.person: client_of(who) for who, _, _ in acts.values()}
    with set_up():
        before = dict(audit.heads())
    for name, (who, at, said) in acts.items():
        assert resolve(at).url_name == name
        answer = clients[who.person].post(at, said)
        assert (answer.status_code, "再确认一次" in answer.content.decode()) == (422, True), name
    with set_up():
        assert dict(audit.heads()) == before, "nothing took effect"


def test_a_signature_keeps_how_it_is_known_whose_it_is_and_loses_nothing_that_was_typed(cast: Cast) -> None:
    one = Visits(cast).shown()
    with_password(cast.officer)
    client, at = client_of(cast.officer), f"/inspections/{one.pk}/"
    assert 'name="proof"' in client.get(at).content.decode()
    refused = client.post(f"{at}signature/", {"text": "情况属实", "proof": "不是口令"}).content.decode()
    assert "口令不对，没有办" in refused and "情况属实" in refused and "不是口令" not in refused
    assert client.post(f"{at}signature/", {"text": "情况属实", "proof": PASSWORD}).status_code == 302
    with set_up():
        signed = Signature.objects.get(inspection=one, side="unit")
        told = audit.history(signed.pk)[0].facts
    assert (signed.confirmed, told["confirmed"]) == ("password", "password") and told["confirmed_at"]
    page = client.get(at).content.decode()
    assert "确认本人：口令" in page and 'name="proof"' not in page, "said just now"


def test_a_listing_is_lifted_by_who_says_again_who_they_are(cast: Cast) -> None:
    play = Hazards(cast)
    hazard = play.applied("large")
    with play.step(cast.regulator) as by:
        due = play.day + timedelta(days=20)
        hazards.list_hazard(hazard, hazards.Listing("拆除并验收", "院长", due), uid=uuid4(), by=by)
        hazards.verify(hazard, by=by, note="到现场看过")
    with play.step(cast.officer) as by:
        hazards.ask_to_lift(hazard, "已拆", by=by)
    with_password(cast.regulator_2)
    client, at = client_of(cast.regulator_2), f"/hazards/{hazard.pk}/lifting/"
    assert client.post(at, {"note": "通道畅通"}).status_code == 422
    assert client.post(at, {"note": "通道畅通", "proof": PASSWORD}).status_code == 302


def test_a_permit_is_approved_and_a_unit_moved_by_who_says_again_who_they_are(cast: Cast) -> None:
    permit = Works(cast).asked()
    with_password(cast.officer_2, cast.regulator)
    client, at = client_of(cast.officer_2), f"/works/permits/{permit.pk}/"
    page = client.get(at).content.decode()
    assert "批准作业票前确认是您本人" in page and page.count('name="proof"') == 1, "stopping is not held up"
    assert client.post(f"{at}approval/", {"request_id": uuid4()}).status_code == 422
    assert client.post(f"{at}approval/", {"request_id": uuid4(), "proof": PASSWORD}).status_code == 302
    client, at = client_of(cast.regulator), f"/units/{cast.clinic.pk}/move/"
    said = {"other": cast.neighbour.name, "on": clock.today().isoformat(), "why": "机构改革", "uid": str(uuid4())}
    assert 'name="proof"' in client.get(at, said).content.decode(), "asked with the rehearsal"
    again = client.post(at, said)
    text = again.content.decode()
    assert again.status_code == 422 and "会变什么" in text and said["uid"] in text and "再确认一次" in text
    assert client.post(at, said | {"proof": PASSWORD}).status_code == 302
    with set_up():
        assert Unit.objects.get(pk=cast.clinic.pk).parent_id == cast.neighbour.pk


def test_grading_anew_asks_only_to_lower_a_grade(cast: Cast) -> None:
    play = Hazards(cast)
    hazard = play.graded("general")
    with_password(cast.officer)
    client, at = client_of(cast.officer), f"/hazards/{hazard.pk}/grading/"
    assert client.post(at, {"grade": "large", "why": "还堵住了消火栓"}).status_code == 302
    assert client.post(at, {"grade": "general", "why": "消火栓让开了"}).status_code == 422


def test_what_a_phone_kept_says_that_nobody_was_asked(cast: Cast) -> None:
    """The hand of the inspected side on the inspectors' phone is a hand, not an account that was asked."""
    play = Visits(cast)
    one = play.shown()
    with acting(play.by) as by:
        inspections.take_signature(one, photo("signature"), by=by, name="罗建平", title="院长")
    with set_up():
        assert Signature.objects.get(inspection=one, side="unit").confirmed == "hand"


def test_who_has_a_pin_alone_is_asked_for_it_before_a_way_in_is_added(cast: Cast) -> None:
    with set_up():
        account = cast.officer.person.account
        set_pin(account, "402817", by=System("test"))
        _, token = bind_own(account.person, "本人的手机", by=System("test"))
    client, at = client_of(cast.officer), "/accounts/2fa/webauthn/add/"
    client.cookies["weian_device"] = token
    asked = client.get(at)
    assert asked.status_code == 302 and asked["Location"].startswith("/accounts/proof/?next=")
    page = client.get(asked["Location"]).content.decode()
    assert "改登录方式前确认是您本人：PIN" in page
    assert client.post("/accounts/proof/", {"next": at, "proof": "000000"}).status_code == 422
    there = client.post("/accounts/proof/", {"next": at, "proof": "402817"})
    assert there["Location"] == at and client.get(at).status_code == 200
    assert client.post("/accounts/proof/", {"next": "https://elsewhere.example/"})["Location"] == "/"


def forgetful(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A view of an act of the table that does not ask."""
    return HttpResponse("done")


urlpatterns = [path("forgetful/<uuid:uid>/", forgetful, name="hazard-lifting"), *product.urlpatterns]


@pytest.mark.urls("tests.trust.test_asked_again")
def test_a_view_that_forgets_to_ask_is_undone(cast: Cast) -> None:
    client = client_of(cast.officer)
    client.raise_request_exception = False
    assert client.post(f"/forgetful/{uuid4()}/").status_code == 500
