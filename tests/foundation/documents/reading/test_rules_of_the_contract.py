"""The rules of the notice contract, one small notice each."""

from datetime import date

import pytest

from weian.foundation.documents.reading import Unreadable, read_text

HEAD = "关于做好安全工作的通知\n各医疗机构：\n"
TAIL = "\n某市卫生健康委员会\n2024年3月1日\n"


def read(*lines: str, tail: str = TAIL):
    return read_text(HEAD + "\n".join(lines) + tail)


def clause(reading, no: str):
    return next(item for item in reading.clauses if item.no == no)


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (
            ["一、总则", "（一）消防。要每月检查消防设施。", "1.每日巡查电梯。", "（2）每周巡查氧气站。"],
            ["一", "一（一）", "一（一）1", "一（一）1（2）"],
        ),
        (["１．每月检查消防设施。", "2. 每月检查电梯。"], ["1", "2"]),
        (["第一条 每月检查消防设施。", "第三条 下列事项：", "2.每年演练一次；"], ["第一条", "第三条", "第三条2"]),
        (["①每月检查消防设施。", "②每月检查电梯。"], ["①", "②"]),
        (["一、部署", "(一) 每月检查。", "（ 二 ）每年演练。"], ["一", "一（一）", "一（二）"]),
    ],
)
def test_clauses_are_cited_as_an_official_cites_them(lines, numbers):
    assert [item.no for item in read(*lines).clauses] == numbers


def test_one_by_one_makes_asks_of_one_clause():
    (only,) = read("一、消防。一是每月检查灭火器；二是每年演练一次；三是6月底前完成培训。").clauses
    assert [ask.kind for ask in only.asks] == ["inspection", "drill", "training"]


def test_the_bracket_with_those_responsible_is_no_part_of_the_text():
    item = clause(read("一、消防。每月检查一次。（牵头单位：安监科，配合单位：后勤科、保卫科）"), "一")
    assert item.text == "每月检查一次。"
    assert [(actor.name, actor.role) for actor in item.actors] == [
        ("安监科", "lead"),
        ("后勤科", "support"),
        ("保卫科", "support"),
    ]


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("责任科室：总务科", [("总务科", "responsible")]),
        (
            "（市卫健委、市消防救援支队按职责分工负责）",
            [("市卫健委", "responsible"), ("市消防救援支队", "responsible")],
        ),
        (
            "（市卫健委牵头，市住房和城乡建设局、市公安局配合）",
            [("市卫健委", "lead"), ("市住房和城乡建设局", "support"), ("市公安局", "support")],
        ),
        ("（责任单位：生态环境、药监部门）", [("生态环境部门", "responsible"), ("药监部门", "responsible")]),
        ("（牵头单位：各区卫健局；完成时限：6月底前）", [("各区卫健局", "lead")]),
        (
            "责任分工：县医院牵头医疗救治，县疾控中心负责消杀防疫，各卫生院按职责落实。",
            [("县医院", "lead"), ("县疾控中心", "responsible"), ("各卫生院", "responsible")],
        ),
    ],
)
def test_markers_name_actors(words, actors):
    item = clause(read("一、消防。每月检查一次。" + words), "一")
    assert [(actor.name, actor.role) for actor in item.actors] == actors


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("供氧设备由设备科每季度检测一次。", "设备科"),
        ("危化品领用由药剂科双人登记，每周核对一次。", "药剂科"),
        ("每季度由总务科组织一次电梯困人演练。", "总务科"),
        ("园内每日由保健医生开展晨检。", "保健医生"),
        ("新入职职工上岗前须接受不少于8学时的安全培训。", "新入职职工"),
        ("科室负责人、安全员每周自查一次。", "科室负责人、安全员"),
        ("园长是第一责任人，每周至少检查一次食堂。", "园长"),
        ("各级各类医疗卫生机构法定代表人每半年听取一次安全汇报。", "各级各类医疗卫生机构法定代表人"),
        ("市卫生监督支队每月抽查不少于5家。", "市卫生监督支队"),
        ("护理部：每月组织一次夜查。", "护理部"),
        ("供应商须每年提供一次检验报告。", "供应商"),
        ("班车司机每日出车前填写检查表。", "班车司机"),
        ("由于电工每周测温一次不够，各单位每日测温一次。", "各单位"),
    ],
)
def test_who_acts_is_found_wherever_the_sentence_names_them(words, who):
    reading = read_text(f"关于检查的通知\n各单位：\n一、检查\n{words}\n")
    assert who in ["、".join(ask.who) for clause in reading.clauses for ask in clause.asks]


