"""Every proposal can be shown beside its words."""

import pytest

from tests.foundation.documents.reading.papers import OWN
from weian.foundation.documents.reading import read_text


def _words(lines, spans):
    return "".join(lines[span.line - 1][span.start : span.end] for span in spans)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_spans_lie_inside_their_lines_and_hold_the_words(path):
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for ask in read_text(text).asks:
        assert ask.text in _words(lines, ask.spans["text"]).replace(" ", "")
        for name, spans in ask.spans.items():
            assert spans, name
            assert all(0 <= span.start < span.end <= len(lines[span.line - 1]) for span in spans)
        if ask.who:
            assert all(name in _words(lines, ask.spans["who"]) for name in ask.who)


def test_words_broken_by_a_page_end_have_a_span_on_each_line():
    first = "一、各医疗机构要认真组织开展消防安全隐患排查治理工作，确保整改率达"
    reading = read_text(f"关于消防的通知\n各单位：\n{first}\n\n到100%。\n")
    (ask,) = [ask for ask in reading.asks if ask.target]
    assert [span.line for span in ask.spans["text"]] == [3, 5]
    assert ask.line == [3, 5]
