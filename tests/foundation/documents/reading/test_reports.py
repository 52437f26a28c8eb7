"""What is to be reported, to whom and by when, in the words of many offices; and what only sounds like it."""

from datetime import date

import pytest

from weian.foundation.documents.reading import read_text

HEAD = "青禾市卫生健康委员会文件\n青卫发〔2026〕9号\n关于加强安全工作的通知\n各区县卫生健康局：\n"
FOOT = "\n青禾市卫生健康委员会\n2026年5月8日"


def reports(words):
    return [(one.what, one.to, one.due, one.every) for one in read_text(f"{HEAD}一、{words}{FOOT}").reports]


def on(month, day):
    return date(2026, month, day)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("联络员名单（附件1）于6月15日前发至邮箱aq@example.cn。", ("联络员名单", "邮箱aq@example.cn", on(6, 15), None)),
        ("各单位要制定实施方案，于5月23日前报委安全生产处。", ("实施方案", "委安全生产处", on(5, 23), None)),
        ("汇总上月情况，填报《统计表》，加盖公章后报省规划处。", ("《统计表》", "省规划处", None, None)),
        ("对值班安排表进行审核，5月28日前报总值班室备案。", ("值班安排表", "总值班室", on(5, 28), None)),
        ("病房进水、停电的，应在30分钟内向县局电话首报。", ("病房进水、停电", "县局", None, None)),
        ("将检查情况每月20日前抄送同级消防救援机构。", ("检查情况", "同级消防救援机构", None, "P1M")),
        ("南院区办公室每逢双月10日前报送运行情况。", ("运行情况", None, None, "P2M")),
        ("各县区5月20日前报动员部署情况。", ("动员部署情况", None, on(5, 20), None)),
        ("整改方案须经专家论证后于5月20日前报送备案。", ("整改方案", None, on(5, 20), None)),
        ("停机检修应提前24小时报告医务部。", ("停机检修", "医务部", None, None)),
        ("自评报告和佐证材料于11月20日前提交。", ("自评报告和佐证材料", None, on(11, 20), None)),
        ("每月检查一次，检查记录报院办留存。", ("检查记录", "院办", None, None)),
        ("工作中遇到的问题请及时反馈市卫生健康委。", ("工作中遇到的问题", "市卫生健康委", None, None)),
        ("出现险情即时上报。", ("险情", None, None, None)),
        ("事故报告后出现新情况的，应当及时补报。", ("新情况", None, None, None)),
        ("对排查出的重大隐患，要建档并于3日内报当地安委办。", ("排查出的重大隐患", "当地安委办", None, None)),
        ("传达到全体职工，传达情况于5月底前反馈。", ("传达情况", None, on(5, 31), None)),
        ("违法线索及时移送，移送情况按月报市卫健委。", ("移送情况", "市卫健委", None, "P1M")),
        ("于5月30日前完成整改，并将整改报告报送我局。", ("整改报告", "我局", on(5, 30), None)),
        ("对不改的，移交执法机构，并将结果报市卫健委。", ("结果", "市卫健委", None, None)),
        ("将姓名、电话于5月12日前书面报委办公室。", ("姓名、电话", "委办公室", on(5, 12), None)),
    ],
)  # fmt: skip
def test_one_report_is_read(words, asked):
    assert reports(words) == [asked]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (
            "各单位每两周报送一次工作动态，重要情况随时报告。",
            [("工作动态", None, None, "P2W"), ("重要情况", None, None, None)],
        ),
        (
            "每月25日前向州卫健委报送进展月报表，每周五报送作业情况。",
            [("进展月报表", "州卫健委", None, "P1M"), ("作业情况", None, None, "P1W")],
        ),
        (
            "各县汇总后于12月5日前报送总结，典型案例一并报送。",
            [("总结", None, on(12, 5), None), ("典型案例", None, on(12, 5), None)],
        ),
        (
            "发生事故后，现场人员应当立即向本单位负责人报告，负责人接到报告后，应当于1小时内向县卫健局报告。",
            [("事故", "本单位负责人", None, None), ("事故", "县卫健局", None, None)],
        ),
    ],
)
def test_a_sentence_may_ask_for_two(words, asked):
    assert reports(words) == asked


@pytest.mark.parametrize(
    "words",
    [
        "各单位不另行报送书面总结。",
        "各单位主要负责人对报送数据的真实性负责。",
        "建立信息报告制度，明确报告人、报告时限和报告程序。",
        "消防设施请维保单位检测，6月20日之前取得合格报告。",
        "情况紧急时，现场人员可以直接向应急管理部门报告。",
        "区卫生健康局每月通报一次报送情况。",
        "市卫生健康委将于6月组织督查，督查结果报市政府。",
        "整改报告应包括整改措施、责任人等内容。",
        "发现可疑人员立即报警。",
        "请于6月3日前完成报名。",
    ],
)
def test_what_only_speaks_of_reports_is_none(words):
    assert reports(words) == []


def test_a_table_says_to_whom_its_rows_are_handed_in():
    rows = "\n".join(
        ["报表如下：", "报表名称\t填报单位\t报送时限\t接收单位", "整改周统计表\t各机构\t每周五前\t所在乡镇人民政府"]
    )
    assert reports(rows) == [("整改周统计表", "所在乡镇人民政府", None, "P1W")]
