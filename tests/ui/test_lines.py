"""A loop that is read once draws what the engine's own loop draws, and refuses what it could not draw alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe

BODY = (
    '<li{% if one.key in chosen %} class="is-here"{% endif %}>{{ one.title|spaced }}{% icon one.icon %}'
    '{% if one.count is not None and not one.hidden %}{{ one.count|amount:"条" }}{% elif one.note == "x" or one.late %}'
    "{{ one.note }}{% else %}—{% endif %}{% for tag in one.tags %}<b>{{ tag.word }}{{ outer }}</b>{% endfor %}"
    "{{ one.safe }}{{ one.called }}</li>"
)


@dataclass(frozen=True)
class Tag:
    word: str


def _row(**other):
    said = {
        "key": "a",
        "title": "<3条>",
        "icon": "flag",
        "count": None,
        "note": "",
        "tags": [],
        "safe": mark_safe("<i>"),
    }
    return {**said, "called": lambda: "叫", **other}


ROWS = [
    _row(), _row(key="b", count=0), _row(count=1_204, hidden=True, note="x"), _row(late="是", note="<x>"),
    _row(tags=[Tag("挂牌"), {"word": "'\"&"}]),
]  # fmt: skip


def test_lines_are_drawn_as_the_engine_draws_a_loop():
    said = {"rows": ROWS, "chosen": ("b",), "outer": 7}
    ours = Template("{% lines one in rows %}" + BODY + "{% endlines %}").render(Context(said))
    assert ours == Template("{% for one in rows %}" + BODY + "{% endfor %}").render(Context(said))
    assert ours.count("<li") == 5 and "1,204" not in ours and "&lt;3\u00a0条&gt;" in ours


def test_a_name_that_is_written_must_be_there_while_an_if_may_ask():
    rows = {"rows": [{"a": "x"}]}
    assert Template("{% lines r in rows %}{% if r.b %}!{% endif %}{{ r.a }}{% endlines %}").render(Context(rows)) == "x"
    with pytest.raises(KeyError):
        Template("{% lines r in rows %}{{ r.b }}{% endlines %}").render(Context(rows))


@pytest.mark.parametrize("day", [date(2026, 11, 22), 0.5, None, True])
def test_what_a_language_would_write_in_its_manner_is_not_written(day):
    with pytest.raises(TypeError):
        Template("{% lines r in rows %}{{ r.day }}{% endlines %}").render(Context({"rows": [{"day": day}]}))


@pytest.mark.parametrize(
    "body",
    ["{% csrf_token %}", "{% url 'home' %}", "{% if r.a > 1 %}{% endif %}", "{{ r.a|linebreaks }}", "{% request_id %}",
     "{% for a, b in r %}{% endfor %}", "{% for a in r %}{% empty %}-{% endfor %}"],
)  # fmt: skip
def test_what_lines_do_not_know_is_refused_when_the_page_is_read(body):
    with pytest.raises(TemplateSyntaxError, match="lines do not know"):
        Template("{% lines r in rows %}" + body + "{% endlines %}")
