"""The phone's pages: danger first, today's acts, what I reported; ground posts come there from a small screen."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from tests.conftest import client_of, set_up
from tests.ground.hazards.situations import Situations
from weian.foundation.inbox import api as inbox
from weian.foundation.org.models import Instance
from weian.foundation.people.models import Account, Person
from weian.kernel import clock

ANDROID = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/109.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/109.0 Safari/537.36"
GROUND = {"keeper", "head", "pharmacist"}


@pytest.fixture
def play(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return Situations(cast)


def text_of(answer):
    assert answer.status_code == 200
    return answer.getvalue().decode().replace("\u00a0", " ")


@pytest.mark.parametrize("role", ["keeper", "head", "pharmacist", "officer", "director", "regulator", "dentist"])
def test_from_a_phone_only_posts_on_the_ground_come_to_the_phones_home(cast, role):
    client = client_of(getattr(cast, role))
    answer = client.get("/", headers={"user-agent": ANDROID})
    assert (answer.status_code == 302 and answer["Location"] == "/m/") is (role in GROUND)
    assert client.get("/", headers={"user-agent": WINDOWS}).status_code == 200


def test_who_asks_for_the_desk_keeps_it_until_they_open_the_phones_home_again(cast):
    client = client_of(cast.keeper)
    client.defaults["HTTP_USER_AGENT"] = ANDROID
    assert 'href="/?desk=1"' in text_of(client.get("/m/mine/"))
    assert client.get("/?desk=1").status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/m/").status_code == 200
    assert client.get("/")["Location"] == "/m/"


def test_a_small_screen_is_told_at_sign_in_even_by_a_browser_that_looks_like_a_desk(cast):
    with set_up():
        Instance.objects.update(is_demo=True)
        Account.objects.filter(username="keeper").update(demo={"group": "x", "order": 1, "title": "x", "note": "x"})
    for small, place in (("1", "/m/"), ("", None)):
        client = Client(headers={"user-agent": WINDOWS})
        assert client.post("/accounts/demo/keeper/", {"small": small})["Location"] == "/"
        assert client.get("/").get("Location") == place


def test_danger_comes_first_with_the_numbers_to_call(cast):
    with set_up():
        Person.objects.filter(pk=cast.officer.person.pk).update(phone="13900000001")
    page = text_of(client_of(cast.keeper).get("/m/"))
    assert page.index("正在发生危险") < page.index("今天没有轮到你的事")
    assert 'href="tel:119"' in page and 'href="tel:13900000001"' in page


def test_the_tabs_open_and_mark_their_place(cast):
    client = client_of(cast.keeper)
    tabs = re.findall(r'<a class="wa-tab[^"]*" href="([^"]+)"', text_of(client.get("/m/")))
    assert tabs == ["/m/", "/m/field/", "/hazards/m/new/", "/m/mine/", "/m/messages/"]
    for address in tabs:
        page = text_of(client.get(address))
        # Filling in, the tabs give way to the one act; the field page marks its own.
        if address not in ("/hazards/m/new/", "/m/field/"):
            assert re.search(rf'class="wa-tab is-here" href="{address}" aria-current="page"', page)
    field = text_of(client.get("/m/field/"))
    kept = re.findall(r'<a class="wa-tab[^"]*" href="([^"]+)"', field)
    assert kept == ["/m/", "#points", "#report", "/m/mine/", "/m/messages/"], "the same bar; what is kept opens there"
    assert 'href="#out"' in field and 'href="/m/scan/"' in field


def test_acts_of_today_are_cards_that_lead_to_the_record(cast, play):
    hazard = play.assigned()
    with clock.moved_to(play.day):
        page = text_of(client_of(cast.pharmacist).get("/m/"))
    assert f'href="/hazards/{hazard.pk}/">整改' in page and hazard.title in page


def test_what_i_reported_stands_there_with_its_state_until_it_is_closed(cast, play):
    play.closed(text="灯管不亮")
    play.assigned(text="药库通道堆放货架")
    with clock.moved_to(play.day):
        mine = text_of(client_of(cast.keeper).get("/m/mine/"))
        heads = text_of(client_of(cast.head).get("/m/mine/"))
    assert "灯管不亮" in mine and "已销号" in mine
    assert "轮到 药剂科 沈月华" in mine
    assert "灯管不亮" not in heads and "你还没有报过隐患" in heads


def test_messages_are_the_persons_own_and_open_what_they_tell_of(cast):
    with set_up():
        inbox.send([cast.keeper.person], kind="t", title="您报的隐患已派发", url="/hazards/")
    client = client_of(cast.keeper)
    page = text_of(client.get("/m/messages/"))
    assert "您报的隐患已派发" in page and "未读 1 条" in page
    assert client.post(re.search(r'action="(/messages/[0-9a-f-]{36}/opening/)"', page)[1])["Location"] == "/hazards/"
    assert "都看过了" in text_of(client.get("/m/messages/"))
    assert "没有消息" in text_of(client_of(cast.head).get("/m/messages/"))


def test_the_manifest_installs_the_phones_home_and_needs_no_sign_in():
    answer = Client().get("/m/manifest.webmanifest")
    content = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (content["start_url"], content["display"], content["name"]) == ("/m/", "standalone", "卫安")
    assert "manifest-src 'self'" in answer["Content-Security-Policy"]
    assert [icon["type"] for icon in content["icons"]] == ["image/svg+xml"]


def test_the_phones_home_names_its_manifest(cast):
    assert '<link rel="manifest" href="/m/manifest.webmanifest">' in text_of(client_of(cast.keeper).get("/m/"))
