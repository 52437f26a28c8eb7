"""Sample data of the parts page: every part with an ordinary, a long and an empty case. All of it is invented."""

from datetime import timedelta
from typing import Any

from django import forms

from weian.kernel import clock
from weian.ui import entry
from weian.ui.drawing import MARKS
from weian.ui.icons import ICONS

LONG_UNIT = "白鹭县城关街道社区卫生服务中心（白鹭县第二人民医院城关分院）"
LONG_TITLE = "住院部地下一层配电室与相邻被服库之间防火墙上穿越的电缆桥架孔洞长期没有用防火材料封堵，且门口堆放3组废旧床垫"


class SampleForm(entry.Form):
    """Every kind of field."""

    title = forms.CharField(label="隐患", max_length=20, help_text="一句话，20字以内。")
    due = forms.DateField(label="整改期限", widget=entry.DayInput())
    unit = forms.ChoiceField(label="责任科室", choices=[("", "请选"), ("hq", "后勤保障科"), ("bw", "保卫科")])
    detail = forms.CharField(label="措施", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    grade = forms.ChoiceField(
        label="定级", choices=[("general", "一般"), ("large", "较大"), ("major", "重大")], widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label="凭据",
        choices=[("photo", "照片"), ("record", "测试记录"), ("sign", "维保签认")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label="照片", required=False, help_text="每张最大20MB。")
    told = forms.BooleanField(label="已当面告知科室负责人", required=False)


def samples() -> dict[str, Any]:
    """Context of the parts page."""
    return {
        "icons": sorted(ICONS),
        "grades": list(MARKS),
        "states": _states(),
        "clocks": _clocks(),
        "form": SampleForm(),
        "refused_form": SampleForm({"title": LONG_TITLE, "due": "2026-02-30", "detail": "封堵孔洞"}),
        **_home(),
        **_list(),
        **_record(),
        **_waiting(),
    }


def _states() -> list[tuple[str, float, str]]:
    words = [("登记", 0.0), ("定级", 0.12), ("派发", 0.25), ("整改中", 0.5), ("待验收", 0.75)]
    return [(word, progress, "") for word, progress in words] + [
        ("退回", 0, "back"),
        ("销号", 1, ""),
        ("回头看", 0, "re"),
        ("要你看一下", 0, "stop"),
    ]


def _clocks() -> list[Any]:
    now = clock.now()
    return [now - timedelta(days=2), now - timedelta(hours=9), now + timedelta(minutes=1), now.date() + timedelta(days=1),
            now + timedelta(days=4), now + timedelta(days=40), None]


def _home() -> dict[str, Any]:
    now = clock.now()
    act = {"url": "#", "verb": "派发", "meta": "一般隐患 · 内科三病区 何敏 11-20 08:40 扫码上报 · 定级后24小时内派发"}
    return {
        "groups": [
            {"title": "已逾期", "note": "2件，先做", "acts": [
                act | {"title": "住院部3层东侧防火门闭门器损坏", "due": now - timedelta(days=2), "is_next": True},
                act | {"title": LONG_TITLE, "due": now - timedelta(hours=9), "verb": "写原因"},
            ]},
            {"title": "今天", "note": "1件", "acts": [
                act | {"title": "11月统计表，系统已填41/44格", "due": now.date(), "verb": "核对", "key": "k1",
                       "refusal": "还不能核对：审核人须另一人。沈月华可以。"},
            ]},
        ],
        "reds": [
            {"kind": "重大隐患", "due": now + timedelta(days=4), "url": "#", "title": "门诊楼2层东侧安全出口被封堵",
             "meta": "云卫督〔2026〕17号 · 差1张整改后照片"},
            {"kind": "报警未确认", "since": "已22分钟", "url": "#", "title": "液氧站2号压力低报", "meta": "应由设备科 顾清 10分钟内确认"},
        ],
        "waits": [
            {"title": "整改：二层出口外侧杂物", "url": "#", "meta": "后勤保障科 田国栋 · 第3天", "nudge_url": "#"},
            {"title": "维保签认：喷淋末端试水", "url": "#", "meta": "安达维保（演示） · 第2天", "refusal": "今天已催1次，明天可以再催。"},
        ],
    }


def _list() -> dict[str, Any]:
    now = clock.now()
    row = {"title": "灭火器压力不足4具", "place": "门诊一层", "unit": "白鹭县中医院", "word": "整改中", "progress": 0.5, "who": "医院 总务科 杨继红"}
    rows = [row | {"grade": grade, "due": now + timedelta(days=days)} for grade, days in
            [("large", -6), ("general", -4), ("major", 0), ("low", 1), ("general", 3)]]
    rows.append(row | {"grade": "large", "due": now + timedelta(days=30), "title": LONG_TITLE, "unit": LONG_UNIT, "me": True})
    return {
        "views": [{"label": "全部在办", "count": 73, "url": "#", "is_here": True}, {"label": "轮到我", "count": 7, "url": "#"},
                  {"label": "乡镇燃气", "count": 0, "url": "#", "rule": True}],
        "save_view_url": "#",
        "filters": [{"label": "状态", "value": "在办6种", "clear_url": "#"},
                    {"label": "机构", "options": [{"label": LONG_UNIT, "url": "#", "count": 4}, {"label": "白鹭县中医院", "url": "#"}]}],
        "bar_end": [{"before": "排序 ", "label": "期限最近在前", "url": "#"}],
        "rows": rows,
        "bulk_acts": [{"key": "nudge", "label": "催办", "icon": "bell"},
                      {"label": "验收", "icon": "check", "refusal": "不能一起验收：3条都还没有申请验收。先催整改人提交。"}],
        "foot": {"next_url": "#", "total": 12073, "shown": 50, "range": "从期限 11-17 到 12-08"},
    }


def _record() -> dict[str, Any]:
    now = clock.now()
    words = [("登记", 1), ("定级", 1), ("派发", 1), ("整改中", 0.5), ("申请验收", 0), ("销号", 0)]
    steps = [{"word": word, "progress": progress, "is_here": progress == 0.5} for word, progress in words]
    gap = {"gap": "还没有整改后照片"}
    return {
        "line": {"steps": steps, "facts": [{"label": "轮到", "value": "后勤保障科 田国栋"}, {"label": "下一步", "value": "补第2处照片"}],
                 "due": now + timedelta(days=4), "days_total": 14, "days_used": 10, "days_over": 0,
                 "refusals": [{"label": "申请验收", "reason": "现在不能申请：第2处还没有整改后照片。田国栋可以补拍，你到现场也可以代拍。"},
                              {"label": "销号", "reason": "重大隐患由市卫健委安监科验收后销号，本单位不能自销。"}]},
        "pairs": [{"before": {"gap": "照片没有随记录送达"}, "after": gap, "title": "第2处　出口外侧杂物未清", "meta": "11-13 15:24 → 轮到田国栋"}],
        "elements": [{"name": name, "progress": done, "lines": lines} for name, done, lines in [
            ("责任", 1, ["田国栋（整改）", "沈月华（分管）"]), ("措施", 1, ["拆除封堵，清出通道，换推杆锁，加装门磁。"]),
            ("资金", 1, ["3.2万元"]), ("时限", 0.5, ["11-27 17:00"]), ("预案", 0, [])]],
        "clauses": [{"source": "云卫安委发〔2026〕8号　二（四）", "url": "#", "text": "（演示）出口不得封堵；确需关闭的，派人看守。"},
                    {"source": "医疗机构消防安全管理九项规定", "text": "（演示）保持疏散通道畅通。", "unverified": True}],
        "events": [{"at": now, "what": "看守班次签到2人", "who": "消控室 邓海涛 · 扫码"},
                   {"at": now - timedelta(days=3), "what": "退回整改", "who": "林晓岚", "why": "照片看不出门已打开"}],
        "more_url": "#", "more_count": 2,
    }


def _waiting() -> dict[str, Any]:
    return {
        "jobs": [{"title": "向412家下发10条", "done": 268, "total": 412, "text": "约还要40秒。可以离开，右上角能找回。"},
                 {"title": "导出在办隐患324条", "result_url": "#", "text": "09:40 做好，保留到 11-30，导出已记入日志。"},
                 {"title": "导入设备台账没有完成", "failed": True, "resume_url": "#", "text": "服务器重启。已核880行，没有写入半截数据。"}],
        "result": {"total": 1208, "again_url": "#", "workbook_url": "#", "errors": [
            {"row": 17, "column": "F 检验日期", "value": "2026.2.30", "advice": "没有这一天，写 2026-02-28"},
            {"row": 204, "column": "H 数量", "value": "", "advice": "不能空着，没有就写0"}]},
        "fraction": {"parts": [{"value": 82, "name": "分子", "means": "已验收销号", "url": "#"},
                               {"value": 96, "name": "分母", "means": "本月发现", "url": "#"},
                               {"value": 3, "name": "排除", "means": "重复上报"}], "text": "82 ÷ 96 = 85.4%，余14条：11条未到期，3条逾期。"},
    }
