"""System, security and audit administrator are three persons, each with a day's work of their own."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.ground.hazards.situations import Situations as Hazards
from tests.ground.registry.situations import Places
from weian.foundation.audit import api as audit
from weian.foundation.audit.models import Chain, Event
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Account, Appointment, Session
from weian.kernel import clock

PASSWORD = "Lu-zhou-2026"


def page(answer, status: int = 200) -> str:  # type: ignore[no-untyped-def]
    assert answer.status_code == status
    return str(answer.content.decode().replace("\u00a0", " "))


def signed_in(role: str) -> Client:
    with set_up():
        account = Account.objects.get(username=role)
        account.set_password(PASSWORD)
        account.save()
    client = Client()
    client.post("/accounts/login/", {"login": role, "password": PASSWORD})
    return client


def test_one_person_is_not_two_of_the_three(cast: Cast) -> None:
    with set_up(), pytest.raises(Refused, match="三员要由三个人担任"):
        people.appoint(cast.system_admin.person, cast.audit_admin.post, by=cast.regulator)
    row = Appointment(person=cast.system_admin.person, post=cast.audit_admin.post, valid_from=clock.today())
    with set_up(), pytest.raises(IntegrityError, match="three administrators"), transaction.atomic():
        row.save(force_insert=True)
    with set_up():  # beside another post, or once the first is over, it may be
        people.appoint(cast.regulator.person, cast.security_admin.post, by=cast.system_admin)
        people.end_appointment(cast.system_admin.appointment, by=cast.regulator, on=clock.today(), why="换人")
        people.appoint(cast.system_admin.person, cast.audit_admin.post, by=cast.regulator)


def test_the_security_administrator_sees_who_is_signed_in_and_ends_it(cast: Cast) -> None:
    browser, admin = signed_in("keeper"), client_of(cast.security_admin)
    assert browser.get("/accounts/devices/").status_code == 200
    shown = page(admin.get("/accounts/security/", {"q": "苗春雨"}))
    assert "办公电脑" in shown and "全部退出" in shown
    assert "苗春雨" in page(admin.get("/accounts/security/", {"on": "1"}))
    assert admin.post(f"/accounts/security/{cast.keeper.person.pk}/sign-out/").status_code == 302
    assert browser.get("/accounts/devices/").status_code == 302
    assert not Session.objects.filter(account__username="keeper").exists()
    with set_up():
        assert "sessions.ended" in {one.verb for one in audit.history(cast.keeper.person.pk)}


def test_a_locked_account_is_opened_and_a_stopped_one_lets_nobody_in(cast: Cast) -> None:
    browser, admin = signed_in("keeper"), client_of(cast.security_admin)
    at, way_in = f"/accounts/security/{cast.keeper.person.pk}/", {"login": "keeper", "password": PASSWORD}
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "keeper", "password": "wrong"})
    assert Client().post("/accounts/login/", way_in).status_code != 302
    assert "锁着" in page(admin.get("/accounts/security/", {"q": "苗春雨"}))
    admin.post(f"{at}unlocking/")
    assert "锁着" not in page(admin.get("/accounts/security/", {"q": "苗春雨"}))
    assert Client().post("/accounts/login/", way_in).status_code == 302
    assert "要写理由" in page(admin.post(f"{at}stopping/"), 422)
    assert admin.post(f"{at}stopping/", {"why": "手机丢了"}).status_code == 302
    assert browser.get("/accounts/devices/").status_code == 302
    Client().post("/accounts/login/", way_in)
    assert not Session.objects.filter(account__username="keeper").exists()
    admin.post(f"{at}opening/")
    assert Client().post("/accounts/login/", way_in)["Location"] == "/"


def test_the_audit_administrator_finds_what_happened_and_whether_it_still_holds(cast: Cast) -> None:
    with set_up():
        people.add_person(by=cast.system_admin, unit=cast.city, name="新来的")
    admin = client_of(cast.audit_admin)
    shown = page(admin.get("/accounts/audit/", {"verb": "person.added", "who": "顾清"}))
    assert "person.added" in shown and "顾清" in shown and "新来的" not in shown
    for words, there in {"人员：添加": True, "添加": True, "隐患：添加": False}.items():
        told = page(admin.get("/accounts/audit/", {"verb": words, "who": "顾清"}))
        assert ("人员：添加" in told.split("<table", 1)[-1]) is there, words
    assert "没有这样的留痕" in page(admin.get("/accounts/audit/", {"day": "2001-01-01"}))
    assert "核对完毕" in page(admin.get("/accounts/audit/", {"check": "1"}))
    with set_up():  # a chain whose tail was cut off
        head = Event.objects.filter(chain=cast.city.pk).order_by("-seq")[0]
        Chain.objects.filter(key=cast.city.pk).update(seq=head.seq + 1)
    assert "链不成立" in page(admin.get("/accounts/audit/", {"check": "1"}))
    assert admin.get("/accounts/audit/", {"unit": str(cast.other_city.pk)}).status_code == 404


def test_what_stands_in_another_chain_is_named_where_that_chain_may_be_read(cast: Cast) -> None:
    with set_up():
        for chain, title in ((cast.hospital, "三楼库房充电"), (cast.other_city, "外市的隐患")):
            record, by = uuid4(), cast.regulator
            audit.record("hazard.reported", kind="hazard", record=record, chain=chain.pk, by=by, facts={"title": title})
            audit.record(
                "task.started", kind="task", record=uuid4(), chain=cast.city.pk, by=by, facts={"hazard": str(record)}
            )
    shown = page(client_of(cast.audit_admin).get("/accounts/audit/", {"verb": "task.started"}))
    assert "三楼库房充电" in shown and "外市的隐患" not in shown and f"编号 {str(record)[:8]}" in shown


def test_what_happened_is_told_in_words_and_by_name_and_as_stored_on_demand(cast: Cast) -> None:
    hazard = Hazards(cast).assigned()
    with set_up():
        place = Places(cast)("power_room", "制冷机房", department=cast.pharmacy)
    shown = page(client_of(cast.audit_admin).get("/accounts/audit/", {"unit": str(cast.hospital.pk)}))
    cells = re.findall(r'<td class="wa-meta" title="([^"]*)">(.*?)</td>', shown)
    told = " ".join(words for _, words in cells)
    assert "登记 → 定级；等级" in told and f"整改责任人 {cast.pharmacist.person.name}" in told
    assert f"编号 {hazard.no}" in told and "类型 配电室" in told and f"科室 {cast.pharmacy.name}" in told
    assert not re.search(r"[0-9a-f]{8}-|responsible|power_room", told), "nothing as it is stored"
    stored = " ".join(raw for raw, _ in cells)
    assert str(cast.pharmacist.person.pk) in stored and place.type in stored


def test_each_of_the_three_has_their_own_pages_only(cast: Cast) -> None:
    pages = ("/accounts/staff/", "/accounts/security/", "/accounts/audit/")
    for role, allowed in (("system_admin", 0), ("security_admin", 1), ("audit_admin", 2), ("regulator", -1)):
        client = client_of(getattr(cast, role))
        assert [client.get(at).status_code == 200 for at in pages] == [at == allowed for at in range(3)], role
    outside = client_of(cast.security_admin)
    assert outside.post(f"/accounts/security/{cast.other_regulator.person.pk}/sign-out/").status_code == 404