def test_a_sentence_subject_is_who_and_no_actor():
    item = clause(read("一、消防。各医疗机构要每月检查一次。"), "一")
    assert item.actors == []
    assert item.asks[0].who == ["各医疗机构"]


def test_a_time_limit_marker_gives_the_due_day():
    item = clause(read("一、消防。更换老旧灭火器。（责任单位：后勤科；完成时限：6月底前）"), "一")
    assert [ask.due for ask in item.asks] == [date(2024, 6, 30)]


def test_days_beside_those_responsible_make_an_ask_each():
    item = clause(read("一、摸排。组织普查。（医政处牵头，规划处参与，6月底前取得成果，11月底前深化）"), "一")
    assert [(actor.name, actor.role) for actor in item.actors] == [("医政处", "lead"), ("规划处", "support")]
    assert [ask.due for ask in item.asks] == [date(2024, 6, 30), date(2024, 11, 30)]


def test_where_only_those_responsible_follow_the_heading_is_the_task():
    item = clause(read("一、更换老旧灭火器。（后勤科负责，6月底前完成）"), "一")
    assert [(ask.text, ask.due) for ask in item.asks] == [("更换老旧灭火器", date(2024, 6, 30))]


@pytest.mark.parametrize(
    ("words", "what", "to"),
    [
        ("各单位要将自查报告于6月10日前报县卫健局安全股。", "自查报告", "县卫健局安全股"),
        ("各单位于6月10日前报送自查情况至县卫健局邮箱。", "自查情况", "县卫健局邮箱"),
        ("各科室于6月10日前将巡查记录汇总表交后勤科存档。", "巡查记录汇总表", "后勤科"),
        ("发现重大隐患的，应当立即处置，并于2小时内向县卫健局报告。", "重大隐患", "县卫健局"),
        ("对查出的安全隐患要及时报告给院办。", "查出的安全隐患", "院办"),
        ("6月10日前报书面总结。", "书面总结", None),
        ("每日零报告。", "每日零报告", None),
        ("每天15:30前向区卫生健康局总值班室“零报告”。", "零报告", "区卫生健康局总值班室"),
        ("演练结束后3个工作日内形成评估报告并报院安办。", "评估报告", "院安办"),
        ("每日17时前将汛情、灾情报县卫健局应急办。", "汛情、灾情", "县卫健局应急办"),
        ("本年度报告于12月20日前报送。", "本年度报告", None),
        ("整改情况汇总表由护理部汇总后于每季度末月25日前报分管副院长。", "整改情况汇总表", "分管副院长"),
        ("发生险情的，现场人员立即将险情报院总值班。", "险情", "院总值班"),
        ("值班人员发现异常立即报告科主任和总值班。", "异常", "科主任和总值班"),
        ("检查结束后10日内将检查报告报送委监督处。", "检查报告", "委监督处"),
        ("各单位填写《联络员信息表》（附件2），于9月18日前报送我委监督处。", "《联络员信息表》", "我委监督处"),
        ("演练方案、脚本应于演练结束后一周内报院应急办存档。", "演练方案、脚本", "院应急办"),
        ("节日期间实行零报告，每日17时前报市卫生健康委总值班室。", "零报告", "市卫生健康委总值班室"),
        ("重大隐患整改实行月报，次月3日前报市安委办。", "月报", "市安委办"),
        ("各单位要按照《事故报告规定》如实上报事故情况。", "事故情况", None),
    ],
)
def test_what_is_reported_and_to_whom(words, what, to):
    (report,) = read("一、报送。" + words).reports
    assert (report.what, report.to) == (what, to)


