"""The frame and the parts page, drawn by the server."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from weian.ui import api, views
from weian.ui.views import PAGES

VIEWER = SimpleNamespace(person="林晓岚", unit_name="白鹭县人民医院", post_title="安全管理员", posts=[1])
TEMPLATES = Path(views.__file__).parent / "templates"


def a_request(path: str = "/", is_demo: bool = True) -> HttpRequest:
    request = RequestFactory().get(path)
    request.viewer = VIEWER  # type: ignore[attr-defined]
    request.instance = SimpleNamespace(is_demo=is_demo)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_part_can_be_drawn(page: str) -> None:
    drawn = views.parts(a_request(f"/_parts/{page}"), page).content.decode()
    assert "<title>" in drawn and "卫安" in drawn
    assert "{{" not in drawn and "{%" not in drawn


def test_the_parts_page_is_not_in_a_working_instance(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEBUG = False
    with pytest.raises(Http404):
        views.parts(a_request(is_demo=False))
    with pytest.raises(Http404):
        views.parts(a_request(), "cellar")


def test_the_frame_names_unit_post_and_person_and_marks_a_demo() -> None:
    api.frame_door("sign_out", "tasks")
    drawn = render_to_string("ui/shell.html", request=a_request())
    for words in ("白鹭县人民医院", "安全管理员", "林晓岚", "演示环境", "跳到正文", 'lang="zh-CN"'):
        assert words in drawn
    assert '<form method="post" action="/tasks/">' in drawn  # signing out is a POST
    assert "演示环境" not in render_to_string("ui/shell.html", request=a_request(is_demo=False))


def test_the_switcher_is_there_only_for_several_posts() -> None:
    api.frame_door("switch_post", "tasks")
    request = a_request()
    assert "换单位或岗位" not in render_to_string("ui/shell.html", request=request)
    posts = [SimpleNamespace(uid=n, unit_name="院", title="岗", is_current=n == 1) for n in (1, 2)]
    request.viewer = SimpleNamespace(**vars(VIEWER) | {"posts": posts})  # type: ignore[attr-defined]
    assert "换单位或岗位" in render_to_string("ui/shell.html", request=request)


def test_a_signed_out_visitor_gets_the_frame_without_names() -> None:
    request = a_request()
    request.viewer = None  # type: ignore[attr-defined]
    drawn = render_to_string("ui/shell.html", request=request)
    assert "林晓岚" not in drawn and "data-wa-person" not in drawn


def test_forbidden_looks_exactly_like_absent() -> None:
    assert render_to_string("403.html") == render_to_string("404.html")


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "413", "422", "500", "503"])
def test_error_pages_stand_without_request_database_or_menu(code: str) -> None:
    drawn = render_to_string(f"{code}.html")
    assert "<h1" in drawn and "。" in drawn


def test_the_sentence_of_an_act_releases_its_draft() -> None:
    request = RequestFactory().post("/", {"request_id": "r-1"})
    assert api.done_headers(request) == {"HX-Trigger": '{"wa:done": {"request_id": "r-1"}}'}
    kept: list[tuple[str, str]] = []
    request._messages = SimpleNamespace(  # type: ignore[attr-defined]
        add=lambda level, message, extra_tags: kept.append((message, extra_tags))
    )
    api.say_done(request, "已派发。")
    assert kept == [("已派发。", "clears:r-1")]
    message = SimpleNamespace(message="已派发。", extra_tags="clears:r-1", level_tag="success")
    assert 'data-wa-clears="r-1"' in render_to_string("ui/parts/messages.html", {"messages": [message]})
