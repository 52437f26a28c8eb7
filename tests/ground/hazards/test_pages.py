"""The pages: a list that is cut by key, a record that offers what may be done, forms that lose nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import acting, client_of
from tests.ground.hazards.situations import photo, picture
from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import asks
from weian.ground.hazards.api import Hazard, Status
from weian.ground.hazards.overlays import ACTS as OVERLAYS
from weian.ground.hazards.presenters.record import ACTS
from weian.kernel import clock

WITH_FRAME = 11  # beside the one that sets role and place
OWN_QUERIES = 3  # all counts, the page, types to choose from; the frame has its own


def _many(play, cast, count):
    """`count` open hazards with different deadlines, by copying one that was brought there properly."""
    first = play.assigned()
    with audit.acting_as_system("大量数据"):
        made = []
        for n in range(count - 1):
            copy = Hazard.objects.get(pk=first.pk)
            copy.uid, copy.no = uuid4(), f"{first.no}-{n}"
            copy.due = copy.due_key = first.due + timedelta(days=n % 40)
            made.append(copy)
        Hazard.objects.bulk_create(made)
    return first


def _links(page, rel):
    return re.findall(rf'rel="{rel}" href="([^"]+)"', page.content.decode())


def _said(page):
    return re.findall(r'class="wa-(?:clash|errors|error)".*?</div>', page.content.decode(), re.DOTALL)


def _rows(page):
    return re.findall(r'<td class="wa-title"><a href="/hazards/([0-9a-f-]{36})/">', page.content.decode())


def test_pages_of_fifty_show_every_hazard_once_forward_and_back(play, cast):
    _many(play, cast, 120)
    client = client_of(cast.officer)
    page, seen, pages = client.get("/hazards/"), [], []
    while True:
        pages.append(_rows(page))
        seen += pages[-1]
        onward = _links(page, "next")
        if not onward:
            break
        page = client.get("/hazards/" + onward[0].replace("&amp;", "&"))
    assert [len(one) for one in pages] == [50, 50, 20]
    assert len(set(seen)) == 120
    back = client.get("/hazards/" + _links(page, "prev")[0].replace("&amp;", "&"))
    assert _rows(back) == pages[1]
    assert "共 120\u00a0条" in page.content.decode()
    # A city's list is walked along its order, a hospital's is sorted: the same hazards in the same places.
    wide = client_of(cast.regulator)
    assert [_rows(wide.get(path)) for path in ("/hazards/", "/hazards/?view=closed")] == [pages[0], []]


def test_the_list_takes_few_queries_however_long_it_is(play, cast):
    client = client_of(cast.county_regulator)
    frame = _asked(client, "/hazards/ledgers/") - 2  # its own: the ledgers, and the menu's count of hazards
    taken = []
    for count in (2, 60):
        _many(play, cast, count)
        taken.append(_asked(client, "/hazards/") - frame)
    assert taken == [OWN_QUERIES, OWN_QUERIES]
    assert _asked(client, "/hazards/?view=open&grade=general&mode=daily&since=2026-01-01") <= WITH_FRAME


def _asked(client, path):
    """How many statements ask for data, besides those that open the transaction or set the scope."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return sum(not re.match(r"(SAVEPOINT|RELEASE|SET|SELECT set_config|BEGIN|COMMIT)", one["sql"]) for one in queries)


@pytest.mark.parametrize(
    ("role", "status", "theirs"),
    [
        ("officer", Status.REPORTED, True), ("officer", Status.GRADED, True), ("officer", Status.ASSIGNED, False),
        ("pharmacist", Status.ASSIGNED, True), ("pharmacist", Status.RECTIFYING, True),
        ("pharmacist", Status.APPLIED, False), ("officer", Status.APPLIED, True), ("officer", Status.VERIFIED, True),
        ("pharmacist", Status.RETURNED, True), ("officer", Status.FIXED, True), ("keeper", Status.FIXED, False),
        ("officer", Status.CLOSED, False), ("officer", Status.REOPENED, True),
        ("county_regulator", Status.REPORTED, False), ("county_regulator", Status.APPLIED, False),
    ],
)  # fmt: skip
def test_my_turn_is_what_waits_for_this_person(play, cast, role, status, theirs):
    hazard = play.at(status)
    page = client_of(getattr(cast, role)).get("/hazards/?view=mine")
    assert (str(hazard.uid) in _rows(page)) is theirs