def test_a_list_of_reports_has_one_receiver_and_a_day_for_each():
    reports = read(
        "一、报送。于4月10日前将方案、5月10日前将中期评估、6月10日前将总结报送委安全处。",
        "二、报送。6月底前报送小结；年底前报送总结。以上材料统一报委监督处。",
    ).reports
    assert [(one.what, one.to, one.due) for one in reports] == [
        ("方案", "委安全处", date(2024, 4, 10)),
        ("中期评估", "委安全处", date(2024, 5, 10)),
        ("总结", "委安全处", date(2024, 6, 10)),
        ("小结", "委监督处", date(2024, 6, 30)),
        ("总结", "委监督处", date(2024, 12, 31)),
    ]


def test_a_table_that_says_by_when_things_are_handed_in_asks_for_reports():
    rows = read("一、各类台账：", "序号\t台账名称\t报送单位\t报送时间", "1\t线路更换台账\t市直各单位\t5月18日前")
    assert [(one.what, one.due) for one in rows.reports] == [("线路更换台账", date(2024, 5, 18))]


@pytest.mark.parametrize(
    "words",
    [
        "逾期未报的，予以通报。",
        "未按要求报送的单位，在全市通报批评。",
        "各项台账按下列时间报送：",
        "请于6月底前完成报名。",
    ],
)
def test_what_only_sounds_like_a_report_is_none(words):
    assert read("一、报送。" + words).reports == []


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("科长一年参加两次集中轮训。", [("P1Y", None, 2)]),
        ("每班巡检不少于3次。", [(None, None, 3)]),
        ("每年对锅炉进行一次内部检验、两次外部检验。", [("P1Y", None, 1), ("P1Y", None, 2)]),
        ("每年集中述职一次，时间为每年12月10日前。", [("P1Y", "M12D10", 1)]),
        ("按月排查。每月25日前排查电梯。", [("P1M", "D25", None)]),
    ],
)
def test_how_often_is_told_in_many_ways(words, asked):
    asks = clause(read("一、" + words), "一").asks
    assert [(one.every, one.by, one.times) for one in asks] == asked
    assert all(one.target is None for one in asks)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("今日18时前完成自查。", date(2024, 3, 1)),
        ("明日12时前完成自查。", date(2024, 3, 2)),
        ("3月4日8时至3月6日20时组织清除积雪。", date(2024, 3, 6)),
        ("每日清理现场，直至2024年5月15日。", date(2024, 5, 15)),
        ("每日清理现场，直至门诊楼竣工验收。", "门诊楼竣工验收"),
        ("每日测温，本轮寒潮结束前不得间断。", "本轮寒潮结束"),
    ],
)
def test_until_when_is_told_in_many_ways(words, due):
    assert due in [one.due or one.due_event for one in read("一、安全。" + words).asks]


def test_a_last_day_half_a_year_before_the_issue_lies_in_the_next_year_and_is_doubted():
    tail = "\n某市卫生健康委员会\n2024年11月5日\n"
    (ask,) = read("一、整改。各单位1月15日前完成整改。", tail=tail).asks
    assert (ask.due, ask.sure) == (date(2025, 1, 15), False)


def test_a_time_limit_stays_beside_the_times_of_the_words():
    item = clause(read("一、定编。4月底前核定人员。（责任单位：人事科；完成时限：5月31日前）"), "一")
    assert [ask.due for ask in item.asks] == [date(2024, 4, 30), date(2024, 5, 31)]


