"""Order by sound, search by initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weian.kernel.text.pinyin import initials, sort_key


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("和安县人民医院", "haxrmyy"),
        ("3号楼B座", "3hlbz"),
        ("重庆市中医院", "cqszyy"),
        ("银行街卫生院", "yhjwsy"),
        ("ICU（西区）", "icuxq"),
        ("𠮷田诊所", "𠮷tzs"),
        ("", ""),
    ],
)
def test_what_a_hurried_person_types(name, typed):
    assert initials(name) == typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [("单小红", "sxh"), ("曾国强", "zgq"), ("仇一", "qy"), ("尉迟恭", "ycg"), ("王重", "wz"), ("", "")],
)
def test_a_surname_has_its_own_reading(name, typed):
    assert initials(name, person=True) == typed


def test_names_stand_in_the_order_of_their_sound():
    names = ["张三", "李四", "安七", "王五", "李丽", "章三"]
    assert sorted(names, key=sort_key) == ["安七", "李丽", "李四", "王五", "张三", "章三"]


def test_numbers_stand_in_the_order_of_their_value():
    names = ["第10医院", "第2医院", "第1医院", "3号楼", "12号楼"]
    assert sorted(names, key=sort_key) == ["3号楼", "12号楼", "第1医院", "第2医院", "第10医院"]


def test_a_short_name_stands_before_a_longer_one_that_begins_with_it():
    assert sort_key("李") < sort_key("李四")
    assert sort_key("ABC") < sort_key("abd")


@given(name=st.text(max_size=12))
def test_every_text_has_a_key_and_different_texts_stay_apart(name):
    assert name.strip() == "" or sort_key(name)
    assert initials(name) == "".join(c for c in initials(name) if c.isalnum())
    assert sort_key(name + "甲") != sort_key(name + "乙")
