"""The gold of the strangers says only what their texts hold, and their files hold their texts."""

import datetime as dt
import io
import re
import zipfile
from collections import Counter

import docx
import pypdfium2
import pytest

from tests.foundation.documents.strangers.papers import KEPT_OUT, OPEN, strangers

KINDS = {
    *("plan", "meeting", "inspection", "training", "drill", "rectification"),
    *("report", "ledger", "measurement", "staffing", "document", "other"),
}
EVERY = [*strangers(OPEN), *strangers(KEPT_OUT)]
each = pytest.mark.parametrize("stranger", EVERY, ids=lambda one: one.name)


def bare(text):
    """The words alone: no blanks, no rules of a table, no page numbers."""
    return re.sub(r"— ?\d+ ?—|[\s|]", "", text)


def any_of(value):
    return value if isinstance(value, list) else [value]


def test_there_are_enough_of_them():
    assert len(EVERY) >= 18


@each
def test_what_the_gold_quotes_stands_on_its_line(stranger):
    gold, lines = stranger.gold, ["", *stranger.lines]
    assert all(bare(title) in bare("".join(lines)) for title in any_of(gold["title"]))
    numbers = any_of(gold["doc_no"])
    assert numbers == [None] or any(number in "\n".join(lines) for number in numbers)
    for ask in (ask for clause in gold["clauses"] for ask in clause["asks"]):
        assert ask["text"] in lines[ask["line"]]
        assert ask.get("kind", "other") in KINDS
        assert all(who in lines[ask["line"]] for who in ask.get("who", []))
    for report in gold["reports"]:
        assert report["what"] in lines[report["line"]]
        assert (report.get("to") or "") in lines[report["line"]]
    for stage in gold["stages"]:
        assert stage["name"] in lines[stage["line"]]
    for cite in gold["cites"]:
        assert (cite["title"] or "") in lines[cite["line"]]
        assert (cite.get("doc_no") or "") in lines[cite["line"]]


@each
def test_clauses_follow_one_another_and_hold_their_asks(stranger):
    end = 0
    for clause in stranger.gold["clauses"]:
        first, last = clause["line"]
        assert end < first <= last <= len(stranger.lines)
        assert all(first <= ask["line"] <= last for ask in clause["asks"])
        words = "".join(stranger.lines[first - 1 : last])
        assert all(actor["name"] in words for actor in clause["actors"])
        end = last


@each
def test_every_report_is_an_ask_too_and_dates_are_dates(stranger):
    gold = stranger.gold
    asks = [ask for clause in gold["clauses"] for ask in clause["asks"]]
    asked = sorted(ask["line"] for ask in asks if ask.get("kind") == "report")
    assert asked == sorted(report["line"] for report in gold["reports"])
    days = [item["due"] for item in (*asks, *gold["reports"]) if item.get("due")]
    days += [day for stage in gold["stages"] for day in (stage["from"], stage["to"]) if day]
    days += [day for warning in gold["warnings_expected"] for day in warning["dates"]]
    assert all(dt.date.fromisoformat(day) for day in [gold["issued_on"], *days])
    assert all(re.fullmatch(r"P(\d+[DWMY]|T\d+[HM])", ask["every"]) for ask in asks if ask.get("every"))


@each
def test_a_built_file_holds_every_word_of_its_text(stranger):
    data, words = stranger.file(), bare("".join(stranger.lines))
    if stranger.file_name.endswith(".txt"):
        assert data.decode(stranger.gold.get("encoding", "utf-8")).count("\n") == len(stranger.lines)
    elif stranger.file_name.endswith(".docx"):
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert document.tables
        paragraphs = [one.text for one in document.paragraphs]
        assert Counter(bare("".join([*cells, *paragraphs]))) == Counter(words)
    elif stranger.file_name.endswith(".pdf"):
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
        assert all(bare(line) in bare("".join(pages)) for line in stranger.lines[4:])
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            pages = sorted(name for name in package.namelist() if name.endswith("Content.xml"))
            texts = re.findall(r">([^<]*)</ofd:TextCode>", "".join(package.read(name).decode() for name in pages))
        assert bare("".join(texts)) == words
