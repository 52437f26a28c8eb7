"""One box for people, places, hazards and clauses that the viewer may see anyway."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.documents import api as documents
from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE
from weian.foundation.people.api import Viewer, rows_for, staff_of
from weian.foundation.people.models import Person
from weian.ground.hazards import api as hazards
from weian.kernel import compiled
from weian.ui import api as ui

EACH = 10
SAID, SPELLED = compiled.text(1), compiled.text(2)  # the words, and as initials
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
    named = Q(title__contains=SAID) | Q(doc_no__contains=SAID)
    found = rows_for(
        viewer, "search.documents",
        lambda me: documents.documents_visible_to(me).filter(named).order_by("-made_at", "-uid")[:EACH],
        values={SAID: words}, planned=False,
    )  # fmt: skip
    return [
        Hit(one.title, " · ".join(filter(None, (one.doc_no, one.issuer_name))), ui.address("document", one.pk))
        for one in found
    ]


def _clauses(viewer: Viewer, words: str) -> list[Hit]:

    def build(me: Viewer) -> QuerySet[documents.Clause]:
        seen = documents.documents_visible_to(me).order_by().values("pk")
        found = documents.Clause.objects.filter(Q(heading__contains=SAID) | Q(text__contains=SAID), document__in=seen)
        return found.select_related("document").order_by("-document__made_at", "order")[:EACH]

    return [
        Hit(
            _around(one.text or one.heading, words),
            f"《{one.document.title}》{one.label}",
            ui.address("clause", one.pk),
        )
        for one in rows_for(viewer, "search.clauses", build, values={SAID: words}, planned=False)
    ]


def _units(viewer: Viewer, words: str) -> list[Hit]:
    if not viewer.scope.ranges:
        return []
    return [
        Hit(one.name, f"{one.get_kind_display()} · 看它的隐患", f"{ui.address('hazards')}?unit={one.pk}")
        for one in org.search_units(words, viewer.ranges, limit=EACH)
    ]


def _people(viewer: Viewer, words: str) -> list[Hit]:
    """Colleagues of the viewer's unit and of those below; a name and a place, nothing more."""
    initials = words.isascii()

    def build(me: Viewer) -> QuerySet[Person]:
        named = Q(name__contains=SAID) | (Q(initials__startswith=SPELLED) if initials else Q())
        people = staff_of(me.unit).filter(named)
        return people.select_related("unit__parent").order_by("sort_key", "pk")[:EACH]

    values = {SAID: words, SPELLED: words.lower()}
    return [
        Hit(one.name, " ".join(dict.fromkeys((_institution(one), one.unit.title))))
        for one in rows_for(viewer, "search.people", build, initials, values=values, planned=False)
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
