"""Uids of other people's things in the body of a request, repeats by another person, tokens, redirects, methods."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.ground.hazards.situations import picture
from tests.trust.facts import state
from tests.trust.tries import PART, address_of, client_for, fair
from tests.trust.world import World, filled, routes
from weian.foundation.evidence.models import Attachment
from weian.foundation.inbox.models import Message
from weian.foundation.people.actions.accounts import invite, open_invitation, set_first_password
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Account, Invitation
from weian.ground.duties.models import Record
from weian.ground.hazards.models import Hazard
from weian.kernel.actor import System


def refused(answer) -> str:  # type: ignore[no-untyped-def]
    """The sentences of a refusal; fails for anything else."""
    assert answer.status_code == 422, (answer.status_code, answer.content.decode()[:300])
    return answer.content.decode()


def test_a_report_under_the_uid_of_anothers_hazard_is_refused_and_tells_nothing(cast: Cast, world: World) -> None:
    before = state()
    said = refused(client_of(cast.outsider_officer).post("/hazards/new/", {"uid": world.hazard.pk, "text": "占用"}))
    assert "赤石" not in said and state() == before


def test_a_report_repeated_by_a_colleague_is_not_theirs(cast: Cast, world: World) -> None:
    sent = {"uid": str(uuid4()), "text": "灭火器过期"}
    assert client_of(cast.officer).post("/hazards/new/", sent).status_code == 302
    before = state()
    refused(client_of(cast.officer_2).post("/hazards/new/", sent))
    assert client_of(cast.officer).post("/hazards/new/", sent).status_code == 302
    assert state() == before


def test_fields_that_no_form_has_are_not_taken(cast: Cast) -> None:
    sent = {
        "uid": str(uuid4()), "text": "插座松动", "status": "closed", "grade": "major", "no": "YX-1", "found_by": "x",
        "unit": str(cast.neighbour_hospital.pk), "acceptor": "own", "verified_by": str(cast.officer.person.pk),
        "org_pos": "1", "found_from": str(cast.county.pk),
    }  # fmt: skip
    assert client_of(cast.officer).post("/hazards/new/", sent).status_code == 302
    with set_up():
        made = Hazard.objects.get(pk=sent["uid"])
    assert (made.status, made.grade, made.unit_id) == ("reported", "", cast.hospital.pk)
    assert made.verified_by is None and made.found_from_id == cast.hospital.pk


@pytest.mark.parametrize("who", ["officer", "regulator"])
def test_a_hazard_cannot_be_reported_into_another_house(cast: Cast, who: str) -> None:
    foreign = {"officer": cast.neighbour_hospital, "regulator": cast.other_city}[who]
    before = state()
    refused(client_for(_Of(cast), who).post("/hazards/new/", {
        "uid": uuid4(), "text": "堵塞", "department": foreign.pk, "unit": foreign.pk, "found_mode": "daily",
    }))  # fmt: skip
    assert state() == before


def test_a_record_under_the_uid_of_another_units_record_is_refused_and_tells_nothing(cast: Cast, world: World) -> None:
    """The row cannot be seen, so the database finds the double: that is a sentence, not a crash."""
    from tests.ground.duties import situations as tasks
    from weian.ground.duties.presenters import records as presenter  # noqa: F401

    document = tasks.issued(cast)
    with set_up():
        clinic = tasks.place_of(document, cast.clinic)
        from weian.foundation.documents import api as documents

        receipt = documents.receipt_of(document, cast.clinic)
    client = client_of(cast.dentist)
    assert client.post(f"/documents/{document.pk}/signature/").status_code == 302
    assert receipt is not None
    before = state()
    at = filled("tasks/<uuid:obligation>/<uuid:unit>/records/", dict(zip(("obligation", "unit"), clinic, strict=True)))
    key = record_key(world)
    said = refused(client.post(at, {"request_id": key, "title": "自查", "happened_on": "2026-11-20", "text": "查过"}))
    assert "白银" not in said and state() == before


def record_key(world: World) -> UUID:
    return world.record.pk


def test_files_are_not_hung_on_anothers_record_by_its_uid(cast: Cast, world: World) -> None:
    before = state()
    client = client_of(cast.outsider)
    sent = {"uid": world.document.pk, "kind": "law", "disclosure": "open", "request_id": world.document.pk,
            "text": "消防法\n第一条 为了预防火灾。\n"}  # fmt: skip
    refused(client.post("/documents/new/", sent))
    refused(client.post("/documents/new/", sent | {"file": _text_file("消防法\n第一条 为了预防火灾。\n")}))
    assert state() == before
    with set_up():
        assert not Attachment.objects.filter(owner_uid=world.document.pk).exists()


def _text_file(text: str):  # type: ignore[no-untyped-def]
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("law.txt", text.encode(), "text/plain")


def test_a_photo_key_of_another_person_is_refused(cast: Cast) -> None:
    key = str(uuid4())
    first = {"uid": key, "text": "一", "photo": picture("a.jpg")}
    assert client_of(cast.officer).post("/hazards/new/", first).status_code == 302
    with set_up():
        kept = Attachment.objects.filter(owner_uid=key).count()
    hazard = str(uuid4())
    assert client_of(cast.officer_2).post("/hazards/new/", {"uid": hazard, "text": "二"}).status_code == 302
    refused(client_of(cast.officer_2).post("/hazards/new/", {"uid": key, "text": "二", "photo": picture("b.jpg")}))
    with set_up():
        assert Attachment.objects.filter(owner_uid=key).count() == kept == 1


def test_somebody_in_another_house_is_not_made_responsible(cast: Cast, world: World) -> None:
    before = state()
    sent = {
        "responsible": cast.outsider_officer.appointment.pk, "measure": "改", "money": "0", "due": "2027-01-01",
        "at_once": "yes",
    }  # fmt: skip
    for extra in ({}, {"unit": cast.neighbour_hospital.pk, "person": cast.outsider_officer.person.pk}):
        refused(client_of(cast.officer).post(f"/hazards/{world.extension.hazard_id}/assignment/", sent | extra))
    assert state() == before


def test_work_is_not_routed_or_handed_to_another_houses_post(cast: Cast, world: World) -> None:
    before = state()
    foreign = {"post": cast.outsider_officer.post.pk}
    client = client_of(cast.officer)
    at = filled("tasks/<uuid:obligation>/<uuid:unit>/", world.thing("hospital task").places["tasks/<uuid:obligation>/"])
    assert client.post(f"{at}handover/", foreign).status_code == 422
    assert client.post("/tasks/routing/fire/", foreign).status_code in (404, 422)
    assert client.post(f"{at}answers/", {"record": uuid4()}).status_code in (200, 422)
    assert state() == before


def test_nobody_switches_into_a_post_of_somebody_else(cast: Cast) -> None:
    client = client_of(cast.outsider_officer)
    assert client.post("/accounts/post/", {"post": cast.officer.appointment.pk}).status_code == 404
    session = client.session
    session["appointment"] = str(cast.officer.appointment.uid)
    session.save()
    assert "林晓岚" not in client.get("/").content.decode()


def test_anothers_message_stays_unread(world: World) -> None:
    uid = world.thing("message").places["messages/<uuid:uid>/"]["uid"]
    for who in ("officer_2", "regulator", "outsider"):
        client_for(world, who).post("/messages/reading/")
        assert client_for(world, who).post(f"/messages/{uid}/opening/").status_code == 404
    with set_up():
        assert Message.objects.get(pk=uid).read_at is None


def test_every_act_needs_a_token(cast: Cast, world: World) -> None:
    """A form on another site posts without one: refused everywhere, and nothing moves."""
    client = client_of(cast.officer)
    client.handler.enforce_csrf_checks = True
    before = state()
    let_through = []
    for pattern, _ in routes():
        at = address_of(world, re.sub(r"<(slug|str|int):\w+>", "1", pattern))
        if "^" not in pattern and client.post(at, {"text": "x"}).status_code != 403:
            let_through.append(pattern)
    assert let_through == []
    assert state() == before


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_outside(cast: Cast, to: str) -> None:
    with set_up():
        account = cast.officer.person.account
        account.set_password("Tong-Qiao-2026")
        account.save()
    answer = Client().post("/accounts/login/", {"login": "officer", "password": "Tong-Qiao-2026", "next": to})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert client_of(cast.officer).get("/accounts/login/", {"next": to}).get("Location", "/") == "/"


def test_a_path_that_looks_like_a_host_stays_inside(cast: Cast) -> None:
    answer = Client().get("//evil.example/hazards/")
    assert answer.status_code == 404 or answer["Location"].startswith("/accounts/login/")


def test_other_methods_do_nothing(cast: Cast, world: World) -> None:
    client = client_of(cast.officer)
    before = state()
    for pattern, _ in routes():
        if "^" in pattern or pattern.startswith("accounts/logout"):
            continue
        at = address_of(world, re.sub(r"<(slug|str|int):\w+>", "1", pattern))
        for method in fair(("PUT", "PATCH", "DELETE", "TRACE", "POST "), pattern, PART):
            answer = client.generic(method, at, HTTP_X_HTTP_METHOD_OVERRIDE="POST")
            # The library's own sign-in forms answer every method alike; they too change nothing.
            fine = (200, 302, 403, 404, 405, 422, 429) if pattern.startswith("accounts/") else (302, 403, 404, 405)
            assert answer.status_code in fine, (method, at, answer.status_code)
    assert state() == before


def test_a_new_link_makes_the_lost_one_worthless(cast: Cast) -> None:
    """Somebody who finds the first letter must not get in after the owner asked for another one."""
    with set_up():
        person, by = cast.officer.person, System("试")
        lost = invite(Invitation.Purpose.FIRST_SIGN_IN, by=by, person=person)
        fresh = invite(Invitation.Purpose.FIRST_SIGN_IN, by=by, person=person)
        with pytest.raises(Refused):
            open_invitation(lost)
        set_first_password(fresh, "Tong-Qiao-2026")
        with pytest.raises(Refused):
            set_first_password(lost, "Other-Word-2026")
        assert Account.objects.get(person=person).check_password("Tong-Qiao-2026")


def test_records_of_the_other_house_are_not_offered_for_reuse(cast: Cast, world: World) -> None:
    with set_up():
        assert Record.objects.filter(pk=world.record.pk).exists()
    at = filled("tasks/<uuid:obligation>/<uuid:unit>/answers/",
                world.thing("hospital task").places["tasks/<uuid:obligation>/"])  # fmt: skip
    assert client_of(cast.dentist).post(at, {"record": world.record.pk}).status_code == 404


def test_a_summary_is_changed_by_those_who_wrote_it_and_by_nobody_above(cast: Cast, world: World) -> None:
    at, said = f"/reports/summaries/{world.summary.pk}/", {"problems": "个别科室重视不够。", "next_steps": ""}
    before = state()
    for who in ("county_regulator", "regulator"):
        assert "白鹭县人民医院" in refused(client_for(world, who).post(at, said))
    assert state() == before
    assert client_of(cast.officer_2).post(at, said).status_code == 302


def test_a_summary_under_a_used_uid_is_refused_in_words(world: World) -> None:
    before = state()
    sent = {"request_id": world.summary.pk, "document": world.document.pk}
    for who in ("officer_2", "county_regulator"):
        refused(client_for(world, who).post("/reports/summaries/new/", sent))
    assert state() == before


def test_what_replaces_a_document_is_named_only_to_who_may_read_it(cast: Cast) -> None:
    from tests.conftest import acting
    from tests.foundation.documents import situations as papers
    from weian.foundation.documents import api as documents

    first = papers.issued(cast, cast.county)
    text = papers.NOTICE.replace("12号", "13号").replace("消防安全整治", "丹砂七整治")
    second = papers.issued(cast, cast.city_hospital, text=text)
    with acting(cast.regulator) as by:
        documents.annul(first, by=by, why="并入新文件", replaced_by=second)
    theirs = client_of(cast.county_regulator).get(f"/documents/{first.pk}/").content.decode()
    assert "丹砂七" not in theirs and str(second.pk) not in theirs and "13号" not in theirs
    assert str(second.pk) in client_of(cast.regulator).get(f"/documents/{first.pk}/").content.decode()


class _Of:
    """What `client_for` needs of a world."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
