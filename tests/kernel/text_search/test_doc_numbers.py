"""Document numbers: one official form, however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weian.kernel.text.numbers import DocNo, find_doc_nos, normalise_doc_no, parse_doc_no

OFFICIAL = "和卫办发〔2021〕47号"


@pytest.mark.parametrize(
    "typed",
    [
        OFFICIAL,
        "和卫办发[2021]47号",
        "和卫办发（2021）47号",
        "和卫办发(2021)第47号",
        "和卫办发【2021】047号",
        "和卫办发［２０２１］４７号",
        " 和卫办发 〔 2 0 2 1 〕 4 7 号 ",
        "和卫办发〔二〇二一〕47号",
        "和 卫 办 发〔2021年〕47号",
    ],
)
def test_one_number_in_many_forms(typed):
    assert normalise_doc_no(typed) == OFFICIAL
    assert parse_doc_no(typed) == DocNo("和卫办发", 2021, 47)


@pytest.mark.parametrize(
    "typed", ["", "通知", "〔2021〕47号", "和卫办发〔21〕47号", "和卫办发2021第47号", "和卫办发〔2021〕号"]
)
def test_what_is_no_number_stays_as_it_was(typed):
    assert parse_doc_no(typed) is None
    assert normalise_doc_no(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《通知》（和卫办发〔2021〕47号）和甲安委〔2022〕9 号要求", [OFFICIAL, "甲安委〔2022〕9号"]),
        ("现将和卫办发（2021）47号转发给你们", [OFFICIAL]),
        ("2021年47号", []),
    ],
)
def test_numbers_are_found_in_running_text(text, expected):
    found = list(find_doc_nos(text))
    assert [str(one.doc_no) for one in found] == expected
    assert [normalise_doc_no(text[one.start : one.end]) for one in found] == expected


@given(
    code=st.text(st.sampled_from("和安县卫健办发函委"), min_size=1, max_size=8),
    year=st.integers(1949, 2199),
    serial=st.integers(1, 99999),
)
def test_the_official_form_reads_back(code, year, serial):
    assert parse_doc_no(str(DocNo(code, year, serial))) == DocNo(code, year, serial)


@given(text=st.text(max_size=40))
def test_any_text_is_answered(text):
    for one in find_doc_nos(text):
        assert text[one.start : one.end].strip() == text[one.start : one.end]