def test_a_major_hazard_waits_for_the_county_and_not_for_the_city(play, cast):
    hazard = play.applied(grade="major")
    turn = {
        role: str(hazard.uid) in _rows(client_of(getattr(cast, role)).get("/hazards/?view=mine"))
        for role in ("officer", "county_regulator", "regulator")
    }
    assert turn == {"officer": False, "county_regulator": True, "regulator": False}


def test_conditions_stand_in_the_address_and_narrow_the_list(play, cast):
    fire = play.reported(type="exit_locked", text="门锁闭")
    power = play.graded("large", type="wiring", text="私拉电线")
    client = client_of(cast.county_regulator)
    for query, found in {
        "type=wiring": {power}, "grade=large": {power}, "status=reported": {fire}, f"unit={cast.clinic.uid}": set(),
        f"unit={cast.hospital.uid}": {fire, power}, "since=2026-11-17": {power}, "mode=patrol": set(),
        "type=nothing": {fire, power}, "since=never": {fire, power},
    }.items():  # fmt: skip
        assert set(_rows(client.get(f"/hazards/?{query}"))) == {str(one.uid) for one in found}, query


def test_a_unit_for_the_list_is_found_by_its_name_within_one_s_sight(play, cast):
    client = client_of(cast.county_regulator)
    page = client.get("/hazards/?view=overdue&grade=large").content.decode()
    assert 'hx-get="/hazards/units/?view=overdue&amp;grade=large"' in page and str(cast.clinic.uid) not in page
    below = client.get("/hazards/units/?view=overdue&grade=large").content.decode()
    assert f'href="/hazards/?view=overdue&amp;grade=large&amp;unit={cast.clinic.uid}"' in below
    named = client.get("/hazards/units/", {"named": cast.hospital.name[-4:]}).content.decode()
    assert str(cast.hospital.uid) in named and str(cast.clinic.uid) not in named
    assert "没有找到" in client_of(cast.officer).get("/hazards/units/", {"named": cast.clinic.name}).content.decode()


@pytest.mark.parametrize("status", Status)
def test_the_record_offers_exactly_what_the_gate_allows(play, cast, status):
    hazard = play.at(status, type="exit_locked")
    gates = {name: gate for name, (_, gate, _) in ACTS.items()} | {name: one.gate for name, one in OVERLAYS.items()}
    for viewer in (cast.officer, cast.pharmacist, cast.county_regulator, cast.commission_leader):
        with clock.moved_to(play.day):
            page = client_of(viewer).get(f"/hazards/{hazard.uid}/")
        assert page.status_code == 200
        with acting(viewer):
            fresh = Hazard.objects.get(pk=hazard.pk)
            allowed = {name for name, gate in gates.items() if asks(gate, viewer, fresh)[0]}
        assert set(re.findall(rf'action="/hazards/{hazard.uid}/([\w-]+)/"', page.content.decode())) == allowed


def test_a_refused_act_shows_a_dashed_button_and_the_sentence(play, cast):
    hazard = play.applied(grade="major")
    text = client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
    assert 'aria-disabled="true"' in text
    assert "重大隐患，由上级（白鹭县卫生健康局）验收，本单位不能自行验收。" in text


def _does(viewer, path, sent=None):
    """One act by somebody who has just signed in; it must be done, not merely answered."""
    page = client_of(viewer).post(path, sent or {})
    assert page.status_code == 302, _said(page)
    assert page["Location"].startswith("/hazards/"), page["Location"]


def test_the_whole_life_on_the_pages(play, cast):
    uid = str(uuid4())
    at = f"/hazards/{uid}"
    with clock.moved_to("2026-11-16T09:00"):
        sent = {"uid": uid, "text": "药库通道堆放货架", "department": cast.pharmacy.uid, "photo": picture()}
        _does(cast.keeper, "/hazards/m/new/", sent)
        _does(cast.officer, f"{at}/grading/", {"grade": "general", "why": ""})
        elements = {
            "responsible": cast.pharmacist.appointment.uid, "measure": "拆货架", "money": "0", "due": "2026-11-30",
            "at_once": "yes", "plan": "", "interim_measure": "",
        }  # fmt: skip
        _does(cast.officer, f"{at}/assignment/", elements)
    with clock.moved_to("2026-11-17T09:00"):
        _does(cast.pharmacist, f"{at}/rectification/", {"note": "动手"})
        _does(cast.pharmacist, f"{at}/application/", {"note": "拆了", "after": picture()})
    with clock.moved_to("2026-11-18T09:00"):
        _does(cast.officer, f"{at}/return/", {"why": "还有一处"})
    with clock.moved_to("2026-11-19T09:00"):
        _does(cast.pharmacist, f"{at}/rectification/", {"note": "再拆"})
        _does(cast.pharmacist, f"{at}/application/", {"note": "全拆了", "after": picture()})
        _does(cast.officer, f"{at}/verification/", {"note": "看过"})
        _does(cast.director, f"{at}/closure/")
        _does(cast.director, f"{at}/reopening/", {"why": "又堆了"})
    with audit.acting_as_system("看结果"):
        hazard = Hazard.objects.get(pk=uid)
        assert (hazard.status, hazard.returns, hazard.reopens) == (Status.REOPENED, 1, 1)
        assert len(audit.history(hazard.uid)) == 11


