from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from weian.foundation.people import api as people
from weian.foundation.people.models import Account, Invitation
from weian.kernel import clock

PASSWORD = "Lu-zhou-2026"


def invited(cast: Cast) -> str:
    with set_up():
        return people.invite(Invitation.Purpose.FIRST_SIGN_IN, by=cast.system_admin, person=cast.keeper.person)


def test_nobody_has_a_default_password(cast: Cast) -> None:
    assert all(not account.has_usable_password() for account in Account.objects.all())


def test_every_page_asks_to_sign_in(cast: Cast) -> None:
    answer = Client().get("/accounts/units/")
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_a_one_time_link_sets_the_password_once_and_a_preview_does_not_spend_it(cast: Cast) -> None:
    token = invited(cast)
    client = Client()
    assert client.get(f"/accounts/welcome/{token}/").status_code == 200  # a chat tool previews it
    done = client.post(f"/accounts/welcome/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert done.status_code == 302
    assert Client().get(f"/accounts/welcome/{token}/").status_code == 410
    assert Account.objects.get(username="keeper").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short1A-", "short1A-", "10"),
        ("alllowercase", "alllowercase", "至少三种"),
        (PASSWORD, PASSWORD + "x", "两遍口令不一样"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_at_the_field(cast: Cast, password: str, again: str, says: str) -> None:
    token = invited(cast)
    answer = Client().post(f"/accounts/welcome/{token}/", {"password": password, "again": again})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert Client().get(f"/accounts/welcome/{token}/").status_code == 200


def test_a_link_that_is_too_old_is_refused(cast: Cast) -> None:
    token = invited(cast)
    with clock.moved_by(timedelta(days=15)):
        assert Client().get(f"/accounts/welcome/{token}/").status_code == 410


def test_signing_in_with_the_password_and_wrong_answers_sound_alike(cast: Cast) -> None:
    with set_up():
        account = Account.objects.get(username="keeper")
        account.set_password(PASSWORD)
        account.save()
    wrong = Client().post("/accounts/login/", {"login": "keeper", "password": "x"}).content.decode()
    unknown = Client().post("/accounts/login/", {"login": "nobody-here", "password": "x"}).content.decode()
    assert "keeper" in wrong
    strip = lambda page, name: [line for line in page.splitlines() if "csrf" not in line.lower() and name not in line]  # noqa: E731
    assert strip(wrong, "keeper") == strip(unknown, "nobody-here")
    good = Client().post("/accounts/login/", {"login": "keeper", "password": PASSWORD})
    assert good.status_code == 302 and good["Location"] == "/"


def test_five_wrong_passwords_close_the_account_for_a_while_even_for_the_right_one(cast: Cast) -> None:
    with set_up():
        account = Account.objects.get(username="officer_2")
        account.set_password(PASSWORD)
        account.save()
    client = Client()
    for _ in range(5):
        client.post("/accounts/login/", {"login": "officer_2", "password": "wrong"})
    assert client.post("/accounts/login/", {"login": "officer_2", "password": PASSWORD}).status_code != 302


def test_one_click_roles_do_not_exist_outside_a_demo(cast: Cast) -> None:
    with set_up():
        Account.objects.filter(username="keeper").update(demo={"group": "x", "order": 1, "title": "x", "note": "x"})
    assert Client().post("/accounts/demo/keeper/").status_code == 404
    assert "演示角色" not in Client().get("/accounts/login/").content.decode()


def test_thirty_idle_minutes_sign_out(cast: Cast) -> None:
    client = client_of(cast.regulator)
    assert client.get("/accounts/units/").status_code == 200
    with clock.moved_by(timedelta(minutes=31)):
        assert client.get("/accounts/units/").status_code == 302


def test_an_account_without_a_post_sees_a_sentence_and_nothing_else(cast: Cast) -> None:
    client = client_of(cast.regulator)
    with set_up():
        people.end_appointment(cast.regulator.appointment, by=cast.system_admin, on=clock.today(), why="调离")
    answer = client.get("/accounts/units/")
    assert answer.status_code == 403 and "没有岗位" in answer.content.decode()


def test_a_post_of_somebody_else_cannot_be_switched_to(cast: Cast) -> None:
    client = client_of(cast.keeper)
    assert client.post("/accounts/post/", {"post": str(cast.regulator.appointment.uid)}).status_code == 404
    assert client.post("/accounts/post/", {"post": "nonsense"}).status_code == 404


def test_a_link_for_a_new_person_is_shown_once_and_works(cast: Cast) -> None:
    client = client_of(cast.system_admin)
    page = client.post(
        "/accounts/staff/new/",
        {"name": "新来的", "unit": str(cast.ward.uid), "title": "护士", "post_class": "staff", "username": "newcomer"},
    ).content.decode()
    address = page.split('readonly value="')[1].split('"')[0].replace("http://testserver", "")
    assert Client().post(address, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert address not in client.get("/accounts/staff/").content.decode()


def test_who_has_no_account_yet_gets_one_with_the_link(cast: Cast) -> None:
    with set_up():
        person = people.add_person(by=cast.system_admin, unit=cast.city, name="新来的人")
    admin = client_of(cast.system_admin)
    assert "开账号，给链接" in admin.get("/accounts/staff/?q=新来的人").content.decode()
    page = admin.post(f"/accounts/staff/{person.pk}/link/").content.decode()
    with set_up():
        assert Account.objects.get(person=person).username and "新来的人的一次性链接" in page
    assert "给新链接" in admin.get("/accounts/staff/?q=新来的人").content.decode()
