"""What happened, in words, from the audit's verbs."""

from __future__ import annotations

from typing import Any

from weian.ground.hazards.kinds import Grade

WORDS = {
    "hazard.reported": "登记", "hazard.graded": "定级", "hazard.regraded": "改等级", "hazard.fixed": "当场改正",
    "hazard.assigned": "派发", "hazard.reassigned": "改派", "hazard.rectifying": "开始整改",
    "hazard.progressed": "记录整改进展",
    "hazard.applied": "申请验收", "hazard.verified": "验收通过", "hazard.returned": "退回", "hazard.closed": "销号",
    "hazard.reopened": "重开", "hazard.extended": "期限延长", "hazard.cited": "关联条款",
    "hazard.taken_over": "随单位调整接续", "hazard.judged": "按标准判定", "hazard.regrade_asked": "申请改等级",
    "hazard.regrade_decided": "决定改等级", "hazard.merged": "并入另一条", "hazard.compared": "核对是否重复",
    "hazard.listed": "挂牌督办", "hazard.progress_told": "报督办进展", "hazard.lift_asked": "申请解除挂牌",
    "hazard.lift_refused": "不予解除挂牌", "hazard.lifted": "解除挂牌", "hazard.accounted": "登记资金和成因",
    "hazard.accepted": "出具验收意见",
    "hazard.lookback_planned": "列入回头看", "hazard.looked_back": "回头看", "hazard.referred": "移交",
    "hazard.referral_received": "对方签收", "hazard.referral_confirmed": "确认签收",
    "hazard.referral_answered": "对方处理结果", "hazard.help_asked": "请求协调",
    "hazard.place_corrected": "更正地点",
    "hazard.help_answered": "答复协调请求", "hazard.help_passed_up": "协调请求上报",
}  # fmt: skip


def sentence(event: Any) -> str:
    """E.g. 定级为重大, 派发，期限 2026-11-27."""
    word, facts = str(WORDS.get(event.verb, event.verb)), event.facts
    match event.verb:
        case "hazard.graded":
            return f"定级为{_grade(facts.get('grade'))}"
        case "hazard.regraded":
            return f"等级由{_grade(facts.get('from'))}改为{_grade(facts.get('to'))}"
        case "hazard.place_corrected":
            return f"{word}：由“{facts.get('from') or '没有写'}”改为“{facts.get('to', '')}”"
        case "hazard.assigned" | "hazard.reassigned":
            return f"{word}，期限 {facts.get('due', '')}"
        case "hazard.extended":
            return f"期限由 {facts.get('from')} 延到 {facts.get('to')}"
        case "hazard.judged":
            clauses = facts.get("clauses", "")
            return f"{word}：{facts.get('verdict', '')}" + (f"（{clauses}）" if clauses else "")
        case "hazard.listed":
            # The number begins with the office that gave it.
            return f"{word} {facts.get('no', '')}，限 {facts.get('due', '')} 前销号"
        case "hazard.accepted" | "hazard.lifted":
            return f"{word} {facts.get('paper') or facts.get('no', '')}"
        case "hazard.progress_told":
            return f"{word}，完成 {facts.get('percent', 0)}%"
        case "hazard.looked_back":
            return "回头看：没有反弹" if facts.get("holds") else "回头看：未实现闭环"
        case "hazard.lookback_planned":
            return f"{word}（{facts.get('why', '')}），{facts.get('due', '')} 前看"
        case "hazard.referred" | "hazard.referral_received":
            return f"{word}{facts.get('to', '')} {facts.get('receipt') or facts.get('no', '')}"
        case "hazard.referral_confirmed":
            return f"{facts.get('to', '')}{word}，回执 {facts.get('receipt', '')}"
        case "hazard.help_asked":
            return f"{word}：{facts.get('need', '')}，{facts.get('holder', '')} {facts.get('due', '')} 前答复"
        case "hazard.merged":
            return f"并入 {facts.get('no', '')}"
        case "hazard.compared":
            same = "是同一处" if facts.get("same") else "不是同一处"
            return f"{word}：和 {facts.get('no', '')} {same}"
        case "hazard.regrade_asked":
            return f"{word}为{_grade(facts.get('to'))}"
        case "hazard.regrade_decided":
            return f"{facts.get('decision', '')}把等级由{_grade(facts.get('from'))}改为{_grade(facts.get('to'))}"
        case "hazard.taken_over":
            return f"{word}：由{facts.get('from_name', '')}移交，原编号 {facts.get('was_no', '')}"
        case "hazard.closed":
            return f"销号 {facts.get('close_no', '')}"
        case "hazard.rectifying" | "hazard.progressed" if facts.get("files"):
            return f"{word}，传 {facts['files']} 件"
    return word


def _grade(value: Any) -> str:
    return Grade(value).label if value in Grade.values else "未定级"
