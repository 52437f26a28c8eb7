"""One box for people, places, hazards and clauses that the viewer may see anyway."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.people.api import Viewer
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards

EACH = 10


@dataclass(frozen=True)
class Hit:
    title: str
    meta: str
    url: str


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:60]
    groups = {}
    if words:
        groups = {
            "隐患": _hazards(viewer, words),
            "文件与条款": _documents(viewer, words),
            "单位": _units(viewer, words),
            "人员": _people(viewer, words),
        }
    found = {title: hits for title, hits in groups.items() if hits}
    return render(request, "desk/search.html", {"search_text": words, "groups": found})


def _hazards(viewer: Viewer, words: str) -> list[Hit]:
    return [
        Hit(one.title, f"{one.no} · {one.unit.title} · {one.get_status_display()}", reverse("hazard", args=[one.pk]))
        for one in hazards.search(viewer, words, limit=EACH)
    ]


def _documents(viewer: Viewer, words: str) -> list[Hit]:
    named = Q(title__contains=words) | Q(doc_no__contains=words) | Q(body__contains=words)
    return [
        Hit(one.title, one.doc_no, reverse("document", args=[one.pk]))
        for one in documents.documents_visible_to(viewer).filter(named)[:EACH]
    ]


def _units(viewer: Viewer, words: str) -> list[Hit]:
    if not viewer.scope.ranges:
        return []
    return [
        Hit(one.name, one.get_kind_display(), f"{reverse('hazards')}?unit={one.pk}")
        for one in org.search_units(words, viewer.ranges, limit=EACH)
    ]


def _people(viewer: Viewer, words: str) -> list[Hit]:
    lo, hi = viewer.unit.span
    people = Person.objects.filter(unit__pos__gte=lo, unit__pos__lt=hi, left_on=None)
    found = people.filter(name__contains=words)
    if words.isascii():
        found |= people.filter(initials__startswith=words.lower())
    return [Hit(one.name, one.unit.name, "") for one in found.select_related("unit")[:EACH]]
