"""Who is asked, and for what kind of thing: subjects where official sentences put them."""

import pytest

from weian.foundation.documents.reading import read_text


def asks(words):
    reading = read_text(
        f"关于做好安全工作的通知\n各医疗机构：\n一、工作任务。落实责任。{words}\n\n某市卫生健康委员会\n2024年3月1日\n"
    )
    return reading.asks


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("各献血点8月10日前拆除可燃装饰材料。", ["各献血点"]),
        ("在岗人员每年复训不少于4学时。", ["在岗人员"]),
        ("各处（室）每季度向保卫处报送一次情况。", ["各处（室）"]),
        ("各县（市）区每月报送一次情况。", ["各县（市）区"]),
        ("市中心血站上半年组织1次演练。", ["市中心血站"]),
        ("市120急救指挥中心8月底前修订调度预案。", ["市120急救指挥中心"]),
        ("监控室值班人员每2小时巡视一次。", ["监控室值班人员"]),
        ("区级检查组9月20日前抽查机构不少于12家。", ["区级检查组"]),
        ("县医院、县中医院和县妇保院各抽调2名骨干参加检查。", ["县医院", "县中医院", "县妇保院"]),
        ("护工、保洁员、配送员每年参加消防培训不少于2次。", ["护工", "保洁员", "配送员"]),
        ("后勤集团及其外包队伍每季度开展一次警示教育。", ["后勤集团", "其外包队伍"]),
        ("要求第三方维保单位每半月试验一次消防水泵。", ["第三方维保单位"]),
        ("责令存在重大隐患的医疗机构7日内停用设备。", ["存在重大隐患的医疗机构"]),
        ("对未整改到位的隐患，由分管院领导挂牌督办，30日内销号。", ["分管院领导"]),
        ("总务科科长辛柏联系厂家，6月底前完成调试。", ["总务科科长辛柏"]),
        ("总务科最迟6月28日移除违规充电桩，逾期不移除的，由保卫科断电。", ["总务科"]),
        ("此后保管人每月盘点不少于1次。", ["保管人"]),
        ("食堂承包方每日检查燃气阀门。", ["食堂承包方"]),
        ("委机关有关处室按照职责分工，每季度督导一次。", ["委机关有关处室"]),
        ("新入职员工三级安全教育不少于24学时。", ["新入职员工"]),
        ("锅炉操作工持证上岗率达到100%。", ["锅炉操作工"]),
        ("急诊科当班护士长每班清点抢救器材并签名。", ["急诊科当班护士长"]),
        ("门诊部、住院部分别于每月10日前组织演练。", ["门诊部", "住院部"]),
        ("各医院投诉接待实行首问负责，院领导每周接待来访1次。", ["院领导"]),
        ("三级医院应设置安全管理机构，专职人员不少于3人。", ["三级医院"]),
        ("中心实验室由科室秘书每周登记废液产生量。", ["科室秘书"]),
        ("重点科室兼职消防员每季度参加一次技能比武。", ["重点科室兼职消防员"]),
        ("省疾控局组织的检查于8月进行，被检查单位提前3日提供台账。", ["被检查单位"]),
    ],
)
def test_the_subject_is_found(words, who):
    assert who in [ask.who for ask in asks(words)]


@pytest.mark.parametrize(
    "words",
    [
        "严禁病区用明火取暖，每日检查一次。",
        "抽查单位不少于15家。",
        "健全与消防救援机构联动机制，每年演练一次。",
        "内部装修每年检查一次。",
        "案件办结率达到100%。",
        "专用处方合格率达到100%。",
        "废弃试剂每月交有资质单位转运1次。",
    ],
)
def test_a_verb_with_its_object_is_no_subject(words):
    assert [ask.who for ask in asks(words)] == [[]]


def test_a_heading_that_is_a_name_is_the_subject_of_what_stands_under_it():
    reading = read_text(
        "关于做好安全工作的通知\n各医疗机构：\n一、责任\n1.主要负责人：每季度召开1次会议。护士长每周检查一次。\n"
        "2.消防设施：每月检查一次。\n\n某市卫生健康委员会\n2024年3月1日\n"
    )
    assert [ask.who for ask in reading.asks] == [["主要负责人"], ["护士长"], []]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("升降机每日运行前点检。", "inspection"),
        ("每条收运线路不少于3人。", "staffing"),
        ("院总值班每晚抽查消控室在岗情况。", "inspection"),
        ("施工单位开工前进行安全技术交底，每周不少于1次。", "training"),
        ("安全总监每月向党委会汇报一次隐患治理进展。", "report"),
        ("委属各单位每月5日前填报隐患排查情况统计表。", "report"),
        ("各隔离点每日向属地社区报告人员变动。", "report"),
        ("承建方在吊装作业前编制专项施工方案，5月底前报审。", "plan"),
        ("电工每周对配电间进行红外测温。", "measurement"),
        ("基建办4月底前组织对脚手架逐项验收。", "inspection"),
    ],
)
def test_the_kind_is_told_by_the_verb(words, kind):
    assert kind in [ask.kind for ask in asks(words)]


def test_a_table_row_keeps_its_own_day_under_a_stage():
    reading = read_text(
        "关于做好安全工作的通知\n各医疗机构：\n一、步骤\n第一步，排查（6月1日至6月10日）。逐家检查。\n"
        "第二步，整改（6月11日至8月31日）。逐项整改。\n| 事项 | 责任单位 | 时限 |\n"
        "| 完成锅炉检修 | 后勤处 | 7月31日前 |\n\n某市卫生健康委员会\n2024年3月1日\n"
    )
    assert [(str(ask.due), ask.kind) for ask in reading.asks if "锅炉" in ask.text] == [("2024-07-31", "measurement")]


def test_a_room_with_a_month_behind_it_is_no_interval():
    (ask,) = asks("低洼暂存间6月底前全部改造到位。")
    assert (str(ask.due), ask.every) == ("2024-06-30", None)


def test_a_figure_that_a_page_end_broke_off_is_no_number_of_a_clause():
    reading = read_text(
        "关于做好安全工作的通知\n各医疗机构：\n近期连续降雨致使转运中断，各地平均滞留时间达到\n2.5天。现通知如下：\n"
        "一、每日检查一次。\n\n某市卫生健康委员会\n2024年3月1日\n"
    )
    assert [clause.no for clause in reading.clauses] == ["一"]


def test_who_does_one_thing_by_a_day_and_who_another_every_week_are_two():
    first, second = asks("检验科要在6月20日前完成分柜存放，试剂管理员每周盘点一次。")[-2:]
    assert (first.who, first.due is not None, first.every) == (["检验科"], True, None)
    assert (second.who, second.due, second.every) == (["试剂管理员"], None, "P1W")


def test_a_blocked_way_is_no_share():
    (ask,) = asks("到2024年6月底，三级医院通道占用问题整改率达到100%。")[-1:]
    assert ask.target is not None
    assert (ask.target.op, ask.target.value) == (">=", 1.0)
