from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.people.api import Refused, Viewer
from weian.ground.experts import access
from weian.ground.experts.actions import drawing
from weian.ground.experts.forms import RulingForm, SecretForm, StandForm, VoidForm
from weian.ground.experts.models import Draw, OpenedDraw, Stand
from weian.ground.experts.presenters import listing
from weian.ground.experts.presenters import one as presenter
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui

VERIFIER = Path(__file__).parents[4] / "scripts" / "verify_draw.py"


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Draws of the viewer's commission and those that were opened by the ones above."""
    viewer = _viewer(request)
    may, refusal = access.can_draw(viewer)
    page = listing.page(viewer, request.GET.get("view", ""), request.GET.get("after", ""))
    context = {"page": page, "may_draw": may, "refusal": refusal, "menu_key": "draws"}
    return render(request, "experts/draws.html", context)


@require_safe
def draw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The record: list, root, secrets, steps, result; with ?verify=1 all of it is worked out again."""
    return _page(request, uid)


@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file that scripts/verify_draw.py reads."""
    drawn, opened = _found(request, uid)
    told = opened.record if opened else drawn.record() if drawn and drawn.seed else None
    if told is None:
        raise Http404
    return ui.file_of(json.dumps(told, ensure_ascii=False, indent=1).encode(), "application/json", f"draw-{uid}.json")


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The verifier itself, for whoever has the record and not our software."""
    _viewer(request)
    if not VERIFIER.exists():
        raise Http404
    return ui.file_of(VERIFIER.read_bytes(), "text/x-python", VERIFIER.name)


@require_POST
def commitment(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = SecretForm(request.POST, commits=True)

    def act(drawn: Draw) -> None:
        drawing.commit(drawn, form.cleaned_data["secret"], by=_viewer(request))

    return _act(request, uid, form, "commitment", act, "已承诺，名单已公布。请抄好密语。")


@require_POST
def secret(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = SecretForm(request.POST)

    def act(drawn: Draw) -> None:
        drawing.tell(drawn, form.cleaned_data["secret"], by=_viewer(request))

    return _act(request, uid, form, "secret", act, "密语已亮出。")


@require_POST
def opening(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = ui.Form(request.POST)
    return _act(request, uid, form, "opening", lambda drawn: drawing.open_(drawn, by=_viewer(request)), "已公开。")


@require_POST
def voiding(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = VoidForm(request.POST)

    def act(drawn: Draw) -> None:
        drawing.void(drawn, form.cleaned_data["why"], by=_viewer(request))

    return _act(request, uid, form, "voiding", act, "已作废，记录保留。")


@require_POST
def stand(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The viewer's unit agrees to its pairing or disputes it."""
    _, opened = _found(request, uid)
    if opened is None:
        raise Http404
    form, key = StandForm(request.POST), ui.sent_key(request) or uuid4()

    def act(_: Draw | None) -> None:
        told = form.cleaned_data
        drawing.take_stand(opened, agreed=told["agreed"], text=told["text"], uid=key, by=_viewer(request))

    return _act(request, uid, form, "stand", act, "已表态。", needs_draw=False)


@require_POST
def ruling(request: HttpRequest, uid: UUID, stand: UUID) -> HttpResponse:
    _found(request, uid)
    said = get_object_or_404(Stand.objects.select_related("draw__unit"), pk=stand, draw=uid)
    form = RulingForm(request.POST)

    def act(_: Draw) -> None:
        drawing.rule(said, upheld=form.cleaned_data["upheld"], ruling=form.cleaned_data["ruling"], by=_viewer(request))

    return _act(request, uid, form, f"ruling-{said.pk}", act, "已裁定。")


def _act(
    request: HttpRequest, uid: UUID, form: Any, name: str, act: Callable[[Any], None], done: str, *,
    needs_draw: bool = True,
) -> HttpResponse:  # fmt: skip
    drawn, _ = _found(request, uid)
    if drawn is None and needs_draw:
        raise Http404
    if form.is_valid():
        try:
            act(drawn)
        except (Refused, IllegalMove) as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, done)
            return redirect("draw", uid)
    return _page(request, uid, {name: form})


def _page(request: HttpRequest, uid: UUID, forms: dict[str, Any] | None = None) -> HttpResponse:
    drawn, opened = _found(request, uid)
    verify = "verify" in request.GET
    context = presenter.context(drawn, opened, _viewer(request), forms or {}, verify=verify)
    return render(request, "experts/draw.html", context, status=422 if forms else 200)


def _found(request: HttpRequest, uid: UUID) -> tuple[Draw | None, OpenedDraw | None]:
    """The draw itself, for those whose it is, and what was opened of it. Raises Http404 where there is neither."""
    viewer = _viewer(request)
    known = Draw.objects.visible_to(viewer).select_related("unit", "office", "witness", "after", "instead_of")
    drawn = known.filter(pk=uid).first()
    opened = OpenedDraw.objects.visible_to(viewer).select_related("unit").filter(pk=uid).first()
    if drawn is None and opened is None:
        raise Http404
    return drawn, opened


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined, no-any-return]
