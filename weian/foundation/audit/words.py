"""What happened, in words: each verb as what it was about and what was done (content/audit/words.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Q

CONTENT = Path(__file__).resolve().parents[2] / "content" / "audit" / "words.yaml"


def word_of(part: str, code: str) -> str:
    """What a code is called in one part of the words; itself where it has no word."""
    return _words()[part].get(code, code)


def in_words(verb: str) -> str:
    """`hazard.assigned` is 隐患：派发. What has no word yet is shown as it is stored, never hidden."""
    about, _, done = verb.partition(".")
    return f"{word_of('about', about)}：{word_of('done', done)}" if done else verb


def meant_by(words: str) -> Q:
    """The events in whose words each of these stands; a verb as it is stored is found, too."""
    found = Q()
    for word in filter(None, re.split(r"[：:\s]+", words)):
        one = Q(verb__contains=word)
        for code in _codes("about", word):
            one |= Q(verb__startswith=f"{code}.")
        for code in _codes("done", word):
            one |= Q(verb__endswith=f".{code}")
        found &= one
    return found


def _codes(part: str, word: str) -> list[str]:
    return [code for code, said in _words()[part].items() if word in said]


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(CONTENT.read_text("utf-8"))
    return found
