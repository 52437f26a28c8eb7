"""A signature asks again who signs, unless they said so just now."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.programs.campaigns.situations import DAY, Situations
from weian.foundation.people import api as people
from weian.foundation.people.actions.devices import bind_own
from weian.foundation.people.models import Account, Invitation
from weian.kernel import clock
from weian.kernel.actor import System
from weian.programs.campaigns.models import Campaign

PASSWORD = "山高水长-2026-安"


def _with_password(cast: Cast) -> Account:
    with set_up():
        account = cast.regulator.person.account
        account.set_password(PASSWORD)
        account.save()
        return account


def test_issuing_asks_for_the_password_and_loses_nothing(cast: Cast) -> None:
    _with_password(cast)
    notice = Situations(cast).addressed()
    page = f"/notices/{notice.pk}/issuing/"
    with clock.moved_to(DAY):
        client = client_of(cast.regulator)
        assert 'name="proof"' in client.get(page).content.decode()
        for given, said in (("", "距上次确认身份已超过"), ("不是口令", "口令不对，没有办")):
            answer = client.post(page, {"proof": given})
            assert answer.status_code == 422 and said in answer.content.decode()
            with set_up():
                assert Campaign.objects.get(pk=notice.pk).is_draft
        assert client.post(page, {"proof": PASSWORD}).status_code == 302
    with set_up():
        assert not Campaign.objects.get(pk=notice.pk).is_draft


def test_who_proved_it_just_now_is_not_asked_and_a_quarter_of_an_hour_later_is(cast: Cast) -> None:
    _with_password(cast)
    notice = Situations(cast).addressed()
    client = client_of(cast.regulator)
    client.post("/accounts/login/", {"login": cast.regulator.person.account.username, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    for minutes, asked in ((14, False), (16, True)):
        session["account_authentication_methods"] = [
            {"method": "password", "at": clock.now().timestamp() - 60 * minutes}
        ]
        session.save()
        assert ('name="proof"' in client.get(f"/notices/{notice.pk}/issuing/").content.decode()) is asked


def test_who_has_just_set_the_password_is_not_asked_for_it(cast: Cast) -> None:
    notice = Situations(cast).addressed()
    with set_up():
        token = people.invite(Invitation.Purpose.FIRST_SIGN_IN, by=cast.system_admin, person=cast.regulator.person)
    client = Client()
    page = f"/notices/{notice.pk}/issuing/"
    assert (
        client.post(
            f"/accounts/welcome/{token}/", {"password": "Yunze-Anquan-2026", "again": "Yunze-Anquan-2026"}
        ).status_code
        == 302
    )
    assert 'name="proof"' not in client.get(page).content.decode()


def test_a_pin_signs_on_a_known_device_only_and_guessing_ends(cast: Cast) -> None:
    with set_up():
        account = _with_password(cast)
        from weian.foundation.people.actions.devices import set_pin

        set_pin(account, "275918", by=System("test"))
        _, token = bind_own(account.person, "本人的手机", by=System("test"))
    notice = Situations(cast).addressed()
    client, page = client_of(cast.regulator), f"/notices/{notice.pk}/issuing/"
    assert client.post(page, {"proof": "275918"}).status_code == 422  # this browser is not known
    for _ in range(4):
        client.post(page, {"proof": "000000"})
    client.cookies["weian_device"] = token
    assert "试错太多次" in client.post(page, {"proof": "275918"}).content.decode()
