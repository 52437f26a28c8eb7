"""``weian notice read FILE [--json]``."""

import json

import pytest

from tests.foundation.documents.reading.papers import OWN
from weian.foundation.documents.reading.command import main

KEYS = {
    "": {
        "title",
        "doc_no",
        "issuer",
        "issued_on",
        "addressees",
        "cites",
        "attachments",
        "clauses",
        "stages",
        "reports",
        "warnings",
    },
    "clauses": {"no", "heading", "text", "line", "actors", "asks"},
    "asks": {"kind", "text", "due", "due_event", "every", "by", "times", "who", "target"},
    "stages": {"name", "from", "to", "from_event", "to_event"},
    "reports": {"what", "to", "due", "every"},
}


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_json_has_the_shape_of_the_contract(path, capsys):
    assert main([str(path), "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert KEYS[""] <= set(reading)
    assert all(KEYS["clauses"] <= set(clause) for clause in reading["clauses"])
    assert all(KEYS["asks"] <= set(ask) for clause in reading["clauses"] for ask in clause["asks"])
    for name in ("stages", "reports"):
        assert all(KEYS[name] <= set(item) for item in reading[name])


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_the_same_file_gives_the_same_words(path, capsys):
    main([str(path), "--json"])
    first = capsys.readouterr().out
    main([str(path), "--json"])
    assert capsys.readouterr().out == first


def test_the_table_names_title_dates_and_reports(capsys):
    assert main([str(OWN[0])]) == 0
    out = capsys.readouterr().out
    for words in ("清卫发〔2024〕18号", "2024-04-15止", "≥90%", "每月(D25)", "总结报告", "动员部署阶段"):
        assert words in out


def test_what_cannot_be_read_goes_to_stderr_with_exit_2(tmp_path, capsys):
    assert main([str(tmp_path / "无.txt")]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "找不到文件“无.txt”。请检查路径是否写对。\n")


def test_a_call_without_a_file_exits_2(capsys):
    assert main([]) == 2