def test_a_date_without_year_takes_the_issue_year_and_is_doubted_only_when_it_lies_before_the_issue():
    first, second = read("一、整改。各单位6月底前完成整改。", "二、自查。各单位1月10日前完成自查。").asks
    assert (first.due, first.sure) == (date(2024, 6, 30), True)
    assert (second.due, second.doubts) == (date(2024, 1, 10), ["原文没写年份，按发文年取2024"])


@pytest.mark.parametrize(
    ("lines", "stages"),
    [
        (
            ["6.15—6.30 自查自纠；", "7.1—8.31 联合督查，每周抽查一次。"],
            [("自查自纠", date(2024, 6, 15), date(2024, 6, 30)), ("联合督查", date(2024, 7, 1), date(2024, 8, 31))],
        ),
        (
            ["准备：5月25日—31日，制定计划；", "集中开展：6月1日—25日。"],
            [("准备", date(2024, 5, 25), date(2024, 5, 31)), ("集中开展", date(2024, 6, 1), date(2024, 6, 25))],
        ),
        (
            ["1.4月1日至4月30日：自查自纠。逐项自查。", "2.5月1日至8月31日：监督检查。"],
            [("自查自纠", date(2024, 4, 1), date(2024, 4, 30)), ("监督检查", date(2024, 5, 1), date(2024, 8, 31))],
        ),
        (
            ["第一步（9月20日至10月31日）：自查整改。", "第二步（11月1日至12月28日）：交叉检查。"],
            [
                ("第一步自查整改", date(2024, 9, 20), date(2024, 10, 31)),
                ("第二步交叉检查", date(2024, 11, 1), date(2024, 12, 28)),
            ],
        ),
        (
            ["从2024-06-15起至2024-08-31止，为度夏保障期，执行值班制度。"],
            [("度夏保障期", date(2024, 6, 15), date(2024, 8, 31))],
        ),
    ],
)
def test_a_schedule_makes_stages(lines, stages):
    reading = read("一、时间安排", *lines)
    assert [(stage.name, stage.first, stage.last) for stage in reading.stages] == stages


def test_what_a_preamble_tells_is_no_target_and_no_deadline():
    reading = read(
        "今年上半年，抽查合格率89.5%。2000年以前的用房占31%，资金截至2月底已用58%。",
        "一、检测。对2023年底发现的问题，6月底前整改，整改率100%。",
    )
    assert {ask.due for ask in reading.asks} == {date(2024, 6, 30)}
    assert [ask.target.value for ask in reading.asks if ask.target] == [1.0]


def test_a_table_without_a_task_column_takes_its_other_columns_for_the_task():
    reading = read("一、包保", "片区 | 机构 | 责任科室 | 完成时限", "东片 | 区医院 | 医政科 | 3月26日")
    (row,) = [item for item in reading.clauses if item.actors]
    assert [(actor.name, actor.role) for actor in row.actors] == [("医政科", "responsible")]
    assert [ask.due for ask in row.asks] == [date(2024, 3, 26)]


def test_a_day_of_the_next_period_is_monthly_and_doubted():
    (ask,) = read("一、报送。自4月起，各县次月5日前报送上月进展。").asks
    assert (ask.every, ask.by, ask.sure) == ("P1M", "D5", False)


def test_a_due_day_before_the_issue_is_warned_about_and_kept():
    reading = read("一、自查。各单位于2024年1月10日前完成自查。")
    assert reading.asks[0].due == date(2024, 1, 10)
    assert any("早于发文日2024-03-01" in sentence for sentence in reading.warnings)


def test_a_summary_due_before_its_stage_ends_is_warned_about_and_kept():
    reading = read(
        "一、实施步骤",
        "（一）整治阶段（2024年4月1日至6月30日）。各单位开展自查。",
        "二、要求",
        "请于6月20日前报送工作总结。",
    )
    (report,) = reading.reports
    assert (report.due, reading.stages[0].last) == (date(2024, 6, 20), date(2024, 6, 30))
    assert any("2024-06-20" in sentence and "2024-06-30" in sentence for sentence in reading.warnings)


