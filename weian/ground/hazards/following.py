"""督办与跟踪: what lies over hazards and waits for this desk, each kind a short list with its count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from weian.foundation.people.api import Viewer
from weian.ground.hazards.models import Extension, Hazard, LookBack, Plea, Referral, Regrade
from weian.ground.hazards.numbers import headed
from weian.ground.hazards.supervising import queries as supervising
from weian.kernel import clock

MOST = 50


@dataclass(frozen=True)
class Row:
    """One line: the hazard, what is waited for, until when, and whether that is over."""

    hazard: Hazard
    text: str
    due: date | None = None
    late: str = ""


@dataclass(frozen=True)
class Section:
    """`total` counts all, `rows` shows the first."""

    title: str
    note: str
    rows: list[Row]
    total: int


def sections(viewer: Viewer) -> list[Section]:
    """Only kinds that have something, those that are most urgent first."""
    found = [make(viewer) for make in (_unlisted, _listed, _extensions, _regrades, _pleas, _letters, _lookbacks)]
    return [one for one in found if one.total]


def _unlisted(viewer: Viewer) -> Section:
    majors = supervising.unlisted_majors(viewer)
    if not viewer.is_commission:
        return Section("应挂未挂", "", [], 0)
    listed, all_ = supervising.share_listed(viewer)
    rows = [Row(one, one.get_status_display(), one.due) for one in majors.select_related("unit").by_deadline()[:MOST]]
    return Section("应挂未挂", f"在办重大隐患 {all_} 条，已挂牌 {listed} 条", rows, all_ - listed)


def _listed(viewer: Viewer) -> Section:
    lines = supervising.lines(viewer)
    rows = [Row(one.supervision.hazard, _listing(one), one.supervision.due, _late(one)) for one in lines[:MOST]]
    return Section("挂牌督办", "进展迟报、逾期未销号的标出", rows, len(lines))


def _listing(line: supervising.Line) -> str:
    made = line.supervision
    return f"{headed(made.no, made.by_unit)}，{made.get_status_display()}，下次进展 {made.report_due:%m-%d}"


def _late(line: supervising.Line) -> str:
    said = [f"逾期 {line.over} 天"] if line.over else []
    return "，".join([*said, *([f"进展迟报 {line.report_late} 天"] if line.report_late else [])])


def _extensions(viewer: Viewer) -> Section:
    asked = Extension.objects.within(viewer.ranges).filter(decision="").order_by("asked_at")
    return _section(
        "延期申请", "由验收的一级另一个人决定，批准之前期限不变", asked,
        lambda one: (f"{one.was_due:%m-%d} 延到 {one.until:%m-%d}：{one.reason}", None),
    )  # fmt: skip


def _regrades(viewer: Viewer) -> Section:
    asked = Regrade.objects.within(viewer.ranges).filter(decision="").order_by("asked_at")
    return _section(
        "等级异议", "由上级另一个人决定", asked,
        lambda one: (f"申请由{one.get_was_display()}改为{one.get_to_display()}：{one.reason}", None),
    )  # fmt: skip


def _pleas(viewer: Viewer) -> Section:
    asked = Plea.objects.within(viewer.ranges).filter(answered_at=None).select_related("holder").order_by("due")
    return _section(
        "待协调", "到期没有答复，算轮到的那一级迟", asked,
        lambda one: (f"{one.get_need_display()}：{one.text}（{one.holder.title}答复）", one.due),
    )  # fmt: skip


def _letters(viewer: Viewer) -> Section:
    sent = (
        Referral.objects.within(viewer.ranges).filter(from_unit=viewer.unit, received_on=None).order_by("receipt_due")
    )
    return _section(
        "未签收移交", "到期没有签收，算移交单位迟", sent, lambda one: (f"{one.no} 移交{one.to_name}", one.receipt_due)
    )


def _lookbacks(viewer: Viewer) -> Section:
    owed = LookBack.objects.within(viewer.ranges).filter(by_unit=viewer.unit, result="").order_by("due")
    return _section("待回头看", "由没有参与整改、验收的人去看", owed, lambda one: (one.get_why_display(), one.due))


def _section(
    title: str, note: str, found: QuerySet[Any], words: Callable[[Any], tuple[str, date | None]]
) -> Section:  # fmt: skip
    rows = []
    for one in found.select_related("hazard__unit")[:MOST]:
        text, due = words(one)
        over = (clock.today() - due).days if due else 0
        rows.append(Row(one.hazard, text, due, f"逾期 {over} 天" if over > 0 else ""))
    return Section(title, note, rows, len(rows) if len(rows) < MOST else found.count())
