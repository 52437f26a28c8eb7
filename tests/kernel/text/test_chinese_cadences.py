"""How often, and which number is a norm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weian.kernel.text.cadence import find_cadences, times_spans
from weian.kernel.text.glyphs import fold
from weian.kernel.text.norms import find_norms

# words, [(every, by, times)]
CADENCES = [
    ("每月月底前报送1次", [("P1M", "last", 1)]),
    ("每月25日前报送", [("P1M", "D25", None)]),
    ("每季度末月25日前", [("P3M", "M3D25", None)]),
    ("每年12月31日前", [("P1Y", "M12D31", None)]),
    ("每周五12时前", [("P1W", "W5", None)]),
    ("每周五报送作业情况", [("P1W", "W5", None)]),
    ("每周一报", [("P1W", None, None)]),
    ("每月25日前报送进展月报表", [("P1M", "D25", None)]),
    ("每逢双月10日前报送", [("P2M", None, None)]),
    ("每2小时巡查1次", [("PT2H", None, 1)]),
    ("每两小时至少开展一次", [("PT2H", None, 1)]),
    ("每半年至少演练1次", [("P6M", None, 1)]),
    ("每半个月自查一次", [("P15D", None, 1)]),
    ("每年组织2次以上演练", [("P1Y", None, 2)]),
    ("实行日巡查制度", [("P1D", None, None)]),
    ("周调度、月通报制度", [("P1W", None, None), ("P1M", None, None)]),
    ("做到日清月结", [("P1D", None, None), ("P1M", None, None)]),
    ("一年两次", [("P1Y", None, 2)]),
    ("一周一调度", [("P1W", None, None)]),
    ("按季度开展", [("P3M", None, None)]),
    ("上、下半年各组织1次", [("P6M", None, 1)]),
    ("全年不少于1次", [("P1Y", None, 1)]),
    ("每季度、每半年分别检查一次", [("P3M", None, None), ("P6M", None, 1)]),
    ("不低于16学时/年", [("P1Y", None, None)]),
    ("巡查2次/日", [("P1D", None, 2)]),
    ("按年度计划推进", []),
    ("每名职工", []),
    ("每处重大风险", []),
    ("日常检查", []),
    ("年度考核", []),
]

# words, [(op, value, unit)]
NORMS = [
    ("培训率达到100%", [(">=", 1.0, "ratio")]),
    ("知晓率不低于85%", [(">=", 0.85, "ratio")]),
    ("操作人员100%持证上岗", [("=", 1.0, "ratio")]),
    ("合格率达到百分之百", [(">=", 1.0, "ratio")]),
    ("健康素养水平达到28%以上", [(">=", 0.28, "ratio")]),
    ("按照不低于在册职工总数的2%或者日均客流量5‰的标准", [(">=", 0.02, "ratio"), (">=", 5.0, "permille")]),
    ("漏报率控制在5%以内", [("<=", 0.05, "ratio")]),
    ("培训不少于4学时", [(">=", 4.0, "hour")]),
    ("在30分钟内电话报告", [("<=", 30.0, "minute")]),
    ("于15日内完成整改", [("<=", 15.0, "day")]),
    ("保存期限不得少于30日", [(">=", 30.0, "day")]),
    ("配备不少于2名专职人员", [(">=", 2.0, "count")]),
    ("存瓶量不得超过100公斤", [("<=", 100.0, "kg")]),
    ("至少组织1次夜间疏散", [(">=", 1.0, "count")]),
    ("半小时内书面报告", [("<=", 30.0, "minute")]),
    ("去年整改率为96%", []),
    ("较上年提高3个百分点", []),
    ("占比10%", []),
    ("已完成整改的占92.5%", []),
    ("床位超过100张的医疗机构", []),
    ("实行24小时值班", []),
    ("近3年内", []),
    ("18项核心制度", []),
]


@pytest.mark.parametrize(("words", "expected"), CADENCES, ids=[row[0] for row in CADENCES])
def test_cadence_words(words, expected):
    assert [(found.every, found.by, found.times) for found in find_cadences(fold(words))] == expected


@pytest.mark.parametrize(("words", "expected"), NORMS, ids=[row[0] for row in NORMS])
def test_norm_words(words, expected):
    assert [(norm.op, norm.value, norm.unit) for norm in find_norms(fold(words))] == expected


def test_so_many_times_a_period_is_no_second_norm():
    words = "每年不少于2次，每人不少于8学时"
    cadences = find_cadences(words)
    norms = find_norms(words, times_spans(words, cadences))
    assert cadences[0].times == 2
    assert [(norm.value, norm.unit) for norm in norms] == [(8.0, "hour")]


@given(st.integers(1, 28), st.sampled_from(["月", "个月"]))
def test_every_day_of_the_month_is_kept(day, unit):
    (cadence,) = find_cadences(f"每{unit}{day}日前")
    assert (cadence.every, cadence.by) == ("P1M", f"D{day}")


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_percentage_is_a_ratio(percent):
    (norm,) = find_norms(f"整改率不低于{percent}%")
    assert norm.value == pytest.approx(float(percent) / 100)


@settings(max_examples=300)
@given(
    st.text(
        alphabet="每日周月季度半年天个小时25三底末前次不少于至少达到100%‰学时名各按逐一两，。、率内以上超过",
        max_size=24,
    )
)
def test_no_words_break_the_grammars(words):
    cadences = find_cadences(words)
    norms = find_norms(words, times_spans(words, cadences))
    for items in (cadences, norms):
        edges = [edge for item in items for edge in (item.start, item.end)]
        assert edges == sorted(edges)
        assert all(0 <= item.start < item.end <= len(words) for item in items)
