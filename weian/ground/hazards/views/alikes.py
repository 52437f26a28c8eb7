"""举一反三: one thing that was found or happened, looked for everywhere below."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.duties.models import Accident
from weian.ground.hazards.likening.asking import answer_alike, ask_alike
from weian.ground.hazards.likening.conditions import words_of
from weian.ground.hazards.likening.finding import find, units_of
from weian.ground.hazards.likening.forms import AlikeAnswerForm, AlikeForm
from weian.ground.hazards.models import Alike, Hazard
from weian.kernel import keyset
from weian.ui import api as ui

MOST, PAGE = 50, 100


@require_safe
def alikes(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = Alike.objects.visible_to(viewer).select_related("unit").order_by("-made_at", "uid")[:MOST]
    may_ask = viewer.may(May.PLAN_INSPECTION)
    cards = Accident.objects.visible_to(viewer).order_by("-made_at", "uid")[:5] if may_ask else ()
    return render(request, "hazards/alikes.html", {"alikes": found, "may_ask": may_ask, "cards": cards})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a question; from a hazard or an accident card (?hazard=, ?accident=) it comes filled in."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.PLAN_INSPECTION):
        raise Http404
    form = AlikeForm(request.POST or None, initial=_from(request, viewer))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kind, _, key = said.pop("source").partition(":")
        source = (kind, UUID(key)) if kind and _is_uuid(key) else None
        try:
            made = ask_alike(by=viewer, source=source, **said)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            rest = "" if made.done_at else "其余机构正在逐批查。"
            ui.say_done(request, f"已发起。记录里查得到的不再问，只问不清楚的单位。{rest}")
            return redirect(made)
    by_facts = [form[name] for name in ("tags", "place_types", "conditions", "types", "domains")]
    return render(
        request, "hazards/alike_new.html", {"form": form, "by_facts": by_facts}, status=422 if form.errors else 200
    )


@require_safe
def alike(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, _found(request, uid), AlikeAnswerForm())


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    found, form = _found(request, uid), AlikeAnswerForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data
            answer_alike(found, has=said["has"] == "yes", text=said["text"], by=request.viewer)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已回答。")
            return redirect(found)
    return _page(request, found, form, 422)


def _page(request: HttpRequest, found: Alike, form: AlikeAnswerForm, status: int = 200) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    top = found.unit if viewer.unit.holds(found.unit) else viewer.unit
    after = keyset.number(request.GET.get("after"))
    units = list(units_of(top, after=-1 if after is None else after)[: PAGE + 1])
    shown, more = units[:PAGE], len(units) > PAGE
    answers = found.answers.within(viewer.ranges)
    here = list(answers.filter(unit__in=shown).select_related("unit", "answered_by").order_by("org_pos"))
    mine = answers.filter(unit=viewer.unit).first()
    told = answers.aggregate(
        asked=Count("pk"), has=Count("pk", filter=Q(answer="has")), none=Count("pk", filter=Q(answer="none"))
    )
    whole = units_of(top).count()
    context: dict[str, Any] = {
        "alike": found, "conditions": words_of(found), "found": find(found, shown),
        "answers": [one for one in here if one.answer],
        "waiting": [one for one in here if not one.answer], "mine": mine, "form": form,
        "may_answer": mine is not None and not mine.answer and viewer.may(May.REPORT_HAZARD),
        "told": told, "open": told["asked"] - told["has"] - told["none"], "under_way": found.done_at is None,
        "foot": {
            "next_url": f"?after={shown[-1].pos}" if more else "", "previous_url": "?" if after else "",
            "total": whole, "shown": len(shown), "note": "" if not (more or after) else "每页按机构列出查到的情况",
        },
        "is_paged": more or bool(after),
    }  # fmt: skip
    return render(request, "hazards/alike.html", context, status=status)


def _found(request: HttpRequest, uid: UUID) -> Alike:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found: Alike = get_object_or_404(Alike.objects.visible_to(viewer).select_related("unit"), pk=uid)
    return found


def _from(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    plain: dict[str, Any] = {"uid": uuid4()}
    if _is_uuid(key := request.GET.get("hazard", "")):
        hazard = Hazard.objects.visible_to(viewer).select_related("subject").filter(pk=key).first()
        if hazard is not None:
            plain |= {"source": f"hazard:{key}", "title": hazard.title, "lesson": hazard.text or hazard.title}
            plain |= {"types": [hazard.type] if hazard.type else [], "domains": [] if hazard.type else [hazard.domain]}
            if hazard.subject is not None:
                plain |= {"place_types": [hazard.subject.type], "tags": list(hazard.subject.tags)}
    elif _is_uuid(key := request.GET.get("accident", "")):
        card = Accident.objects.visible_to(viewer).filter(pk=key).first()
        if card is not None:
            plain |= {"source": f"accident:{key}", "title": card.title, "lesson": card.lesson}
    return plain


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
