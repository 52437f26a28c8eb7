"""One box for people, places, hazards and clauses that the viewer may see anyway."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE
from weian.foundation.people.api import Viewer, staff_of
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards
from weian.ui import api as ui

EACH = 10
LONGEST = 60


@dataclass(frozen=True)
class Hit:
    title: str
    meta: str
    url: str = ""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:LONGEST]
    groups = {title: find(viewer, words) for title, find in KINDS.items()} if words else {}
    context = {"search_text": words, "each": EACH, "groups": {title: hits for title, hits in groups.items() if hits}}
    return render(request, "desk/search.html", context)


def _hazards(viewer: Viewer, words: str) -> list[Hit]:
    return [
        Hit(
            one.title, " · ".join(filter(None, (one.no, one.unit.title, one.place, hazards.Status(one.status).label))),
            ui.address("hazard", one.pk),
        )
        for one in hazards.search(viewer, words, limit=EACH)
    ]  # fmt: skip


def _documents(viewer: Viewer, words: str) -> list[Hit]:
    named = Q(title__contains=words) | Q(doc_no__contains=words)
    return [
        Hit(one.title, " · ".join(filter(None, (one.doc_no, one.issuer_name))), ui.address("document", one.pk))
        for one in documents.documents_visible_to(viewer).filter(named).order_by("-made_at", "-uid")[:EACH]
    ]


def _clauses(viewer: Viewer, words: str) -> list[Hit]:
    seen = documents.documents_visible_to(viewer).order_by().values("pk")
    found = documents.Clause.objects.filter(Q(heading__contains=words) | Q(text__contains=words), document__in=seen)
    return [
        Hit(
            _around(one.text or one.heading, words),
            f"《{one.document.title}》{one.label}",
            ui.address("clause", one.pk),
        )
        for one in found.select_related("document").order_by("-document__made_at", "order")[:EACH]
    ]  # fmt: skip


def _units(viewer: Viewer, words: str) -> list[Hit]:
    if not viewer.scope.ranges:
        return []
    return [
        Hit(one.name, f"{one.get_kind_display()} · 看它的隐患", f"{ui.address('hazards')}?unit={one.pk}")
        for one in org.search_units(words, viewer.ranges, limit=EACH)
    ]


def _people(viewer: Viewer, words: str) -> list[Hit]:
    """Colleagues of the viewer's unit and of those below; a name and a place, nothing more."""
    named = Q(name__contains=words)
    if words.isascii():
        named |= Q(initials__startswith=words.lower())
    people = staff_of(viewer.unit).filter(named)
    return [
        Hit(one.name, " ".join(dict.fromkeys((_institution(one), one.unit.title))))
        for one in people.select_related("unit__parent").order_by("sort_key", "pk")[:EACH]
    ]


def _institution(person: Person) -> str:
    unit = person.unit
    inner = unit.kind in INSIDE
    return unit.parent.title if inner and unit.parent else unit.title


def _around(text: str, words: str, width: int = 40) -> str:
    """The words with some of what stands around them."""
    at = max(0, text.find(words))
    start = max(0, at - width // 4)
    cut = text[start : start + width * 2].replace("\n", " ")
    return ("…" if start else "") + cut + ("…" if start + width * 2 < len(text) else "")


KINDS = {"隐患": _hazards, "文件": _documents, "条款": _clauses, "单位": _units, "人员": _people}
