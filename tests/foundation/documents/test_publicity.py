"""抄送 and 信息公开形式: who reads a copy, and what the public may see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import SINCE, Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as given
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt
from weian.foundation.org.api import add_unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.kernel.actor import System

SECRET = "每月开展一次消防自查"


def published(cast: Cast, said: str, number: int) -> Document:
    text = given.NOTICE.replace("依申请公开", said).replace("12号", f"{number}号")
    return given.issued(cast, cast.county, text=text)


@pytest.mark.row("S1-0.3")
def test_the_text_of_a_document_open_on_request_is_not_in_the_public_list(cast: Cast) -> None:
    open_, on_request, internal = (
        published(cast, said, n) for n, said in enumerate(("主动公开", "依申请公开", "不予公开"), 1)
    )
    assert [one.disclosure for one in (open_, on_request, internal)] == ["open", "on_request", "internal"]
    entries = {entry.doc_no: entry.text for entry in documents.public_list(cast.city)}
    assert entries == {open_.doc_no: open_.body, on_request.doc_no: None}
    page = client_of(cast.regulator).get(reverse("documents-public")).content.decode()
    assert page.count(SECRET) == 1 and on_request.doc_no in page and internal.doc_no not in page


def test_what_does_not_say_that_it_is_open_is_not_published(cast: Cast) -> None:
    document = given.issued(cast, cast.county, text=given.NOTICE.replace("（信息公开形式：依申请公开）", ""))
    assert document.disclosure == "internal" and documents.public_list(cast.city) == []


def test_drafts_and_annulled_documents_are_not_published(cast: Cast) -> None:
    document = published(cast, "主动公开", 1)
    given.draft(cast.regulator, given.NOTICE.replace("依申请公开", "主动公开"))
    with acting(cast.regulator):
        documents.annul(document, by=cast.regulator, why="期满")
    assert documents.public_list(cast.city) == []


def test_only_the_desk_that_issues_opens_the_public_list(cast: Cast) -> None:
    assert client_of(cast.officer).get(reverse("documents-public")).status_code == 404


def test_the_copy_line_is_kept_as_written(cast: Cast) -> None:
    assert given.draft(cast.regulator).cc == ["云泽市安全生产委员会", "云泽市消防救援支队"]


def test_an_outside_body_gets_a_reading_copy_that_it_signs_for(cast: Cast) -> None:
    with set_up():
        root = add_unit(by=System("布景"), parent=None, kind="agency", name="云泽市消防救援支队")
    document = given.draft(cast.regulator)
    with acting(cast.regulator):
        documents.issue(document, by=cast.regulator, addressees=[cast.county], copies=[root, cast.province])
        got = {one.unit.name: one.via for one in documents.receipts_of(document, cast.regulator)}
    assert got == {"白鹭县卫生健康局": "group", "云泽市消防救援支队": "copy", "云岭省卫生健康委员会": "copy"}
    with set_up():
        assert {one.unit for one in Receipt.objects.filter(document=document).binding()} == {cast.county}


@pytest.mark.row("S1-0.3")
def test_bodies_named_under_copies_get_a_reading_copy_and_sign_that_they_have_it(cast: Cast) -> None:
    brigade = _agency("云泽市消防救援支队", "brigade")
    document = given.issued(cast, cast.county)
    with acting(brigade):
        assert documents.receipt_of(document, brigade.unit).via == "copy"
    client = client_of(brigade)
    page = client.get(document.get_absolute_url()).content.decode()
    assert SECRET in page and "（抄送）" in page and reverse("receipt-sign", args=[document.pk]) in page
    client.post(reverse("receipt-sign", args=[document.pk]))
    answer = client_of(cast.regulator).get(document.get_absolute_url())
    told = {one["receipt"].unit.name: one["receipt"].status for one in answer.context["receipts"]["rows"]}
    assert told == {"白鹭县卫生健康局": "sent", "云泽市消防救援支队": "signed"}
    # A copy informs: it puts no task on anybody, and is not sent on.
    assert documents.can_forward(brigade, given.receipt(document, brigade.unit))[0] is False


def test_a_body_that_is_not_in_the_system_is_only_named(cast: Cast) -> None:
    document = given.issued(cast, cast.county)
    with set_up():
        assert [one.unit for one in Receipt.objects.filter(document=document)] == [cast.county]
    assert documents.copies_of(document) == []


def _agency(name: str, account: str) -> Viewer:
    with set_up():
        system = System("布景")
        unit = add_unit(by=system, parent=None, kind="agency", name=name)
        person = people.add_person(by=system, unit=unit, name="秦川")
        post = people.add_post(
            by=system, unit=unit, reach=unit, title="联络员", post_class="safety_officer", domains=[]
        )
        people.appoint(person, post, by=system, since=SINCE)
        people.open_account(person, account, by=system)
        return viewer_for(person)


def test_who_must_act_is_not_made_a_reader_by_also_standing_under_copies(cast: Cast) -> None:
    document = given.draft(cast.regulator)
    with acting(cast.regulator):
        documents.issue(document, by=cast.regulator, addressees=[cast.county], copies=[cast.county])
    assert given.receipt(document, cast.county).via == "group"


def test_an_outside_body_cannot_be_made_to_act(cast: Cast) -> None:
    with set_up():
        root = add_unit(by=System("布景"), parent=None, kind="agency", name="云泽市消防救援支队")
    document = given.draft(cast.regulator)
    with acting(cast.regulator), pytest.raises(Refused, match="只能列为抄送"):
        documents.issue(document, by=cast.regulator, addressees=[root])
