"""What an instance writes to its log: enough to find a fault, nothing about a person."""

from __future__ import annotations

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.cast import Cast
from tests.conftest import client_of
from weian.config import logs
from weian.foundation.org.models import Instance

PACKAGE = Path(__file__).resolve().parents[2] / "weian"
ALLOWED = {"at", "level", "logger", "event", "request", "fault", *logs.FIELDS}
WORDS = ("张三", "13800138000", "secret-token")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """All that is logged from here on, as WEIAN_LOG=json writes it."""

    class Lines(list[dict[str, Any]]):
        def __iter__(self) -> Iterator[dict[str, Any]]:
            return iter([json.loads(one) for one in stream.getvalue().splitlines()])

        def __len__(self) -> int:
            return len(stream.getvalue().splitlines())

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLine())
    root, request = logging.getLogger(), logging.getLogger("weian.request")
    root.addHandler(handler)
    request.setLevel(logging.INFO)
    try:
        yield Lines()
    finally:
        root.removeHandler(handler)
        request.setLevel(logging.NOTSET)


def test_an_answer_is_one_line_with_route_status_time_and_role(cast: Cast, lines: list[dict[str, Any]]) -> None:
    answer = client_of(cast.officer).get("/hazards/?q=张三")
    told = [one for one in lines if one["logger"] == "weian.request"]
    assert len(told) == 1
    said = told[0]
    assert (said["event"], said["method"], said["route"], said["status"]) == ("answered", "GET", "hazards/", 200)
    assert said["role"] == cast.officer.post.post_class
    assert said["request"] == answer["X-Request-Number"] and said["ms"] > 0


def test_no_line_holds_a_name_a_word_typed_an_address_or_a_secret(cast: Cast, lines: list[dict[str, Any]]) -> None:
    client = client_of(cast.officer)
    client.get("/search/?q=张三")
    client.post("/hazards/new/", {"words": "张三 13800138000", "uid": "张三"})
    Client(HTTP_USER_AGENT="张三").get("/accounts/welcome/secret-token/")
    Client().post("/accounts/login/", {"login": "张三", "password": "secret-token"})
    Client(HTTP_HOST="secret-token.example").get("/")
    logging.getLogger("django.security.SuspiciousOperation").error("张三 %s", "13800138000")
    logging.getLogger("procrastinate.worker").error("Job f(name='张三')", extra={"action": "job_error"})
    assert len(lines) > 4
    whole = json.dumps(list(lines), ensure_ascii=False)
    known = [*WORDS, cast.officer.person.name, str(cast.officer.person.uid), str(cast.officer.unit.uid), "127.0.0.1"]
    assert [word for word in known if word in whole] == []
    assert {name for one in lines for name in one} <= ALLOWED


@override_settings(ROOT_URLCONF="tests.conventions.addresses")
def test_a_fault_is_told_once_with_its_places_and_without_its_words(
    cast: Cast, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ValueError("张三 13800138000")

    monkeypatch.setattr(Instance.objects, "create", refuse)
    client = client_of(cast.officer)
    client.raise_request_exception = False
    answer = client.get("/careless/")
    assert answer.status_code == 500
    assert answer["X-Request-Number"] in answer.content.decode()  # who reports it can name the line
    faults = [one for one in lines if one["level"] == "ERROR"]
    assert len(faults) == 1
    assert faults[0]["request"] == answer["X-Request-Number"]
    assert faults[0]["fault"][0] == "builtins.ValueError"
    assert any("careless" in one for one in faults[0]["fault"])
    assert not any(word in json.dumps(list(lines), ensure_ascii=False) for word in WORDS)


def test_each_record_reaches_one_handler() -> None:
    """Django brings handlers of its own, which would say each fault a second time."""
    for name in ("django", "django.request", "django.security", "weian.request"):
        assert logging.getLogger(name).handlers == [], name


def test_our_own_log_calls_say_fixed_words_and_known_fields() -> None:
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if _is_log_call(node) and not _is_plain(node):
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")  # type: ignore[attr-defined]
    assert wrong == []


def _is_log_call(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    who = node.func.value
    named = isinstance(who, ast.Name) and who.id in {"log", "logger", "logging"}
    return named and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical", "log"}


def _is_plain(node: ast.AST) -> bool:
    assert isinstance(node, ast.Call)
    return len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
