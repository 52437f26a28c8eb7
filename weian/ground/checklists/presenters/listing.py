"""The list of checklists: a unit's own and those above it, what comes with the product, those of the units below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from weian.foundation.people.api import Viewer
from weian.ground.checklists import pack_schema, queries
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.schema import Kind, Sheet
from weian.ground.checklists.states import VersionState
from weian.kernel import keyset

PAGE, CEILING = 50, 10_000
VIEWS = {"": "本单位和上级制定的", "packs": "随系统提供的", "below": "下级制定的", "retired": "停用的"}


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    owner: str
    state: str
    ring: float
    version: str
    items: int
    readings: int
    domain: str
    draft: bool = False


@dataclass(frozen=True)
class Page:
    views: list[dict[str, Any]]
    view: str
    rows: list[Row]
    foot: dict[str, Any]


def page(viewer: Viewer, view: str, after: str) -> Page:
    """One page; an unknown view is the first, an unknown key the first page."""
    known = {code: title for code, title in VIEWS.items() if code != "below" or viewer.is_commission}
    view = view if view in known else ""
    if view == "packs":
        sheets = queries.pack_sheets().values()
        rows = [_pack_row(one) for one in sheets]
        foot: dict[str, Any] = {"shown": 0}
    else:
        rows, foot = _own(viewer, view, after)
    views = [
        {"url": f"?view={code}" if code else "?", "label": title, "count": None, "is_here": code == view}
        for code, title in known.items()
    ]
    return Page(views, view, rows, foot)


def _own(viewer: Viewer, view: str, after: str) -> tuple[list[Row], dict[str, Any]]:
    found = _narrowed(Checklist.objects.visible_to(viewer), viewer, view)
    total = found.order_by()[: CEILING + 1].count()
    ordered = keyset.older(found, after).order_by("-made_at", "-uid").select_related("unit", "published")
    lists = list(ordered[: PAGE + 1])
    shown, more = lists[:PAGE], len(lists) > PAGE
    drafts = _drafts([one for one in shown if one.unit_id == viewer.unit.pk])
    last = shown[-1] if shown else None
    next_url = "?" + urlencode({"view": view, "after": keyset.key_of(last.made_at, last.pk)}) if last and more else ""
    foot = {
        "next_url": next_url, "total": min(total, CEILING), "total_is_floor": total > CEILING, "shown": len(shown)
    }  # fmt: skip
    return [_row(one, drafts.get(one.pk)) for one in shown], foot


def _narrowed(found: QuerySet[Checklist], viewer: Viewer, view: str) -> QuerySet[Checklist]:
    if view == "retired":
        return found.exclude(retired_at=None).filter(unit=viewer.unit)
    found = found.filter(retired_at=None)
    below = Q(unit__pos__gt=viewer.unit.pos, unit__pos__lt=viewer.unit.end)
    return found.filter(below) if view == "below" else found.exclude(below)


def _drafts(lists: list[Checklist]) -> dict[Any, Sheet]:
    """The sheets of open drafts by list, in one question."""
    drafts = ChecklistVersion.objects.filter(checklist__in=lists, status=VersionState.DRAFT)
    return {one.checklist_id: one.sheet for one in drafts}


def _row(one: Checklist, draft: Sheet | None) -> Row:
    sheet = one.published.sheet if one.published else draft
    state, ring = ("停用", 1.0) if one.retired_at else ("在用", 1.0) if one.published else ("草稿", 0.25)
    version = f"第 {one.published.number} 版" if one.published else ""
    return Row(
        one.title, reverse("checklist", args=[one.pk]), one.unit.title, state, ring, version,
        sheet.count if sheet else 0, _readings(sheet), pack_schema.domains().get(sheet.domain, "") if sheet else "",
        draft=bool(draft and one.published),
    )  # fmt: skip


def _pack_row(one: Sheet) -> Row:
    return Row(
        one.title, reverse("checklist-pack", args=[one.code]), "随系统提供", "在用", 1.0, one.version, one.count,
        _readings(one), pack_schema.domains().get(one.domain, ""),
    )  # fmt: skip


def _readings(sheet: Sheet | None) -> int:
    return sum(item.kind == Kind.READING for section in sheet.sections for item in section.items) if sheet else 0
