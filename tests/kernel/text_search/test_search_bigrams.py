"""What stands in a text as one piece is found by it, however it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weian.kernel.text.search import bigrams, normalised, query_bigrams

scripts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40),
        st.sampled_from("Ａ１ aß，（İΰ"),
    ),
    max_size=30,
)


def test_characters_pairs_and_nothing_twice():
    assert bigrams("消防 消防栓") == ["消", "防", "消防", "栓", "防栓"]
    assert bigrams("Ａ座") == ["a", "座", "a座"]
    assert bigrams(" ，。") == []


def test_a_query_uses_the_fewest_words():
    assert query_bigrams("消防栓") == ["消防", "防栓"]
    assert query_bigrams("栓") == ["栓"]
    assert query_bigrams("3号楼 栓") == ["3号", "号楼", "栓"]
    assert query_bigrams("！？") == []


@pytest.mark.parametrize("query", ["医院", "ICU", "icu", "ＩＣＵ", "院", "中医院 icu", "U病"])
def test_a_text_is_found(query):
    assert set(query_bigrams(query)) <= set(bigrams("和安县中医院（ICU病区）"))


@pytest.mark.parametrize("query", ["医和", "院I", "西医", "x"])
def test_other_texts_are_not(query):
    assert not set(query_bigrams(query)) <= set(bigrams("和安县中医院（ICU病区）"))


@settings(max_examples=400)
@given(text=scripts, data=st.data())
def test_every_part_of_a_text_finds_it(text, data):
    plain = normalised(text)
    first = data.draw(st.integers(0, len(plain)))
    last = data.draw(st.integers(first, len(plain)))
    assert set(query_bigrams(plain[first:last])) <= set(bigrams(text))


@settings(max_examples=400)
@given(text=scripts)
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
