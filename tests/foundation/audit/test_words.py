"""Every verb that the product writes into the audit has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import weian
from weian.foundation.audit import api as audit

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


def test_no_verb_is_left_without_words() -> None:
    verbs = {verb for verb in written() if VERB.fullmatch(verb)}
    assert len(verbs) > 150
    assert [verb for verb in sorted(verbs) if re.search(r"[a-z]", audit.in_words(verb))] == []