def test_an_incomplete_assignment_says_at_the_field_what_is_missing_and_keeps_what_was_typed(play, cast):
    hazard = play.graded()
    page = client_of(cast.officer).post(
        f"/hazards/{hazard.uid}/assignment/", {"measure": "拆除东侧货架", "money": "12x", "at_once": "no"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "拆除东侧货架" in text
    assert 'value="12x"' in text
    assert 'aria-invalid="true"' in text
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).status == Status.GRADED
    page = client_of(cast.officer).post(
        f"/hazards/{hazard.uid}/assignment/", {"measure": "拆除东侧货架", "money": "12", "at_once": "no"}
    )
    for sentence in ("请指定一个人", "请定一个整改期限", "要有应急预案", "要写明整改前怎样防范"):
        assert sentence in page.content.decode()


def test_a_doubled_submit_changes_nothing_more_and_says_so(play, cast):
    hazard = play.reported()
    client, sent = client_of(cast.officer), {"grade": "large", "request_id": str(uuid4())}
    assert client.post(f"/hazards/{hazard.uid}/grading/", sent).status_code == 302
    assert client.post(f"/hazards/{hazard.uid}/grading/", sent).status_code == 302
    closed = play.closed()
    again = client_of(cast.director).post(f"/hazards/{closed.uid}/closure/")
    assert again.status_code == 422
    assert "现在已经是“已销号”，不用再办一次。" in again.content.decode()
    with audit.acting_as_system("看结果"):
        assert [e.verb for e in audit.history(hazard.uid)].count("hazard.graded") == 1


def test_a_file_that_is_no_picture_is_refused_in_words_and_nothing_is_half_done(play, cast):
    hazard = play.rectifying()
    bad = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    page = client_of(cast.pharmacist).post(f"/hazards/{hazard.uid}/application/", {"note": "好了", "after": bad})
    assert page.status_code == 422
    assert "好了" in page.content.decode()
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).status == Status.RECTIFYING
        assert evidence.attachments_of("hazard", hazard.uid) == []


def test_danger_comes_first_on_the_phone_and_three_taps_are_enough(cast):
    page = client_of(cast.keeper).get("/hazards/m/new/").content.decode()
    assert page.index("正在发生危险") < page.index('type="file"')
    assert 'href="tel:119"' in page
    assert 'name="photo"' in page
    assert re.search(r'<button class="wa-btn is-main is-wide" form="report">', page)


def test_the_hospitals_own_number_stands_beside_119(play, cast):
    with audit.acting_as_system("电话"):
        cast.officer.person.phone = "13812345678"
        cast.officer.person.save()
    assert 'href="tel:13812345678"' in client_of(cast.keeper).get("/hazards/m/new/").content.decode()


def test_an_extension_is_asked_and_decided_on_the_record(play, cast):
    hazard = play.assigned()
    until = (hazard.due + timedelta(days=7)).isoformat()
    with clock.moved_to(play.day):
        fixer, officer = client_of(cast.pharmacist), client_of(cast.officer)
        assert (
            fixer.post(f"/hazards/{hazard.uid}/extension/", {"until": until, "reason": "配件未到"}).status_code == 302
        )
        page = officer.get(f"/hazards/{hazard.uid}/").content.decode()
        decide = re.search(rf'action="(/hazards/{hazard.uid}/extension/[0-9a-f-]+/decision/)"', page)
        assert decide
        assert officer.post(decide[1], {"approve": "no", "why": ""}).status_code == 422
        assert officer.post(decide[1], {"approve": "yes", "why": ""}).status_code == 302
    with audit.acting_as_system("看结果"):
        assert Hazard.objects.get(pk=hazard.pk).due.isoformat() == until


def test_a_photo_before_without_one_after_shows_a_framed_gap(play, cast):
    hazard = play.reported(photos=[photo("before")])
    assert "还没有整改后照片" in client_of(cast.officer).get(f"/hazards/{hazard.uid}/").content.decode()