@pytest.mark.parametrize(
    ("words", "stages"),
    [
        (
            "分动员部署（3月1日至3月31日）、集中攻坚（4月1日至12月31日）、巩固提升（2025年1月1日至全国“两会”结束）三个阶段。",
            {"动员部署": "2024-03-01", "集中攻坚": "2024-04-01", "巩固提升": "2025-01-01"},
        ),
        (
            "本次行动从4月1日起至2024年4月30日止。专项行动分为两个阶段：部署启动（4月1日至10日）、督导检查（4月11日至30日）。",
            {"部署启动": "2024-04-01", "督导检查": "2024-04-11"},
        ),
        (
            "分两个阶段实施：12月1日至12月31日为自查阶段，1月1日至1月31日为督查阶段。",
            {"自查阶段": "2024-12-01", "督查阶段": "2025-01-01"},
        ),
    ],
)  # fmt: skip
def test_stages_told_one_after_another_in_a_sentence_are_no_obligations(words: str, stages: dict[str, str]) -> None:
    reading = read("一、时间安排", words)
    assert {one.name: str(one.first) for one in reading.stages} == stages
    assert [ask.text for clause in reading.clauses for ask in clause.asks] == []


def test_asks_of_a_stage_end_with_it():
    reading = read("一、实施步骤", "（一）自查阶段（即日起至4月10日）。各单位制定方案。")
    assert (reading.stages[0].first, reading.stages[0].last) == (date(2024, 3, 1), date(2024, 4, 10))
    assert reading.asks[0].due == date(2024, 4, 10)


def test_what_is_reported_stands_in_asks_and_in_reports():
    reading = read("一、报送。各单位要将自查情况于每月25日前报送市卫生健康委安监科。")
    (ask,) = reading.asks
    (report,) = reading.reports
    assert (ask.kind, ask.every, ask.by) == ("report", "P1M", "D25")
    assert (report.what, report.to, report.every) == ("自查情况", "市卫生健康委安监科", "P1M")


@pytest.mark.parametrize(
    "words", ["严格执行事故信息报告制度。", "我委将择优上报省安委会。", "好的经验可随时报送。", "不迟报、瞒报。"]
)
def test_naming_a_reporting_regime_or_inviting_is_no_demand_to_report(words):
    assert read("一、报告。" + words).reports == []


def test_a_clause_with_nothing_checkable_is_kept_with_no_asks():
    assert [(item.no, item.asks) for item in read("一、提高认识。安全责任重于泰山。").clauses] == [("一", [])]


def test_a_fact_sets_no_norm():
    assert [ask.target for ask in read("一、情况。去年全市隐患整改率为96%。").asks] == []


def test_news_asks_nothing_and_says_so():
    reading = read_text(
        "某市筑牢安全屏障\n\n近年来，市卫健委每月开展检查，做到每日巡查，整改率达到100%。\n\n编辑：某某\n"
    )
    assert reading.asks == []
    assert any("报道" in sentence for sentence in reading.warnings)


def test_a_heading_whose_number_was_lost_is_cited_in_order_and_told():
    reading = read(
        "一、认识",
        "（一）学习。每月学习一次。",
        "二、排查",
        "（一）自查。每月自查一次。",
        "落实各项举措",
        "（一）值守。每日值守。",
    )
    assert [item.no for item in reading.clauses][-2:] == ["三", "三（一）"]
    assert any("按次序记作“三”" in sentence for sentence in reading.warnings)


def test_an_impossible_day_is_told_and_its_words_are_kept():
    reading = read("一、自查。各单位于2月30日前完成自查。")
    assert (reading.asks[0].due, reading.asks[0].due_event) == (None, "2月30日前")
    assert any("不存在" in sentence for sentence in reading.warnings)


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "安" * 400_001])
def test_nothing_to_read_is_refused_in_a_sentence(text):
    with pytest.raises(Unreadable, match=r"。$"):
        read_text(text)
