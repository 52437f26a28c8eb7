"""依据: from a clause up to the documents that it rests on, and what happens when one of them loses force."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.foundation.documents import situations as given
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Clause, Document
from weian.foundation.documents.reading import read_text
from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove

PROVINCIAL, NATIONAL, CHEMICALS = given.UPPER


def with_library(cast: Cast) -> tuple[Document, dict[str, Document]]:
    """Three upper documents in the province's library and the city's notice that cites them, sent to the hospital."""
    upper = {number: given.upper_document(cast.province_regulator, number) for number in given.UPPER}
    return given.issued(cast, cast.hospital), upper


def test_a_clause_leads_a_hospital_to_its_text_and_the_documents_above(cast: Cast) -> None:
    document, upper = with_library(cast)
    page = client_of(cast.keeper).get(reverse("clause", args=[given.clause(document, "二").uid])).content.decode()
    assert "开展自查" in page and "每月开展一次消防自查" in page
    for number, one in upper.items():
        assert number in page and f'href="{one.get_absolute_url()}"' in page
    assert client_of(cast.keeper).get(upper[NATIONAL].get_absolute_url()).status_code == 200


def test_a_document_that_only_one_clause_names_is_not_the_basis_of_the_others(cast: Cast) -> None:
    document, _ = with_library(cast)
    with acting(cast.officer):
        numbers = {
            start: {
                one.doc_no for one in documents.basis_of(document, cast.officer, clause=given.clause(document, start))
            }
            for start in ("一", "二")
        }
    assert CHEMICALS in numbers["二"] and CHEMICALS not in numbers["一"]
    assert {PROVINCIAL, NATIONAL} <= numbers["一"] & numbers["二"]


def test_what_is_cited_but_in_no_library_is_named_and_leads_nowhere(cast: Cast) -> None:
    document, _ = with_library(cast)
    with acting(cast.officer):
        loose = [one for one in documents.basis_of(document, cast.officer) if one.document is None]
    assert [one.title for one in loose] == ["云岭省安全生产条例"]
    assert "文件库中没有" in client_of(cast.officer).get(document.get_absolute_url()).content.decode()


def test_a_document_that_comes_into_the_library_later_is_found(cast: Cast) -> None:
    document = given.issued(cast, cast.hospital)
    with acting(cast.officer):
        assert all(one.document is None for one in documents.basis_of(document, cast.officer))
    late = given.upper_document(cast.province_regulator, PROVINCIAL)
    with acting(cast.officer):
        assert late in [one.document for one in documents.basis_of(document, cast.officer)]


def test_a_law_that_is_cited_by_its_name_alone_is_found_when_it_comes(cast: Cast) -> None:
    document = given.issued(cast, cast.hospital)
    title = "《云岭省安全生产条例》"
    text = f"{title}\n第一条　总则。\n"
    with acting(cast.province_regulator) as by:
        law = documents.add_to_library(read_text(text), by=by, text=text, kind="rule")
    assert not law.doc_no
    with acting(cast.officer):
        assert law in [one.document for one in documents.basis_of(document, cast.officer)]
    with acting(cast.province_regulator) as by:
        assert document.pk in {one.document_id for one in documents.annul(law, by=by, why="修订")}


def test_the_chain_goes_on_upwards_and_a_circle_ends(cast: Cast) -> None:
    given.upper_document(cast.province_regulator, NATIONAL, cites=PROVINCIAL)
    given.upper_document(cast.province_regulator, PROVINCIAL, cites=NATIONAL)
    document = given.issued(cast, cast.hospital)
    with acting(cast.officer):
        [provincial] = [one for one in documents.basis_of(document, cast.officer) if one.doc_no == PROVINCIAL]
    assert [one.doc_no for one in provincial.above] == [NATIONAL]


def test_the_library_of_a_neighbour_is_no_basis(cast: Cast) -> None:
    given.upper_document(cast.other_regulator, PROVINCIAL)
    document = given.issued(cast, cast.hospital)
    with acting(cast.officer):
        assert all(one.document is None for one in documents.basis_of(document, cast.officer))


def test_annulling_marks_the_clauses_that_rest_on_it(cast: Cast) -> None:
    document, upper = with_library(cast)
    with acting(cast.province_regulator):
        documents.annul(upper[NATIONAL], by=cast.province_regulator, why="国家卫生健康委公告废止")
    assert {one.review for one in document.clauses.all()} == {"待复核"}
    page = client_of(cast.officer).get(reverse("clause", args=[given.clause(document, "一").uid])).content.decode()
    assert "待复核" in page and "已废止" in page
    marked = audit.history(document.uid)[0]
    assert (marked.verb, marked.chain) == ("document.to_review", cast.city.uid)
    assert marked.facts["cause"] == str(upper[NATIONAL].uid)


def test_annulling_what_one_clause_names_marks_that_clause_alone(cast: Cast) -> None:
    document, upper = with_library(cast)
    with acting(cast.province_regulator):
        documents.annul(upper[CHEMICALS], by=cast.province_regulator, why="已被代替")
    assert {one.no: one.review for one in document.clauses.all()} == {"一": "", "二": "待复核"}


def test_annulling_reaches_what_rests_on_it_through_another_document(cast: Cast) -> None:
    national = given.upper_document(cast.province_regulator, NATIONAL)
    given.upper_document(cast.province_regulator, PROVINCIAL, cites=NATIONAL)
    notice = given.issued(
        cast, cast.hospital, text=given.NOTICE.replace(f"《{given.UPPER[NATIONAL]}》（{NATIONAL}）和", "")
    )
    with acting(cast.province_regulator):
        marked = documents.annul(national, by=cast.province_regulator, why="废止")
    assert {one.document_id for one in marked} >= {notice.pk, national.pk} and len(
        {one.document_id for one in marked}
    ) == 3
    assert not notice.clauses.filter(review="").exists()


def test_a_person_who_looks_again_settles_the_review(cast: Cast) -> None:
    document, upper = with_library(cast)
    with acting(cast.province_regulator):
        documents.annul(upper[CHEMICALS], by=cast.province_regulator, why="已被代替")
    marked, url = given.clause(document, "二"), reverse("clause-review", args=[given.clause(document, "二").uid])
    assert client_of(cast.officer).post(url, {"why": "有效"}).status_code == 422
    assert client_of(cast.regulator).post(url, {"why": ""}).status_code == 422
    assert Clause.objects.get(pk=marked.pk).review == "待复核"
    assert client_of(cast.regulator).post(url, {"why": "新办法要求相同，仍然有效"}).status_code == 302
    assert Clause.objects.get(pk=marked.pk).review == ""
    assert audit.history(marked.uid)[0].why == "新办法要求相同，仍然有效"


def test_only_the_keeper_annuls_and_only_with_a_reason_and_once(cast: Cast) -> None:
    _, upper = with_library(cast)
    one = upper[NATIONAL]
    with acting(cast.regulator), pytest.raises(Refused, match="由云岭省卫生健康委员会废止"):
        documents.annul(one, by=cast.regulator, why="废止")
    with acting(cast.province_regulator):
        with pytest.raises(Refused, match="请写明"):
            documents.annul(one, by=cast.province_regulator, why=" ")
        documents.annul(one, by=cast.province_regulator, why="废止")
        with pytest.raises(IllegalMove):
            documents.annul(one, by=cast.province_regulator, why="再废止")


def test_a_draft_is_not_annulled(cast: Cast) -> None:
    draft = given.draft(cast.regulator)
    with acting(cast.regulator), pytest.raises(IllegalMove):
        documents.annul(draft, by=cast.regulator, why="不要了")


def test_the_page_annuls_with_the_document_that_replaces_it(cast: Cast) -> None:
    _, upper = with_library(cast)
    client, url = client_of(cast.province_regulator), reverse("document-annul", args=[upper[NATIONAL].uid])
    wrong = client.post(url, {"why": "换新", "replaced_by": "国卫办〔2030〕99号"})
    assert wrong.status_code == 422 and "文件库里没有有效的国卫办〔2030〕99号" in given.said(wrong)
    assert "换新" in wrong.content.decode()
    assert client.post(url, {"why": "换新", "on": "2026-03-01", "replaced_by": "云岭卫安[2026]3号"}).status_code == 302
    upper[NATIONAL].refresh_from_db()
    assert (upper[NATIONAL].status, upper[NATIONAL].replaced_by) == ("annulled", upper[PROVINCIAL])
    page = client.get(upper[NATIONAL].get_absolute_url()).content.decode()
    assert "2026-03-01" in page and PROVINCIAL in page


def test_a_document_named_in_the_text_is_a_door_to_it_where_the_reader_may_go(cast: Cast) -> None:
    document, upper = with_library(cast)
    page = client_of(cast.officer).get(document.get_absolute_url()).content.decode()
    body = page[page.index('<article class="wa-notice">') : page.index("</article>")]
    for number, one in upper.items():
        assert f'<a href="{one.get_absolute_url()}">{number}</a>' in body
    assert "《云岭省安全生产条例》" in body and "云岭省安全生产条例</a>" not in body


def test_what_is_written_in_a_title_stays_text(cast: Cast) -> None:
    document, _ = with_library(cast)
    with acting(cast.officer):
        basis = documents.basis_of(document, cast.officer)
    assert "&lt;b&gt;" in documents.linked(f"<b>{NATIONAL}", basis) and "&lt;" in documents.linked("<i>", [])
