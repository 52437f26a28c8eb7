"""Two thousand people come by Excel, each by an own code; a phone is bound once, a ward's computer serves many."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.safestring import mark_safe

from tests.cast import Cast
from tests.conftest import client_of, set_up
from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.actions.devices import bind_own, bind_shared, set_pin
from weian.foundation.people.actions.importing import columns, import_staff
from weian.foundation.people.models import Account, Appointment, Claim, Device, Invitation, Person, Post
from weian.foundation.people.views import bringing
from weian.kernel import clock
from weian.kernel.sheets import write_sheet

HEADS = [one.name for one in columns()]
PIN = "284913"


def book(*rows: dict[str, str]) -> bytes:
    return write_sheet("人员", HEADS, [[row.get(head, "") for head in HEADS] for row in rows])


def somebody(name: str, number: str, **more: str) -> dict[str, str]:
    return {"姓名": name, "科室": "急诊科", "岗位名称": "护士", "岗位类别": "职工", "工号": number, **more}


def brought(cast: Cast, *rows: dict[str, str], **said: str):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("人员.xlsx", book(*rows))
    form = {"at": str(cast.hospital.pk), "file": file, **said}
    return client_of(cast.system_admin).post("/accounts/staff/import/", form)


def page(answer, status: int = 200) -> str:  # type: ignore[no-untyped-def]
    assert answer.status_code == status
    return str(answer.content.decode().replace("\u00a0", " "))


def known(token: str) -> Client:
    client = Client()
    client.cookies[settings.DEVICE_COOKIE_NAME] = token
    return client


def at_ward(cast: Cast) -> Client:
    with set_up():
        return known(bind_shared(cast.ward, "护士站", by=cast.officer)[1])


def with_pin(*viewers: people.Viewer, pin: str = PIN) -> None:
    with set_up():
        for viewer in viewers:
            set_pin(viewer.person.account, pin, by=viewer)


def test_people_posts_and_departments_come_in_one_act(cast: Cast) -> None:
    told = page(
        brought(
            cast, somebody("王一", "2001"), somebody("王二", "2002", 岗位名称="护士长", 岗位类别="科室负责人"),
            somebody("王二", "2002", 科室="", 岗位名称="夜班总值班", 管到整个机构="是"),
            somebody("王三", "2003", 科室="内科三病区", 账号="wang3"),
        )
    )  # fmt: skip
    assert "已导入 3 人，新添 1 个科室" in told
    ward = Unit.objects.get(name="急诊科")
    assert ward.parent_id == cast.hospital.pk and Person.objects.filter(unit=ward).count() == 2
    both = Appointment.objects.filter(person__staff_no="2002").select_related("post")
    assert {(one.post.title, one.post.unit_id) for one in both} == {
        ("护士长", ward.pk), ("夜班总值班", cast.hospital.pk)
    }  # fmt: skip
    assert Post.objects.filter(title="护士", unit=ward).count() == 1
    assert Account.objects.get(person__staff_no="2003").username == "wang3"
    assert not Account.objects.get(person__staff_no="2001").has_usable_password()
    with set_up():
        person = Person.objects.get(staff_no="2001")
        assert "person.added" in {one.verb for one in audit.history(person.pk)} and not list(audit.faults())


def test_a_sheet_with_mistakes_is_refused_whole_or_taken_in_part_only_if_asked(cast: Cast) -> None:
    rows = [
        somebody("赵一", "3001"), somebody("赵二", "3001"), somebody("赵三", "3003", 岗位类别="系统管理员"),
        somebody("赵四", "3004", 账号="officer"), somebody("赵五", "3005", 单位="松坪县中医院"),
        somebody("赵六", "3006", 科室="内科三病区", 岗位名称="护士长"),
    ]  # fmt: skip
    refused = page(brought(cast, *rows), 422)
    assert "一行都没有写入" in refused and "5 处" in refused and "下载标好错的表" in refused
    assert not Person.objects.filter(staff_no__startswith="300").exists()
    assert not Unit.objects.filter(name="急诊科").exists()
    taken = page(brought(cast, *rows, partial="on"))
    assert "其余 1 人已写入" in taken and "已导入 1 人" in taken
    assert [one.name for one in Person.objects.filter(staff_no__startswith="300")] == ["赵一"]


def test_many_rows_take_few_statements(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = [somebody(f"员工{number}", f"E{number:05}", 科室="内科三病区") for number in range(800)]
    data = book(*rows)
    with set_up(), django_assert_max_num_queries(70):
        done = import_staff(data, under=cast.hospital, by=cast.system_admin)
    assert len(done.people) == 800
    assert Account.objects.filter(person__unit=cast.ward, password__startswith="!").count() > 800


def test_each_has_an_own_code_that_works_once_for_three_days_and_binds_the_phone(cast: Cast, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shown: list[str] = []
    monkeypatch.setattr(bringing, "drawn", lambda address, words="": shown.append(address) or mark_safe("<svg></svg>"))
    admin = client_of(cast.system_admin)
    sheet = page(admin.post("/accounts/staff/codes/", {"at": str(cast.ward.pk)}))
    assert sheet.count("<svg>") == 2 and "何敏" in sheet and "苗春雨" in sheet
    mine = shown[sheet.split("<svg>")[1:].index(next(part for part in sheet.split("<svg>")[1:] if "苗春雨" in part))]
    assert Invitation.objects.get(person=cast.keeper.person).expires_at - clock.now() <= timedelta(hours=72)
    at, phone = mine.replace("http://testserver", ""), Client()
    for easy in ("111111", "123456", "987654"):
        assert "太容易" in page(phone.post(at, {"pin": easy, "pin_again": easy}), 422)
    assert phone.post(at, {"pin": PIN, "pin_again": PIN}).status_code == 302
    assert page(phone.get("/accounts/devices/")).count("第一次登录的手机") >= 1
    assert Client().get(at).status_code == 410
    phone.post("/accounts/logout/")
    assert "苗春雨" in page(phone.get("/accounts/login/"))
    assert phone.post("/accounts/pin/", {"pin": "000000"}).status_code == 422
    assert phone.post("/accounts/pin/", {"pin": PIN}).status_code == 302
    assert phone.session["sits_at"] == "own"
    # Printed again, the paper that was handed out before is worthless; who has a way in gets none.
    assert page(admin.post("/accounts/staff/codes/", {"at": str(cast.ward.pk)})).count("<svg>") == 1
    with clock.moved_by(timedelta(hours=73)):
        assert Client().get(shown[-1].replace("http://testserver", "")).status_code == 410


def test_a_pin_opens_nothing_on_an_unknown_device_and_five_wrong_ones_close_it(cast: Cast) -> None:
    with_pin(cast.keeper)
    assert Client().post("/accounts/pin/", {"pin": PIN})["Location"].endswith("/accounts/login/")
    with set_up():
        _, token = bind_own(cast.keeper.person, "手机", by=cast.keeper)
    phone = known(token)
    for _ in range(5):
        assert "PIN 不对" in page(phone.post("/accounts/pin/", {"pin": "999999"}), 422)
    assert "试错太多次" in page(phone.post("/accounts/pin/", {"pin": PIN}), 422)
    assert PIN not in Account.objects.get(username="keeper").pin


def test_a_lost_phone_is_no_way_in_once_it_is_ended(cast: Cast) -> None:
    with_pin(cast.keeper)
    with set_up():
        device, token = bind_own(cast.keeper.person, "手机", by=cast.keeper)
    assert client_of(cast.officer).post(f"/accounts/devices/{device.pk}/ending/").status_code == 404
    assert client_of(cast.keeper).post(f"/accounts/devices/{device.pk}/ending/").status_code == 302
    assert known(token).post("/accounts/pin/", {"pin": PIN})["Location"].endswith("/accounts/login/")


def test_people_of_a_ward_take_turns_at_one_computer(cast: Cast) -> None:
    with_pin(cast.keeper, pin="284913")
    with_pin(cast.head, pin="750264")
    officer = client_of(cast.officer)
    assert officer.post("/accounts/devices/shared/", {"unit": str(cast.ward.pk), "label": "护士站"})[
        "Location"
    ].endswith("/accounts/ward/")
    assert officer.get("/accounts/devices/").status_code == 302  # who set it up is out
    pc = officer
    listed = pc.get("/accounts/ward/")
    assert "何敏" in page(listed) and "苗春雨" in page(listed) and "林晓岚" not in page(listed)
    assert "storage" in listed["Clear-Site-Data"]
    assert pc.get("/accounts/login/")["Location"].endswith("/accounts/ward/")
    assert pc.post("/accounts/ward/", {"person": str(cast.keeper.person.pk), "pin": "284913"}).status_code == 302
    first = pc.session.session_key
    seen = page(pc.get("/accounts/devices/"))
    assert "苗春雨" in seen and 'data-wa-idle="300"' in seen
    assert "PIN 不对" in page(pc.post("/accounts/ward/", {"person": str(cast.head.person.pk), "pin": "284913"}), 422)
    assert pc.post("/accounts/ward/", {"person": str(cast.head.person.pk), "pin": "750264"}).status_code == 302
    assert not pc.session.exists(first)  # the session of the first is over
    assert "何敏" in page(pc.get("/accounts/devices/"))
    with clock.moved_by(timedelta(minutes=6)):
        assert pc.get("/accounts/devices/").status_code == 302


def test_only_people_of_the_ward_with_no_wider_post_sign_in_at_its_computer(cast: Cast) -> None:
    with_pin(cast.officer, cast.keeper)
    pc = at_ward(cast)
    assert pc.post("/accounts/ward/", {"person": str(cast.officer.person.pk), "pin": PIN}).status_code == 422
    with set_up():
        post = people.add_post(by=cast.system_admin, unit=cast.hospital, title="值班院长", post_class="director")
        people.appoint(cast.keeper.person, post, by=cast.system_admin)
    assert pc.post("/accounts/ward/", {"person": str(cast.keeper.person.pk), "pin": PIN}).status_code == 422


@pytest.mark.parametrize("who", ["keeper", "regulator", "outsider_officer"])
def test_a_shared_computer_is_set_up_by_those_who_answer_for_the_ward(cast: Cast, who: str) -> None:
    form = {"unit": str(cast.ward.pk), "label": "护士站"}
    assert client_of(getattr(cast, who)).post("/accounts/devices/shared/", form).status_code == 422
    assert not Device.objects.exists()


def test_at_a_poster_one_says_who_one_is_and_the_head_of_the_ward_confirms_it(cast: Cast) -> None:
    with set_up():
        Person.objects.filter(pk=cast.keeper.person.pk).update(staff_no="N70345")
    shown = page(client_of(cast.system_admin).post("/accounts/staff/poster/", {"at": str(cast.ward.pk)}))
    at = re.search(r"/accounts/wall/[\w-]+/", shown)[0]  # type: ignore[index]
    form = {"name": "苗春雨", "number": "0345", "pin": PIN, "pin_again": PIN}
    stranger = page(Client().post(at, form | {"number": "9999"}))
    phone = Client()
    assert strip(page(phone.post(at, form))) == strip(stranger)  # who guesses learns nothing
    decision = f"/accounts/claims/{Claim.objects.get().pk}/decision/"
    assert phone.post("/accounts/pin/", {"pin": PIN})["Location"].endswith("/accounts/login/")  # not yet
    for who in ("keeper", "outsider_officer", "regulator", "pharmacist"):
        assert client_of(getattr(cast, who)).post(decision, {"is": "1"}).status_code == 404
    head = client_of(cast.head)
    assert "苗春雨" in page(head.get("/accounts/claims/"))
    assert head.post(decision, {"is": "1"}).status_code == 302
    assert phone.post("/accounts/pin/", {"pin": PIN}).status_code == 302
    assert "苗春雨" in page(phone.get("/accounts/devices/"))
    # Whoever has a way in cannot be claimed by somebody else's phone.
    Client().post(at, form)
    assert Claim.objects.filter(decided_at=None).count() == 0
    with clock.moved_by(timedelta(days=15)):
        assert Client().get(at).status_code == 410


def strip(text: str) -> str:
    return re.sub(r'csrf[^>]*>|"X-CSRFToken": "[^"]*"|value="[^"]*"', "", text)
