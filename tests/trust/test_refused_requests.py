"""Requests that no page of ours sends are refused with a page of ours."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of
from tests.trust.facts import state
from tests.trust.world import body_of


@pytest.mark.parametrize(
    "at", ["/search/?q=a%00", "/documents/?q=%00", "/hazards/?view=open%00", "/notices/?after=%00_"]
)
def test_a_nul_in_an_address_shows_the_page(cast: Cast, at: str) -> None:
    assert client_of(cast.officer).get(at).status_code == 200
    assert Client().get(at).status_code == 302


def test_a_nul_in_a_form_is_said_at_the_field_and_nothing_is_written(cast: Cast) -> None:
    before = state()
    answer = client_of(cast.officer).post("/hazards/new/", {"uid": uuid4(), "text": "漏\x00电"})
    assert answer.status_code == 422 and state() == before


def test_far_too_many_fields_and_far_too_long_words_are_refused(cast: Cast) -> None:
    client = client_of(cast.officer)
    client.raise_request_exception = False
    before = state()
    assert client.post("/hazards/new/", {f"f{number}": "1" for number in range(2000)}).status_code in (400, 413)
    huge = client.post("/hazards/new/", {"uid": uuid4(), "text": "电" * 350_000})
    assert huge.status_code == 422 and "2000" in huge.content.decode()
    assert client.post("/hazards/new/", {"uid": uuid4(), "text": "a" * 5 * 2**20}).status_code in (400, 413)
    assert client.get("/search/", {"q": "长" * 10_000}).status_code == 200
    assert state() == before


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://evil.example","x")'


def test_markup_in_every_word_of_a_hazard_is_shown_as_words_on_every_page(cast: Cast) -> None:
    client, uid = client_of(cast.officer), uuid4()
    words = {"uid": uid, "text": SCRIPT, "place": SCRIPT, "request_id": SCRIPT}
    assert client.post("/hazards/new/", words).status_code == 302
    pages = [
        f"/hazards/{uid}/", "/hazards/", "/", "/m/", "/m/mine/", "/messages/", "/m/messages/", "/tasks/",
        "/hazards/ledgers/rectification_ledger/", "/search/?q=%3Cscript", "/hazards/new/?place=" + SCRIPT,
        "/reports/", "/reports/board/", "/hazards/m/new/?place=" + SCRIPT, "/documents/?q=" + SCRIPT,
        "/notices/?view=" + SCRIPT, "/hazards/?view=" + SCRIPT, "/tasks/?view=" + SCRIPT,
    ]  # fmt: skip
    shown = 0
    for who in (cast.officer, cast.keeper, cast.county_regulator):
        one = client_of(who)
        for at in pages:
            text = one.get(at).content.decode()
            assert "<script>alert" not in text and "<img src=x" not in text, at
            shown += "&lt;script&gt;" in text
    assert shown > 5


def test_markup_in_names_of_people_units_and_notices_is_shown_as_words(cast: Cast) -> None:
    admin = client_of(cast.system_admin)
    staff = {
        "name": SCRIPT[:30], "unit": cast.city.pk, "title": SCRIPT, "post_class": "staff", "username": "li-si",
        "phone": "<script>alert(1)", "at": cast.city.pk,
    }  # fmt: skip
    assert admin.post("/accounts/staff/new/", staff).status_code == 200
    unit = {"name": SCRIPT, "type": "general_hospital", "at": cast.city.pk}
    assert client_of(cast.regulator).post("/accounts/units/new/", unit).status_code == 302
    text = f"关于{SCRIPT}的通知\n\n各县卫生健康局：\n\n一、{SCRIPT}责任。请于2026年12月20日前抓好落实并报送总结。\n"
    read = client_of(cast.regulator).post("/notices/new/", {"request_id": uuid4(), "text": text})
    assert read.status_code == 302, read.content.decode()[:500]
    law = {"kind": "law", "disclosure": "open", "request_id": uuid4(), "uid": uuid4(), "text": text}
    library = client_of(cast.regulator).post("/documents/new/", law)
    assert library.status_code == 302
    shown = 0
    for client, at in [
        (admin, "/accounts/staff/"), (admin, "/accounts/units/"), (client_of(cast.regulator), read["Location"]),
        (client_of(cast.regulator), read["Location"] + "proposals/"), (client_of(cast.regulator), "/notices/"),
        (client_of(cast.regulator), read["Location"] + "addressees/?q=script"),
        (client_of(cast.regulator), library["Location"]), (client_of(cast.officer), "/documents/"),
        (client_of(cast.regulator), "/search/?q=script"), (client_of(cast.regulator), "/"),
    ]:  # fmt: skip
        words = client.get(at, follow=True).content.decode()
        assert "<script>alert" not in words and "<img src=x" not in words, at
        shown += "&lt;script&gt;" in words
    assert shown >= 6


def test_a_formula_in_a_hazard_is_text_in_the_exported_sheet(cast: Cast) -> None:
    import io
    import zipfile

    client = client_of(cast.officer)
    assert client.post("/hazards/new/", {"uid": uuid4(), "text": FORMULA, "place": "@SUM(A1)"}).status_code == 302
    for at in ("/hazards/export/", "/hazards/ledgers/rectification_ledger/export/"):
        answer = client.post(at)
        with zipfile.ZipFile(io.BytesIO(body_of(answer))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert "HYPERLINK(" in sheet  # as words in a cell
            assert "<f>" not in sheet
            assert "<hyperlink" not in sheet


def test_a_file_name_writes_no_header_and_no_direction(cast: Cast) -> None:
    from tests.ground.hazards.situations import picture

    client, uid = client_of(cast.officer), uuid4()
    name = 'a\r\nSet-Cookie: x=1\u202egpj.exe"; filename=evil.html'
    assert client.post("/hazards/new/", {"uid": uid, "text": "照", "photo": picture(name)}).status_code == 302
    from tests.conftest import set_up
    from weian.foundation.evidence.models import Attachment

    with set_up():
        kept = Attachment.objects.get(owner_uid=uid)
    answer = client.get(f"/files/{kept.pk}/")
    assert b"".join(answer.streaming_content)
    assert "Set-Cookie" not in answer.headers and "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment") and "evil.html" not in answer["Content-Disposition"]
    assert "\u202e" not in kept.name and kept.name.endswith(".jpg")
