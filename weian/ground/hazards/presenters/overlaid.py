"""What lies over a hazard, as its page shows it: a note for each mark, and the acts that apply now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from weian.foundation.people.api import Viewer, asks
from weian.ground.hazards.criteria.gates import pending
from weian.ground.hazards.forms import ActForm
from weian.ground.hazards.kinds import Mark
from weian.ground.hazards.lookback import gates as lookback
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.numbers import headed
from weian.ground.hazards.overlays import ACTS
from weian.ground.hazards.pairing.gates import waiting
from weian.ground.hazards.referring import gates as referring
from weian.ground.hazards.states import Status, Supervised
from weian.ground.hazards.supervising import gates as supervising
from weian.ground.hazards.supervising.climbing import verify_by

# Acts by which somebody who is waited for answers: they stand open above all others.
ASKED = {"comparison", "regrade-decision", "lifting", "lookback", "plea-answer"}


def offered(hazard: Hazard, viewer: Viewer, bound: ActForm | None) -> list[dict[str, Any]]:
    """The acts of the overlays that this viewer may do now."""
    found = []
    for name, act in ACTS.items():
        may, _ = asks(act.gate, viewer, hazard)
        if not may:
            continue
        shown = bound if bound is not None and bound.name == name else act.form(hazard=hazard, viewer=viewer)
        found.append({
            "name": name, "word": shown.word or act.word, "form": shown, "is_asked": name in ASKED,
            "is_open": name in ASKED or shown.is_bound or shown.goes_on,
            "url": reverse(f"hazard-{name}", args=[hazard.uid]), "has_files": shown.is_multipart(),
        })  # fmt: skip
    return found


def notes(hazard: Hazard) -> list[dict[str, Any]]:
    """A heading, lines and a kind for each mark that has something to say."""
    said: dict[Mark, Callable[[Hazard], dict[str, Any] | None]] = {
        Mark.SUPERVISED: _supervised, Mark.JUDGED: _judged, Mark.REGRADE: _regrade, Mark.PAIR: _pair,
        Mark.HELP: _help, Mark.REFERRED: _referred, Mark.LOOKBACK: _lookback,
        Mark.RECURRING: _recurring,
    }  # fmt: skip
    return [note for mark, words in said.items() if hazard.has(mark) and (note := words(hazard)) is not None]


def _judged(hazard: Hazard) -> dict[str, Any] | None:
    made = hazard.judgements.filter(verdict="major").order_by("-made_at").select_related("by").first()
    if made is None:
        return None
    lines = [
        {
            "text": f"{one['title']}：{one['source']} {one['clause']}", "unverified": not one["verified"],
            "meta": one["pack"],
        }
        for one in made.criteria
    ]  # fmt: skip
    return {"head": "判定为重大隐患", "icon": "flag", "lines": lines, "who": made.by.name, "at": made.made_at}


def _supervised(hazard: Hazard) -> dict[str, Any]:
    made = supervising.now(hazard)
    told = list(made.reports.order_by("-on").select_related("by")[:3])
    said = f"限 {made.due:%Y-%m-%d} 前销号，整改期限不能比它晚。{made.leader}负责。{made.requirement}"
    lines = [{"text": f"{headed(made.no, made.by_unit)}　{said}"}]
    lines += [{"text": f"{one.on:%m-%d} 完成 {one.percent}%：{one.text}", "meta": one.by.name} for one in told]
    if made.status == Supervised.ASKED:
        lines.append({"text": f"已申请解除挂牌：{made.ask_note}"})
    elif made.refused_reason:
        lines.append({"text": f"不予解除：{made.refused_reason}"})
    if hazard.status == Status.APPLIED:
        lines.append({"text": f"{verify_by(hazard):%Y-%m-%d} 前现场验收"})
    elif made.owes_reports:
        lines.append({"text": f"下次进展 {made.report_due:%Y-%m-%d} 前报"})
    return {"head": "挂牌督办", "icon": "flag", "lines": lines, "who": "", "at": made.listed_at}


def _regrade(hazard: Hazard) -> dict[str, Any]:
    asked = pending(hazard)
    text = f"{asked.get_was_display()}改为{asked.get_to_display()}：{asked.reason.rstrip('。')}。决定之前等级不变。"
    return {
        "head": "申请改等级",
        "icon": "flag",
        "lines": [{"text": text}],
        "who": asked.asked_by.name,
        "at": asked.asked_at,
    }


def _pair(hazard: Hazard) -> dict[str, Any]:
    found = waiting(hazard)
    return {
        "head": found.get_kind_display(), "icon": "refresh", "at": found.made_at, "who": "",
        "lines": [_link(found.earlier, "同一地点、同一类别的")],
    }  # fmt: skip


def _recurring(hazard: Hazard) -> dict[str, Any] | None:
    before = hazard.recurrence_of
    if before is None:
        return None
    return {
        "head": "反复出现",
        "icon": "refresh",
        "at": before.closed_at,
        "who": "",
        "lines": [_link(before, "上一次是")],
    }


def _link(hazard: Hazard, before: str) -> dict[str, str]:
    text = f"{before} {hazard.found_on:%Y-%m-%d} 发现的“{hazard.title}”（{hazard.get_status_display()}）"
    return {"text": text, "url": reverse("hazard", args=[hazard.pk]), "way": hazard.no}


def _help(hazard: Hazard) -> dict[str, Any]:
    asked = referring.plea(hazard)
    lines = [
        {"text": f"{asked.get_need_display()}：{asked.text}"},
        {"text": f"{asked.holder.name} {asked.due:%Y-%m-%d} 前答复。等待期间防范措施照做：{hazard.interim_measure}"},
    ]
    return {"head": "待协调", "icon": "people", "lines": lines, "who": asked.asked_by.name, "at": asked.asked_at}


def _referred(hazard: Hazard) -> dict[str, Any]:
    made = referring.sent(hazard)
    state = f"{made.receipt_due:%Y-%m-%d} 前取得签收"
    if made.received_on:
        who = f"{made.to_name}确认" if made.confirmed else ""
        state = f"{made.received_on:%Y-%m-%d} {who}签收，回执 {made.receipt_no}，等处理结果"
    text = f"{headed(made.no, made.from_unit)} 移交{made.to_name}：{made.facts}"
    return {"head": "已移交", "icon": "send", "lines": [{"text": text}, {"text": state}], "who": "", "at": made.sent_at}


def _lookback(hazard: Hazard) -> dict[str, Any]:
    owed = lookback.now(hazard)
    text = f"{owed.get_why_display()}，{owed.by_unit.name} {owed.due:%Y-%m-%d} 前派没有参与整改、验收的人去看。"
    return {"head": "待回头看", "icon": "refresh", "lines": [{"text": text}], "who": "", "at": owed.asked_at}
