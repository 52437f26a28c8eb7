"""Pages of sign-in, units, staff and the own account: Chinese, aligned with what may be done, nothing lost."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import client_of, set_up
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Instance, Unit
from weian.foundation.people import api as people
from weian.foundation.people.models import Account, Person
from weian.kernel.sheets import write_sheet

PASSWORD = "Lu-zhou-2026"
ENGLISH = re.compile(
    r">[^<>{}]*\b(?:password|username|sign in|two-factor|security key|code|email)\b[^<>{}]*<", re.IGNORECASE
)


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode().replace("\u00a0", " ")


def signed_in(cast, role="officer"):
    """A client that signed in with a password, as pages that ask for it again need."""
    with set_up():
        account = Account.objects.get(username=role)
        account.set_password(PASSWORD)
        account.save()
    client = Client()
    assert client.post("/accounts/login/", {"login": role, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    "address",
    ["/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/",
     "/accounts/2fa/webauthn/add/", "/accounts/logout/"],
)  # fmt: skip
def test_account_pages_open_and_speak_chinese(cast, address):
    client = signed_in(cast)
    again = client.get("/accounts/reauthenticate/?next=" + address)
    assert "再确认一次是你" in text_of(again) and not ENGLISH.findall(text_of(again))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text_of(client.get(address))
    assert not ENGLISH.findall(page)
    assert "&lt;" not in page


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
def test_there_is_no_way_in_by_signing_up_or_by_mail(cast, address):
    assert Client().get(address).status_code == 404
    assert client_of(cast.officer).get(address).status_code == 404


def test_changing_the_password_tells_each_mistake_at_its_field(cast):
    client = signed_in(cast)
    page = text_of(
        client.post("/accounts/password/change/", {"oldpassword": "x", "password1": "short", "password2": "y"})
    )
    assert "现在的口令不对" in page and "口令至少 10 位" in page and "至少三种" in page
    done = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "Bai-lu-2027", "password2": "Bai-lu-2027"}
    )
    assert done.status_code == 302
    assert Account.objects.get(username="officer").check_password("Bai-lu-2027")


def test_a_wrong_sign_in_says_so_in_one_sentence_and_keeps_the_name(cast):
    page = text_of(Client().post("/accounts/login/", {"login": "officer", "password": "wrong"}))
    assert "账号或口令不对。" in page and 'value="officer"' in page and "wrong" not in page


def test_forms_carry_a_request_id_and_no_dead_attribute(cast):
    with set_up():
        token = people.invite(people.Invitation.Purpose.FIRST_SIGN_IN, by=cast.system_admin, person=cast.keeper.person)
    admin = client_of(cast.system_admin)
    pages = [Client().get("/accounts/login/"), Client().get(f"/accounts/welcome/{token}/")]
    pages += [admin.get("/accounts/units/"), admin.get("/accounts/staff/")]
    for answer in pages:
        page = text_of(answer)
        assert "data-wa-once" not in page
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        forms = re.findall(r'<form [^>]*method="post".*?</form>', main, re.DOTALL)
        assert forms
        assert all('name="request_id"' in form for form in forms)


def test_one_adds_a_unit_where_one_looks_and_the_draft_is_dropped(cast):
    client, sent = client_of(cast.county_regulator), str(uuid4())
    form = {
        "request_id": sent,
        "at": str(cast.county.uid),
        "name": "白鹭县妇幼保健院",
        "type": "general_hospital",
        "level": "",
        "region": "",
    }
    answer = client.post("/accounts/units/new/", form)
    assert answer["Location"] == f"/accounts/units/?at={cast.county.uid}"
    page = text_of(client.get(answer["Location"]))
    assert "已添加“白鹭县妇幼保健院”。" in page and f'data-wa-clears="{sent}"' in page
    assert Unit.objects.get(name="白鹭县妇幼保健院").region == cast.county.region
    again = text_of(client.post("/accounts/units/new/", form), 422)
    assert "已经有叫这个名称的单位" in again and 'value="白鹭县妇幼保健院"' in again


def test_a_unit_is_called_by_its_short_name_where_room_is_short_and_found_by_it(cast):
    client = client_of(cast.regulator)
    said = {
        "at": str(cast.city.pk),
        "name": "云泽市高新区中心医院",
        "type": "general_hospital",
        "short_name": "高新医院",
    }
    assert client.post("/accounts/units/new/", said).status_code == 302
    with set_up():
        unit = Unit.objects.get(name=said["name"])
    assert unit.title == "高新医院" and "高新医院" in client.get("/accounts/units/").content.decode()
    at = f"/accounts/units/{unit.pk}/short-name/"
    assert client.post(at, {"short_name": "长" * 41}).status_code == 422
    assert client.post(at, {"short_name": "高新中心"}).status_code == 302
    assert "云泽市高新区中心医院" in client.get("/search/", {"q": "高新中心"}).content.decode()
    assert client.post(at, {"short_name": ""}).status_code == 302
    with set_up():
        assert Unit.objects.get(pk=unit.pk).title == unit.name
        verbs = [one.verb for one in audit.history(unit.pk)]
    assert verbs.count("unit.called") == 2
    assert client_of(cast.officer).post(at, {"short_name": "院"}).status_code == 404


def test_a_bad_code_is_told_in_a_sentence(cast):
    form = {"at": str(cast.county.uid), "name": "某院", "type": "general_hospital", "region": "12"}
    page = text_of(client_of(cast.county_regulator).post("/accounts/units/new/", form), 422)
    assert "行政区划代码是六位数字" in page and 'value="某院"' in page


def test_a_node_that_is_full_is_given_more_room(cast):
    client = client_of(cast.county_regulator)
    with set_up():
        Unit.objects.filter(pk=cast.clinic.pk).update(end=cast.clinic.pos + 1)
    form = {"at": str(cast.clinic.uid), "name": "诊室", "type": "department"}
    assert client.post("/accounts/units/new/", form).status_code == 302
    with set_up():
        clinic, room = Unit.objects.get(pk=cast.clinic.pk), Unit.objects.get(name="诊室")
        assert clinic.pos < room.pos < room.end <= clinic.end


@pytest.mark.parametrize("at", ["nonsense", "00000000-0000-4000-8000-000000000000", "neighbour"])
def test_a_foreign_an_absent_and_an_unreadable_unit_look_alike(cast, at):
    at = str(cast.neighbour.uid) if at == "neighbour" else at
    assert client_of(cast.county_regulator).get("/accounts/units/", {"at": at}).status_code == 404
    with set_up():
        post = people.add_post(by=cast.system_admin, unit=cast.county, title="系统管理员", post_class="system_admin")
        people.appoint(cast.county_regulator.person, post, by=cast.system_admin)
    admin = next(one for one in people.appointments_of(cast.county_regulator.person) if one.post_id == post.pk)
    client = client_of(people.Viewer(admin))
    assert client.get("/accounts/staff/", {"at": at}).status_code == 404
    assert client.get("/accounts/staff/").status_code == 200


def test_many_units_come_in_pages_that_lose_none(cast):
    with set_up():
        for number in range(60):
            org.add_unit(by=cast.system_admin, parent=cast.county, kind="institution", name=f"第{number:02d}卫生院")
    client, seen, address = client_of(cast.county_regulator), [], f"/accounts/units/?at={cast.county.uid}"
    while address:
        page = text_of(client.get(address))
        seen += re.findall(r"第\d\d卫生院", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/accounts/units/" + onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) == 60
    assert "直接下级 63 个" in page


def test_people_of_one_name_are_all_listed_across_pages(cast):
    with set_up():
        for _ in range(120):
            people.add_person(by=cast.system_admin, unit=cast.hospital, name="王伟")
    client, seen, address = client_of(cast.system_admin), [], "/accounts/staff/?q=王伟"
    while address:
        page = text_of(client.get(address))
        seen.append(page.count('<td class="wa-title">王伟</td>'))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/accounts/staff/" + onward[1].replace("&amp;", "&") if onward else ""
    assert seen == [50, 50, 20] and "共 120 条" in page


def test_a_new_person_is_offered_the_units_that_are_looked_at_and_keeps_what_was_typed(cast):
    client = client_of(cast.system_admin)
    page = text_of(client.get("/accounts/staff/", {"at": str(cast.hospital.uid)}))
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", page.split('id="id_unit"', 1)[1].split("</select>", 1)[0])
    assert offered[0] == "白鹭县人民医院" and set(offered[1:]) == {"保卫科", "内科三病区", "药剂科"}
    form = {"at": str(cast.hospital.uid), "name": "新来的", "unit": str(cast.ward.uid), "title": "护士",
            "post_class": "staff", "username": "officer", "phone": ""}  # fmt: skip
    refused = text_of(client.post("/accounts/staff/new/", form), 422)
    assert "账号“officer”已经有人用了" in refused and 'value="新来的"' in refused
    assert not Person.objects.filter(name="新来的").exists()
    told = text_of(client.post("/accounts/staff/new/", form | {"username": "newcomer"}))
    assert "/accounts/welcome/" in told and "已添加新来的" in told
    assert "这里已有同名岗位" in text_of(
        client.post("/accounts/staff/new/", form | {"username": "next", "post_class": "head"}), 422
    )


def test_an_import_with_bad_cells_writes_nothing_and_tells_where(cast):
    heads = [column.name for column in org.columns()]
    rows = [["" for _ in heads] for _ in range(2)]
    rows[0][0] = "没有类型的卫生院"
    book = SimpleUploadedFile("单位.xlsx", write_sheet("单位", heads, rows))
    before = Unit.objects.count()
    page = text_of(client_of(cast.county_regulator).post("/accounts/units/import/", {"file": book}), 422)
    assert "一行都没有写入" in page and "下载标好错的表" in page
    assert Unit.objects.count() == before
    none = text_of(client_of(cast.county_regulator).post("/accounts/units/import/", {}), 422)
    assert "还没有选文件" in none


def test_a_role_that_everybody_takes_keeps_its_password_and_its_second_factor(cast):
    """In a demo; elsewhere the same account looks after itself."""
    client, secrets = client_of(cast.officer), ("/accounts/password/", "/accounts/2fa/totp/activate/",
                                                "/accounts/2fa/webauthn/add/", "/accounts/password/set/")  # fmt: skip
    with set_up():
        account = cast.officer.person.account
        account.demo = {"group": "医院", "order": 1, "title": "安全管理员", "note": ""}
        account.save()
        Instance.objects.update(is_demo=True)
    for at in secrets:
        for answer in (client.get(at), client.post(at, {"password1": "Tong-Qiao-2026", "password2": "Tong-Qiao-2026"})):
            assert answer.status_code == 403 and "共用" in answer.content.decode()
    page = text_of(client.get("/accounts/2fa/"))
    assert "都不能改" in page and "/accounts/password/" not in page
    with set_up():
        account.refresh_from_db()
        assert not account.has_usable_password() and not account.authenticator_set.exists()
        Instance.objects.update(is_demo=False)
    assert all(client.get(at).status_code != 403 for at in secrets)


def test_only_those_who_keep_units_and_people_see_their_pages(cast):
    for role, units, staff in (
        ("regulator", 200, 404),
        ("system_admin", 200, 200),
        ("officer", 404, 404),
        ("keeper", 404, 404),
    ):
        client = client_of(getattr(cast, role))
        assert (client.get("/accounts/units/").status_code, client.get("/accounts/staff/").status_code) == (
            units,
            staff,
        )


def test_recovery_codes_are_shown_by_a_page_that_writes_nothing(cast):
    client = signed_in(cast)
    with set_up():
        RecoveryCodes.activate(Account.objects.get(username="officer"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = text_of(client.get("/accounts/2fa/recovery-codes/"))
    with set_up():
        kept = Account.objects.get(username="officer").authenticator_set.get().wrap()
        assert all(code in page for code in kept.get_unused_codes())
