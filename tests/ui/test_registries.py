"""The menu, the doors of the frame and the links are filled by upper apps."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import RequestFactory

from weian.ui import api, menu


def everybody(request: object) -> bool:
    return True


def nobody(request: object) -> bool:
    return False


def test_the_menu_shows_what_the_role_may_do_in_order() -> None:
    api.menu_item("config", "配置", "config", "settings", 100, everybody)
    api.menu_item("tasks", "任务", "tasks", "tasks", 20, everybody, count=lambda request: 31)
    api.menu_item("today", "今日", "home", "today", 10, everybody)
    api.menu_item("secret", "暗访", "late", "eye", 5, nobody)
    shown = menu.menu_for(RequestFactory().get("/tasks/7/"))
    assert [item.label for item in shown] == ["今日", "任务", "配置"]
    assert [item.is_here for item in shown] == [False, True, False]
    assert [item.count for item in shown] == [None, 31, None]
    assert [item.rule for item in shown] == [False, False, True]


def test_the_longest_address_is_where_we_are() -> None:
    api.menu_item("tasks", "任务", "tasks", "tasks", 1, everybody)
    api.menu_item("late", "逾期", "late", "clock", 2, everybody)
    shown = menu.menu_for(RequestFactory().get("/tasks/late/"))
    assert [item.key for item in shown if item.is_here] == ["late"]


def test_a_key_is_taken_once() -> None:
    api.menu_item("tasks", "任务", "tasks", "tasks", 1, everybody)
    with pytest.raises(ValueError, match="tasks"):
        api.menu_item("tasks", "任务", "tasks", "tasks", 1, everybody)


def test_the_frame_has_only_known_places() -> None:
    with pytest.raises(ValueError, match="attic"):
        api.frame_door("attic", "home")
    api.frame_door("home", "home")
    with pytest.raises(ValueError, match="home"):
        api.frame_door("home", "tasks")
    assert menu.doors() == {"home": "/"}


def test_absent_forbidden_and_unknown_links_look_alike() -> None:
    mine, other, viewer = uuid4(), uuid4(), SimpleNamespace()
    told: list[object] = []

    def title(uid: object) -> str:
        told.append(uid)
        return "防火门"

    api.link("hazard", url=lambda uid: f"/hazards/{uid}/", title=title, can_see=lambda uid, by: uid == mine)
    found = api.resolve("hazard", mine, viewer)
    assert found is not None
    assert (found.url, found.title) == (f"/hazards/{mine}/", "防火门")
    assert api.resolve("hazard", other, viewer) is None
    assert api.resolve("drill", mine, viewer) is None
    assert told == [mine]  # a title is never read before the right to see it
    assert api.can_see("hazard", mine, viewer)
    assert not api.can_see("drill", mine, viewer)


def test_a_link_kind_is_taken_once() -> None:
    args = {"url": str, "title": str, "can_see": lambda uid, viewer: True}
    api.link("hazard", **args)
    with pytest.raises(ValueError, match="hazard"):
        api.link("hazard", **args)
    assert api.link_kinds() == ["hazard"]
