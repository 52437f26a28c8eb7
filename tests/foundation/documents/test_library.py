"""The library: what comes in, who finds it, and what the pages say to bad input."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.foundation.documents import situations as given
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused

RULE = """医疗机构消防管理九项规定
国卫办〔2020〕1号
各省卫生健康委：
一、落实责任
医疗机构应当落实消防安全责任。
二、定期检查
每月至少检查一次。
"""


@pytest.fixture(autouse=True)
def evidence_root(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_ROOT = tmp_path


def told(**more: object) -> dict[str, object]:
    return {"uid": str(uuid4()), "kind": "rule", "disclosure": "open", "text": "", **more}


def test_a_pasted_rule_comes_in_with_its_clauses(cast: Cast) -> None:
    answer = client_of(cast.regulator).post(reverse("document-add"), told(text=RULE))
    assert answer.status_code == 302
    document = Document.objects.get(doc_no="国卫办〔2020〕1号")
    assert (document.issuer, document.unit, document.status) == (None, cast.city, "issued")
    assert [one.no for one in document.clauses.all()] == ["一", "二"]
    second = document.clauses.get(no="二")
    assert "定期检查" in document.lines[second.first_line - 1]


def test_an_uploaded_rule_keeps_its_file_for_who_may_read_it(cast: Cast) -> None:
    file = SimpleUploadedFile("九项规定.txt", RULE.encode())
    answer = client_of(cast.regulator).post(reverse("document-add"), told(file=file, disclosure="internal"))
    assert answer.status_code == 302
    [kept] = evidence.attachments_of("document", Document.objects.get(doc_no="国卫办〔2020〕1号").uid)
    below, elsewhere = client_of(cast.officer), client_of(cast.other_regulator)
    assert b"".join(below.get(kept.get_absolute_url()).streaming_content) == RULE.encode()
    assert elsewhere.get(kept.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请选择一个文件，或把正文粘贴到下面。"),
        ({"file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)}, "docx"),
        ({"file": ("a.jpg", b"\xff\xd8\xff")}, "图片"),
        ({"text": RULE, "kind": "nonsense"}, "nonsense"),
    ],
)
def test_bad_input_is_answered_at_the_place_and_nothing_is_kept(cast: Cast, sent: dict, sentence: str) -> None:  # type: ignore[type-arg]
    if "file" in sent:
        sent = sent | {"file": SimpleUploadedFile(*sent["file"])}
    answer = client_of(cast.regulator).post(reverse("document-add"), told(**sent))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    if "text" in sent:
        assert "落实消防安全责任" in answer.content.decode()
    assert not Document.objects.exists() and not evidence.Attachment.objects.exists()


def test_sending_the_form_twice_adds_one_document(cast: Cast) -> None:
    sent = told(text=RULE)
    client = client_of(cast.regulator)
    assert [client.post(reverse("document-add"), sent).status_code for _ in range(2)] == [302, 302]
    assert Document.objects.count() == 1


def test_the_same_number_comes_in_once(cast: Cast) -> None:
    client = client_of(cast.regulator)
    client.post(reverse("document-add"), told(text=RULE))
    again = client.post(reverse("document-add"), told(text=RULE.replace("〔2020〕", "[2020]")))
    assert again.status_code == 422 and "文件库里已有国卫办〔2020〕1号" in given.said(again)


def test_a_hospital_has_no_library_to_fill(cast: Cast) -> None:
    assert client_of(cast.officer).get(reverse("document-add")).status_code == 404
    with acting(cast.officer), pytest.raises(Refused):
        documents.add_to_library(given.read_text(RULE), by=cast.officer, text=RULE, kind="rule")


def test_the_list_shows_each_their_own_and_finds_by_number(cast: Cast) -> None:
    document = given.issued(cast, cast.hospital)
    url = reverse("documents")
    assert document.title in client_of(cast.officer).get(url, {"view": "waiting"}).content.decode()
    assert document.title in client_of(cast.officer).get(url, {"q": "卫安〔2026〕12"}).content.decode()
    assert document.title not in client_of(cast.officer).get(url, {"q": "没有这个"}).content.decode()
    assert document.title not in client_of(cast.outsider).get(url).content.decode()
    given.sign(document, cast.officer)
    assert document.title not in client_of(cast.officer).get(url, {"view": "waiting"}).content.decode()


def test_a_long_list_comes_in_pages_of_fifty_without_gaps_and_with_few_queries(
    cast: Cast, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for number in range(1, 54):
        given.draft(cast.regulator, given.NOTICE.replace("12号", f"{number}号"))
    client, url = client_of(cast.regulator), reverse("documents")
    client.get(url)
    with django_assert_max_num_queries(20):
        first = client.get(url)
    seen = {row["document"].pk for row in first.context["rows"]}
    rest = client.get(url + first.context["foot"]["next_url"])
    rest_seen = {row["document"].pk for row in rest.context["rows"]}
    assert (len(seen), len(rest_seen), len(seen | rest_seen)) == (50, 3, 53)
    assert first.context["foot"]["total"] == 53 and rest.context["foot"]["next_url"] == ""


@pytest.mark.parametrize(
    "query", ["?after=nonsense", "?after=2026-01-01_x", "?view=%00", "?q=%27%3B--", "?receipts=x&after=9e9"]
)
def test_a_mangled_address_shows_the_page_and_no_error(cast: Cast, query: str) -> None:
    document = given.issued(cast, cast.hospital)
    client = client_of(cast.officer)
    assert client.get(reverse("documents") + query).status_code == 200
    assert client.get(document.get_absolute_url() + query).status_code == 200
