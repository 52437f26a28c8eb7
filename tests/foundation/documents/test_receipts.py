"""A document goes out, is signed for, is sent on; the sender sees who has not signed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as given
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt
from weian.foundation.inbox.models import Message
from weian.foundation.ladder import api as ladder
from weian.foundation.org.api import add_unit
from weian.foundation.people.api import Refused
from weian.foundation.tally.models import Delta
from weian.kernel import clock
from weian.kernel.actor import System
from weian.kernel.transitions import IllegalMove


@pytest.mark.row("S0-0.1")
def test_of_two_groups_and_two_named_hospitals_the_one_that_has_not_signed_is_listed_and_reminded(cast: Cast) -> None:
    ninth = given.provincial_hospital(cast, "云岭省第九医院")
    tumour = given.provincial_hospital(cast, "云岭省肿瘤医院")
    with clock.moved_to("2026-03-20T10:00"):  # a Friday
        document = given.draft(cast.regulator)
        with acting(cast.regulator):
            matched = documents.match_addressees(document.addressees, cast.city)
            assert [group.code for group in matched.groups] == ["level.county", "direct"]
            assert matched.units == [ninth, tumour] and matched.unknown == []
            units = [unit for group in matched.groups for unit in group.units]
            named = {ninth.pk: "name", tumour.pk: "name"}
            ladder.climb()  # what is owed from before: visits that nobody made last year
            documents.issue(document, by=cast.regulator, addressees=[*units, *matched.units], via=named)
        with set_up():
            got = {one.unit.name: one.via for one in Receipt.objects.filter(document=document)}
        assert got == {
            "白鹭县卫生健康局": "group", "松坪县卫生健康局": "group", "云泽市第一人民医院": "group",
            "云岭省第九医院": "name", "云岭省肿瘤医院": "name",
        }  # fmt: skip
    with clock.moved_to("2026-03-23T15:00"):  # Monday, the one working day
        for viewer in (cast.county_regulator, cast.outsider, cast.city_officer):
            given.sign(document, viewer)
        with acting(cast.regulator):
            missing = documents.unsigned(document, cast.regulator)
        assert not any(one.late(clock.today()) for one in missing)
        with set_up():
            documents.sign(given.receipt(document, tumour), by=System("代表肿瘤医院签收"))
        assert ladder.climb() == 0
    with clock.moved_to("2026-03-24T08:30"):
        with acting(cast.regulator):
            missing = documents.unsigned(document, cast.regulator)
            assert [(one.unit, one.late(clock.today())) for one in missing] == [(ninth, True)]
            assert documents.receipt_counts(document, cast.regulator)["late"] == 1
        assert ladder.climb() == 2  # 逾期, and at once the first working day
        assert ladder.climb() == 0  # once, not at every run
        events = audit.history(given.receipt(document, ninth).uid)
        assert [event.verb for event in events] == ["receipt.reminded", "receipt.sent"]
        answer = client_of(cast.regulator).get(document.get_absolute_url() + "?receipts=sent")
        rows = [
            (row["receipt"].unit, row["receipt"].get_status_display()) for row in answer.context["receipts"]["rows"]
        ]
        assert rows == [(ninth, "未签收")]
        page = answer.content.decode()
        listed = page[page.index('id="receipts"') :]
        assert "云岭省第九医院" in listed and "云岭省肿瘤医院" not in listed and "自动催签" in listed
    told = Message.objects.get(to=cast.regulator.person, kind="receipt.missing")
    assert "云岭省第九医院" in told.text


def test_signing_says_who_and_when_in_the_units_chain(cast: Cast) -> None:
    with clock.moved_to("2026-03-20T10:00"):
        document = given.issued(cast)
    with clock.moved_to("2026-03-21T09:15"):
        signed = given.sign(document, cast.city_officer)
    assert (signed.status, signed.signed_by) == ("signed", cast.city_officer.person.uid)
    event = audit.history(signed.uid)[0]
    assert (event.verb, event.chain, event.post) == (
        "receipt.signed",
        cast.city_hospital.uid,
        cast.city_officer.actor_post,
    )
    with set_up():
        assert list(audit.faults()) == []


def test_signing_twice_is_signing_once(cast: Cast) -> None:
    document = given.issued(cast)
    given.sign(document, cast.city_officer)
    given.sign(document, cast.city_director)
    kept = given.receipt(document, cast.city_hospital)
    assert kept.signed_by == cast.city_officer.person.uid and len(audit.history(kept.uid)) == 2


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("regulator", "由云泽市第一人民医院签收"), ("county_regulator", "由云泽市第一人民医院签收"),
        ("outsider_officer", "由云泽市第一人民医院签收"),
    ],
)  # fmt: skip
def test_nobody_signs_for_another_unit(cast: Cast, who: str, sentence: str) -> None:
    document = given.issued(cast)
    with pytest.raises(Refused, match=sentence):
        documents.sign(given.receipt(document, cast.city_hospital), by=getattr(cast, who))


def test_a_ward_does_not_sign_for_the_hospital(cast: Cast) -> None:
    document = given.issued(cast, cast.hospital)
    with pytest.raises(Refused, match="签收通知"):
        documents.sign(given.receipt(document, cast.hospital), by=cast.keeper)


def test_the_county_sends_on_and_the_city_sees_it(cast: Cast) -> None:
    document = given.issued(cast)
    got = given.sign(document, cast.county_regulator)
    with acting(cast.county_regulator):
        made = documents.forward(got, by=cast.county_regulator, to=[cast.hospital, cast.center, cast.clinic])
    assert {one.unit for one in made} == {cast.hospital, cast.center, cast.clinic}
    assert all(one.sent_by == cast.county and one.via == "forward" for one in made)
    with acting(cast.regulator):
        states = {one.unit.name: one.status for one in documents.receipts_of(document, cast.regulator)}
    assert states["白鹭县卫生健康局"] == "forwarded" and states["白鹭县人民医院"] == "sent"


def test_sending_on_again_reaches_only_who_has_nothing_yet(cast: Cast) -> None:
    document = given.issued(cast, cast.county, cast.hospital)
    got = given.sign(document, cast.county_regulator)
    with acting(cast.county_regulator):
        first = documents.forward(got, by=cast.county_regulator, to=[cast.hospital, cast.center])
        second = documents.forward(got, by=cast.county_regulator, to=[cast.center, cast.clinic])
    assert [one.unit for one in first] == [cast.center] and [one.unit for one in second] == [cast.clinic]
    assert given.receipt(document, cast.hospital).sent_by == cast.city


def test_sending_on_needs_a_signature_first(cast: Cast) -> None:
    document = given.issued(cast)
    with acting(cast.county_regulator), pytest.raises(Refused, match="请先签收，再转发"):
        documents.forward(given.receipt(document, cast.county), by=cast.county_regulator, to=[cast.hospital])


def test_a_county_does_not_send_on_outside_its_branch(cast: Cast) -> None:
    document = given.issued(cast)
    got = given.sign(document, cast.county_regulator)
    with acting(cast.county_regulator), pytest.raises(Refused, match="不在本单位管辖之内"):
        documents.forward(got, by=cast.county_regulator, to=[cast.neighbour_hospital])


def test_a_hospital_does_not_send_on(cast: Cast) -> None:
    document = given.issued(cast)
    got = given.sign(document, cast.city_officer)
    with acting(cast.city_officer), pytest.raises(Refused, match="转发通知"):
        documents.forward(got, by=cast.city_officer, to=[cast.clinic])


def test_a_hospital_sees_its_own_receipt_and_no_other(cast: Cast) -> None:
    document = given.issued(cast)
    with acting(cast.city_officer):
        assert [one.unit for one in documents.receipts_of(document, cast.city_officer)] == [cast.city_hospital]
    with acting(cast.county_regulator):
        assert [one.unit for one in documents.receipts_of(document, cast.county_regulator)] == [cast.county]


def test_a_draft_is_seen_by_the_desk_that_writes_it_and_nobody_else(cast: Cast) -> None:
    document = given.draft(cast.regulator)
    sees = {}
    for key in (
        "regulator",
        "commission_leader",
        "province_regulator",
        "county_regulator",
        "officer",
        "outsider",
        "system_admin",
    ):
        with acting(getattr(cast, key)):
            sees[key] = Document.objects.visible_to(getattr(cast, key)).filter(pk=document.pk).exists()
    assert sees == dict.fromkeys(sees, False) | {"regulator": True}


def test_an_issued_document_is_seen_by_its_issuer_and_who_got_it(cast: Cast) -> None:
    document = given.issued(cast, cast.county, cast.hospital)
    seen_by = set()
    everybody = (
        "regulator", "commission_leader", "county_regulator", "officer", "keeper", "outsider", "outsider_officer",
        "city_officer", "other_regulator", "system_admin", "audit_admin",
    )  # fmt: skip
    for key in everybody:
        viewer = getattr(cast, key)
        answer = client_of(viewer).get(document.get_absolute_url())
        if answer.status_code == 200:
            seen_by.add(key)
    assert seen_by == {"regulator", "commission_leader", "county_regulator", "officer", "keeper"}


def test_absent_and_forbidden_look_alike(cast: Cast) -> None:
    document = given.issued(cast)
    client = client_of(cast.other_regulator)
    for name in ("document", "receipt-forward", "document-annul"):
        there, nowhere = reverse(name, args=[document.uid]), reverse(name, args=[uuid4()])
        refused, absent = client.get(there), client.get(nowhere)
        assert refused.status_code == absent.status_code == 404
        assert len(refused.content) == len(absent.content)
    assert client.post(reverse("receipt-sign", args=[document.uid])).status_code == 404


def test_the_signature_button_signs_and_a_reload_does_not_sign_again(cast: Cast) -> None:
    document = given.issued(cast)
    client = client_of(cast.city_officer)
    assert "签收" in client.get(document.get_absolute_url()).content.decode()
    for _ in range(2):
        answer = client.post(reverse("receipt-sign", args=[document.uid]), follow=True)
        assert answer.status_code == 200
    assert given.receipt(document, cast.city_hospital).status == "signed"
    assert len(audit.history(given.receipt(document, cast.city_hospital).uid)) == 2


def test_forwarding_by_the_page_names_what_it_does_not_understand_and_keeps_what_was_typed(cast: Cast) -> None:
    document = given.issued(cast)
    given.sign(document, cast.county_regulator)
    client, url = client_of(cast.county_regulator), reverse("receipt-forward", args=[document.uid])
    answer = client.post(url, {"names": "白鹭县人民医院、不存在的医院"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "没有找到“不存在的医院”" in page and "白鹭县人民医院、不存在的医院" in page
    assert not _has(document, cast.hospital)
    assert client.post(url, {"names": "白鹭县人民医院", "groups": ["type.clinic"]}).status_code == 302
    assert _has(document, cast.hospital) and _has(document, cast.clinic) and not _has(document, cast.center)


def test_issuing_again_makes_nothing_new_and_another_person_is_refused(cast: Cast) -> None:
    document = given.issued(cast)
    with acting(cast.regulator):
        assert documents.issue(document, by=cast.regulator, addressees=[cast.county, cast.city_hospital]) == []
    with acting(cast.regulator_2), pytest.raises(IllegalMove, match="不用再办一次"):
        documents.issue(document, by=cast.regulator_2, addressees=[cast.county])


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [("city", "发文单位自己"), ("province", "上级单位"), ("ward", "不能作为发送对象"), (None, "还没有发送对象")],
)
def test_a_wrong_addressee_is_refused_and_nothing_goes_out(cast: Cast, unit: str | None, sentence: str) -> None:
    document = given.draft(cast.regulator)
    with acting(cast.regulator), pytest.raises(Refused, match=sentence):
        documents.issue(document, by=cast.regulator, addressees=[cast.county, getattr(cast, unit)] if unit else [])
    document.refresh_from_db()
    assert document.status == "draft"


def test_the_same_number_is_not_issued_twice(cast: Cast) -> None:
    given.issued(cast)
    with pytest.raises(Refused, match="已经下发过"):
        given.issued(cast)


def test_a_hospital_does_not_issue(cast: Cast) -> None:
    with acting(cast.officer), pytest.raises(Refused, match="下发通知"):
        given.draft(cast.officer)


def test_two_hundred_units_get_it_each_with_one_event_and_one_count(cast: Cast) -> None:
    with set_up():
        units = [
            add_unit(
                by=System("布景"),
                parent=cast.county,
                kind="institution",
                level="county",
                type="clinic",
                name=f"诊所{n}",
            )
            for n in range(200)
        ]
        before = Delta.objects.filter(kind="receipt").count()
    document = given.issued(cast, *units)
    with set_up():
        assert Receipt.objects.filter(document=document).count() == 200
        assert Delta.objects.filter(kind="receipt").count() - before == 200
        assert list(audit.faults()) == []


def _has(document: Document, unit: object) -> bool:
    with set_up():
        return Receipt.objects.filter(document=document, unit=unit).exists()
