"""The page behind a figure: what it means, its parts, and the records of a part."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weian.foundation.people.api import May, Viewer
from weian.oversight.reports.measured import DENOMINATOR, NUMERATOR, REMAINDER, Measured, Unmeasurable
from weian.oversight.reports.queries.asking import figure_of, viewer_of

PAGE = 50
MEANS = {NUMERATOR: "分子", DENOMINATOR: "分母", REMAINDER: "余数"}


@require_GET
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure at one node, and the list of the part asked for; the remainder first, because it is the work."""
    asked, viewer = figure_of(request, code), viewer_of(request)
    try:
        measured = asked.measured()
        part = part_of(measured, request.GET.get("part", ""))
        total = measured.count_of(part) or 0
        found = asked.rows(part, after=request.GET.get("after", ""), limit=PAGE + 1) if total else []
    except Unmeasurable as why:
        return render(request, "reports/unmeasurable.html", {"sentence": str(why)}, status=422)
    shown = found[:PAGE]
    return render(request, "reports/figure.html", {
        "measured": measured, "rows": shown, "part": part, "views": _views(measured, part),
        "fraction": _fraction(measured), "total": total, "export_url": _export(measured, part),
        "export_refusal": _refusal(viewer),
        "foot": {
            "next_url": f"{measured.door(part)}&{urlencode({'after': shown[-1].key})}" if len(found) > PAGE else "",
            "previous_url": measured.door(part) if request.GET.get("after") else "",
            "total": total, "shown": len(shown),
        },
    })  # fmt: skip


def part_of(measured: Measured, asked: str) -> str:
    """The part asked for. Raises Unmeasurable where the measure has no such part."""
    if not asked:
        return REMAINDER if measured.remainder else NUMERATOR
    if measured.count_of(asked) is None:
        raise Unmeasurable("这个指标没有这一部分。")
    return asked


def _views(measured: Measured, here: str) -> list[dict[str, Any]]:
    return [
        {"url": measured.door(code), "label": title, "count": count, "is_here": code == here}
        for code, title, count in measured.parts
    ]


def _fraction(measured: Measured) -> dict[str, Any]:
    if not measured.measure.is_rate:
        parts = [{"value": measured.numerator, "name": "计入", "means": "", "url": measured.door(NUMERATOR)}]
        return {"parts": parts, "text": ""}
    parts = [
        {"value": measured.count_of(code), "name": word, "means": "", "url": measured.door(code)}
        for code, word in MEANS.items()
    ]
    excluded = [
        {"value": count, "name": "排除", "means": title, "url": measured.door(code)}
        for code, title, count in measured.exclusions
    ]
    return {"parts": parts + excluded, "text": _told(measured)}


def _told(measured: Measured) -> str:
    if not measured.known:
        return measured.note
    shown = "，".join(f"{title} {count}" for _, title, count in measured.details if count)
    told = f"{measured.numerator} ÷ {measured.denominator} = {measured.text}，余 {measured.remainder}"
    return f"{told}：{shown}。" if shown and measured.remainder else f"{told}。"


def _export(measured: Measured, part: str) -> str:
    return f"{reverse('figure-export', args=[measured.measure.code])}?{urlencode(measured.query | {'part': part})}"


def _refusal(viewer: Viewer) -> str:
    return "" if viewer.may(May.EXPORT) else "您的岗位没有“导出”的职责。请安全管理人员导出。"
