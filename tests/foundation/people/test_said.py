"""What an act says is shown on the next page, once, to the one who did it, and costs no second commit."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.conftest import client_of
from weian.foundation.people.said import Said, Storage
from weian.foundation.people.sessions import SessionStore


def test_an_act_says_what_was_done_without_writing_the_session(cast: Cast) -> None:
    keeper, neighbour = client_of(cast.keeper), client_of(cast.outsider)
    keeper.get("/hazards/new/")  # that they are here is noted now
    data = {"uid": uuid4(), "text": "疏散通道堆放纸箱", "place": "二层东侧", "found_mode": "daily"}
    with CaptureQueriesContext(connection) as seen:
        answer = keeper.post("/hazards/new/", data)
    assert answer.status_code == 302
    assert [one for one in seen.captured_queries if "people_session" in one["sql"] and "SELECT" not in one["sql"]] == []
    word = keeper.cookies[Said.cookie_name].value
    neighbour.cookies[Said.cookie_name] = word
    assert "已登记" not in neighbour.get("/").content.decode()
    assert "已登记" in keeper.get(answer["Location"]).content.decode()
    assert "已登记" not in keeper.get("/").content.decode()


def test_what_is_too_long_for_a_cookie_is_not_cut(cast: Cast) -> None:
    session = SessionStore()
    said = "".join(chr(0x4E00 + number * 37 % 20_000) for number in range(2_000))

    def request() -> HttpRequest:
        made = RequestFactory().get("/")
        made.session = session
        made._messages = Storage(made)  # type: ignore[attr-defined]
        return made

    first, answer = request(), HttpResponse()
    messages.success(first, "短的一句。")
    messages.success(first, said)
    first._messages.update(answer)  # type: ignore[attr-defined]
    second = request()
    second.COOKIES[Said.cookie_name] = answer.cookies[Said.cookie_name].value
    assert [one.message for one in messages.get_messages(second)] == ["短的一句。", said]
