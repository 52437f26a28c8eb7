"""Sample data of the wall, the phone and the working page. All of it is invented."""

from datetime import timedelta
from typing import Any

from weian.kernel import clock


def board_samples() -> dict[str, Any]:
    now = clock.now()
    grades = ["major", "general", "large", "low", ""]
    names = ["松坪县", "桐岗县", "沙坪县", "鹤口市", "北苑区", "东渚区", "石桥县", "西岭区", "云台新区", "南栅区", "临沅县", "市直属"]
    return {
        "tiles": [{"name": name, "count": (9 + i * 3) if grades[i % 5] else 0, "late": i % 4 if grades[i % 5] else 0, "grade": grades[i % 5], "url": "#"} for i, name in enumerate(names)],
        "stages": [{"word": word, "progress": p, "count": n, "note": note, "url": "#"} for word, p, n, note in [
            ("登记", 0, 31, "最久2天"), ("定级", 0.12, 12, "最久1天"), ("派发", 0.25, 24, "最久3天"),
            ("整改中", 0.5, 196, "逾期31"), ("待验收", 0.75, 43, "逾期4")]],
        "bars": [{"name": name, "part": part, "whole": 412, "due": 380, "rest": 412 - part, "unit": "家", "url": "#"} for name, part in
                 [("签收", 412), ("方案", 405), ("会议", 398), ("检查", 311), ("培训", 287)]],
        "ages": [{"name": name, "count": n, "late": late, "most": 200, "url": "#"} for name, n, late in
                 [("0–7天", 128, 0), ("8–15天", 99, 3), ("16–30天", 62, 11), ("31–60天", 25, 13)]],
        "reds": [{"title": "消防水泵不能自动启动", "meta": "白鹭县中医院 · 云卫督〔2026〕19号 · 杨继红", "url": "#", "due": now + timedelta(days=days)}
                 for days in (3, 4, -6, -2, 9)] + [{"title": "今晚消防控制室只排1人", "meta": "白鹭县人民医院 · 20:00 起 · 林晓岚", "url": "#", "since": "剩10小时"}],
        "rates": [{"name": "按期整改率", "part": 378, "whole": 409, "rest": 31, "unit": "条", "base": "应改", "target": 389, "url": "#"},
                  {"name": "安全知识培训率", "whole": 0, "unknown": "21家没有在职名册", "url": "#"},
                  {"name": "持证上岗率", "part": 670, "whole": 671, "rest": 1, "unit": "人", "base": "在岗", "target": 671, "url": "#"}],
        "refreshed": now,
        "now": now,
    }


def phone_samples() -> dict[str, Any]:
    options = [{"value": "ok", "label": "合格", "kind": "good"}, {"value": "bad", "label": "不合格", "kind": "bad"},
               {"value": "na", "label": "不适用", "kind": "none"}]
    chosen = [0, 1, None]
    texts = ["出口通畅，门没有上锁", "防火门能自己关严", "疏散指示灯亮着"]
    return {
        "questions": [{"number": i + 1, "name": f"q{i}", "text": text, "options": [o | {"chosen": chosen[i] == n} for n, o in enumerate(options)]}
                      for i, text in enumerate(texts)],
        "thumb": {"label": "保存", "refusal": "第3项还没有选"},
    }


def work_samples() -> dict[str, Any]:
    def run(text: str, kind: str = "", number: int = 0, is_open: bool = False) -> dict[str, Any]:
        return {"text": text, "kind": kind, "number": number, "is_open": is_open}

    return {
        "paragraphs": [
            {"line": 1, "kind": "number", "runs": [run("云卫安委发〔2026〕34号")]},
            {"line": 2, "kind": "title", "runs": [run("关于做好岁末年初安全生产工作的通知（演示）")]},
            {"line": 3, "kind": "flush", "runs": [run("各县（市、区）卫生健康局，委直属各单位", "who"), run("：")]},
            {"line": 4, "is_idle": True, "runs": [run("当前已进入冬季，用火用电增多。现要求如下：")]},
            {"line": 5, "kind": "heading", "runs": [run("一、压实责任")]},
            {"line": 6, "runs": [run("主要负责人牵头，"), run("12月5日前", "due"), run("制定一份工作方案", "ask", 1), run("，"), run("开展一次全面检查", "ask", 2), run("。")]},
            {"line": 7, "runs": [run("（一）消防安全。"), run("逐项检查测试消防设施", "ask", 4, True), run("，"), run("12月20日前", "due"), run("完成；实行"),
                                 run("24小时双人双岗", "target"), run("。")]},
        ],
        "proposals": [
            {"number": 1, "line": 6, "kind": "方案", "title": "一份工作方案", "meta": "各单位主要负责人 · 12-05前", "accepted": True},
            {"number": 4, "line": 7, "kind": "检查", "title": "消防设施逐项检查测试", "meta": "依据 二（一）第1句，原文第7行", "is_open": True, "status": "待确认 1/3",
             "fields": [{"label": "要做什么", "values": [{"text": "逐项测试报警、水泵、排烟送风，各附照片1张"}]},
                        {"label": "谁来做", "values": [{"role": "牵头", "text": "保卫科"}, {"role": "配合", "text": "消防维保单位"}]},
                        {"label": "期限", "values": [{"text": "2026-12-20"}], "note": "原文没写年份，按发文年取2026"}]},
            {"number": 3, "line": 6, "kind": "督导", "title": "一次专项督导", "meta": "理由：已在省级方案第4条下发", "dropped": True},
        ],
        "rehearsal": {"figures": [{"name": "机构", "value": 412}, {"name": "岗位", "value": 1906}, {"name": "任务", "value": 5318},
                                  {"name": "每岗位中位", "value": 26, "unit": "分钟"}],
                      "rows": [{"name": "已有证据可抵", "text": "1,140项", "url": "#"}, {"name": "没有接收人", "text": "6家", "url": "#"}]},
    }
