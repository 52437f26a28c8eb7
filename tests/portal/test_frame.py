"""Every page of the product can be reached from the menu of who may use it, and references open their pages."""

from __future__ import annotations

import re

import pytest

from tests.conftest import acting, client_of, set_up
from tests.foundation.documents.situations import issued
from weian.foundation.inbox import api as inbox
from weian.ui import api as ui

# Each word with those that are found under it, on its own page.
MENU = {
    "regulator": [
        "今日",
        "通知 提示",
        "任务",
        "文件",
        "巡查",
        "隐患",
        "检查 抽取 复核提示 检查表",
        "场所",
        "外包与施工",
        "请假代理",
        "单位 督办阶梯",
    ],
    "officer": [
        "今日",
        "通知 提示",
        "任务",
        "文件",
        "巡查",
        "隐患",
        "检查 复核提示 检查表",
        "场所",
        "外包与施工",
        "请假代理",
        "报到确认",
    ],
    "keeper": ["今日", "任务", "文件", "巡查", "隐患", "检查 复核提示", "场所", "外包与施工", "请假代理"],
    "system_admin": ["今日", "单位", "人员"],
    "security_admin": ["今日", "账号安全"],
    "audit_admin": ["今日", "操作留痕"],
}
MOST = 12


def page_of(viewer, path="/"):
    answer = client_of(viewer).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().replace("\u00a0", " ")


def menu_of(page):
    rail = re.search(r'<nav class="wa-rail".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'<a class="wa-rail-item[^"]*" href="([^"]+)"[^>]*><svg.*?</svg>([^<\s]+)', rail, re.DOTALL)


def beside(page):
    bar = re.search(r'<nav class="wa-beside".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', bar[0]) if bar else []


@pytest.mark.parametrize("role", MENU)
def test_the_menu_shows_what_the_post_may_do_and_every_word_opens(cast, role):
    """Few words; what is found under one is one press away from its page, and marks it."""
    client = client_of(getattr(cast, role))
    items = menu_of(page_of(getattr(cast, role)))
    words, found = [word for _, word in items], []
    assert len(words) == len(set(words)) <= MOST
    for address, word in items:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, word
        there = beside(answer.content.decode())
        found.append(" ".join(label for _, _, label in there) or word)
        for at, _, label in there[1:]:
            page = client.get(at).content.decode()
            assert [here for _, here, other in beside(page) if other == label] == [' aria-current="page"'], label
            assert re.findall(r'<a class="wa-rail-item is-here" href="([^"]+)"', page) == [address], label
    assert [word for word in found if word != "报表"] == MENU[role]


def test_the_inbox_counts_messages_and_notices_to_sign(cast):
    issued(cast, cast.county)
    with set_up():
        before = inbox.unread_count(cast.county_regulator)
        inbox.send([cast.county_regulator.person], kind="t", title="一条消息")
    assert f"消息 {before + 2}</span>" in page_of(cast.county_regulator)
    assert re.search(r'<span class="wa-top-word">消息</span>', page_of(cast.outsider))


@pytest.mark.parametrize(
    ("role", "sees"), [("county_regulator", True), ("regulator", True), ("outsider", False), ("system_admin", False)]
)
def test_references_to_documents_and_clauses_resolve_for_who_may_see_them(cast, role, sees):
    document = issued(cast, cast.county)
    clause = document.clauses.first()
    viewer = getattr(cast, role)
    with acting(viewer):
        links = [ui.resolve("document", document.pk, viewer), ui.resolve("clause", clause.pk, viewer)]
    assert [link is not None for link in links] == [sees, sees]
    if sees:
        for link in links:
            page_of(viewer, link.url)
        assert links[0].title == document.title and document.title in links[1].title
