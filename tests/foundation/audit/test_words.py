"""Every verb that the product writes into the audit has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import weian
from weian.foundation.audit import api as audit
from weian.foundation.audit.words import word_of
from weian.foundation.people.models import Way

VERB = re.compile(r"[a-z_]+\.[a-z_]+")


def written() -> Iterator[str]:
    """What stands as a verb in a call with `by=`, as every write of the product has it."""
    for path in Path(weian.__file__).parent.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and any(one.arg == "by" for one in node.keywords):
                given = [*node.args, *(one.value for one in node.keywords if one.arg == "verb")]
                yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def keys_of(node: ast.AST) -> Iterator[str]:
    """Keys of the dictionaries that an expression may give."""
    match node:
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                yield from keys_of(value) if key is None else [key.value] if isinstance(key, ast.Constant) else []
        case ast.BinOp():
            yield from [*keys_of(node.left), *keys_of(node.right)]
        case ast.IfExp():
            yield from [*keys_of(node.body), *keys_of(node.orelse)]
        case ast.Lambda():
            yield from keys_of(node.body)


def facts_written() -> Iterator[str]:
    for path in Path(weian.__file__).parent.rglob("*.py"):
        if {"migrations", "demo", "commands"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and any(one.arg == "by" for one in node.keywords):
                yield from (key for one in node.keywords if one.arg == "facts" for key in keys_of(one.value))
            if isinstance(node, ast.Assign) and any(
                ast.unparse(one) in ("facts", "audit_facts") for one in node.targets
            ):
                yield from keys_of(node.value)


def test_no_fact_is_left_without_words() -> None:
    facts = {key for key in facts_written() if re.fullmatch("[a-z_0-9]+", key)}
    assert len(facts) > 100
    assert sorted(key for key in facts if word_of("facts", key) == key) == []


def test_no_verb_is_left_without_words() -> None:
    verbs = {verb for verb in written() if VERB.fullmatch(verb)}
    assert len(verbs) > 150
    assert [verb for verb in sorted(verbs) if re.search(r"[a-z]", audit.in_words(verb))] == []


def test_how_somebody_confirmed_who_they_are_is_told_as_they_were_asked() -> None:
    assert {one.value: word_of("ways", one.value) for one in Way} == dict(Way.choices)
