"""The register of a unit as a tree; for a commission first the units below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.ground.registry import access, presenters
from weian.ground.registry.models import Subject, SubjectQuerySet
from weian.ground.registry.pack_schema import place_tags, subject_types
from weian.ground.registry.views.common import HAVING, unit_of
from weian.kernel import keyset

PAGE, UNITS = 100, 30
# A register larger than this is looked at building by building.
MOST = 3_000
COLUMNS = (
    "uid", "unit_id", "kind", "type", "name", "code", "parent_id", "tags", "sort_key", "valid_from", "valid_to",
    "department__name", "department__short_name", "post__title",
)  # fmt: skip


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    here = unit_of(request)
    if here.kind == Kind.COMMISSION and not request.GET.get("unit"):
        return render(request, "registry/units.html", _units(request, here))
    found = _narrow(request, Subject.objects.filter(unit=here).select_related("department", "post").only(*COLUMNS))
    rows = presenters.tree_of(found.order_by("sort_key", "uid")[:MOST])
    start = _start(request, len(rows))
    page = rows[start : start + PAGE]
    context = {
        "menu_key": "places", "here": here, "lines": presenters.lines(page), "filters": _filters(request),
        "may": access.can_manage(viewer, here), "total": len(rows), "clear_url": reverse("places") + f"?unit={here.pk}",
        "narrowed": any(request.GET.get(key) for key in ("tag", "type", "q", "view")),
        "foot": _foot(request, start, len(page), len(rows)), "many": len(rows) == MOST,
        "own": here.pk == viewer.unit.pk, "bar_find": _find(request), "views": _views(request),
    }  # fmt: skip
    return render(request, "registry/places.html", context)


def _narrow(request: HttpRequest, found: SubjectQuerySet) -> SubjectQuerySet:
    found = found.exclude(valid_to=None) if request.GET.get("view") == "retired" else found.in_use()
    if (tag := request.GET.get("tag")) in place_tags():
        found = found.filter(tags__contains=[tag])
    if (kind := request.GET.get("type")) in subject_types():
        found = found.filter(type=kind)
    if words := request.GET.get("q", "").strip()[:40]:
        found = found.filter(name__icontains=words) | found.filter(code__iexact=words)
    return found


def _views(request: HttpRequest) -> list[dict[str, Any]]:
    retired = request.GET.get("view") == "retired"
    return [
        {"label": "在用", "url": _url(request, view="", after=""), "is_here": not retired},
        {"label": "已停用", "url": _url(request, view="retired", after=""), "is_here": retired},
    ]


def _filters(request: HttpRequest) -> list[dict[str, Any]]:
    known = {
        "tag": ("名录", {one.code: one.title for one in place_tags().values()}),
        "type": ("类型", {one.code: one.title for one in subject_types().values()}),
    }
    return [_filter(request, key, label, titles) for key, (label, titles) in known.items()]


def _filter(request: HttpRequest, key: str, label: str, titles: dict[str, str]) -> dict[str, Any]:
    options = [{"label": title, "url": _url(request, **{key: code, "after": ""})} for code, title in titles.items()]
    cleared = _url(request, **{key: "", "after": ""})
    return {"label": label, "value": titles.get(request.GET.get(key, "")), "clear_url": cleared, "options": options}


def _find(request: HttpRequest) -> dict[str, Any]:
    """The search of the line of filters, within the conditions that are set."""
    kept = {key: request.GET[key] for key in ("unit", "tag", "type", "view") if request.GET.get(key)}
    return {"label": "名称或编号", "words": request.GET.get("q", ""), "kept": kept}


def _units(request: HttpRequest, here: Unit) -> dict[str, Any]:
    below = Unit.objects.current().filter(kind__in=HAVING, pos__gte=here.pos, pos__lt=here.end).select_related("parent")
    rows, after = keyset.by_place(below, request.GET.get("after", ""), UNITS)
    next_url = f"?after={after}" if after else ""
    foot = {
        "shown": len(rows),
        "total": below.count(),
        "next_url": next_url,
        "previous_url": "?" if request.GET.get("after") else "",
    }
    return {"menu_key": "places", "here": here, "rows": presenters.unit_lines(rows), "foot": foot}


def _start(request: HttpRequest, total: int) -> int:
    after = keyset.number(request.GET.get("after")) or 0
    return after if after < total else 0


def _foot(request: HttpRequest, start: int, shown: int, total: int) -> dict[str, Any]:
    return {
        "shown": shown, "total": total,
        "previous_url": _url(request, after=str(max(0, start - PAGE)) if start > PAGE else "") if start else "",
        "next_url": _url(request, after=str(start + PAGE)) if start + PAGE < total else "",
    }  # fmt: skip


def _url(request: HttpRequest, **changed: str) -> str:
    values = {
        **{key: request.GET[key] for key in ("unit", "tag", "type", "q", "view") if request.GET.get(key)},
        **changed,
    }
    return "?" + urlencode({key: value for key, value in values.items() if value})
