"""The ladders in force for the viewer's unit, and steps of its own from a day on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from weian.foundation.ladder.actions.setting import set_ladder
from weian.foundation.ladder.forms import SettingForm
from weian.foundation.ladder.ladders import book_for
from weian.foundation.ladder.models import Setting
from weian.foundation.ladder.pack_schema import RECEIVERS, SPANS, Step
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel import clock
from weian.ui import api as ui


@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    return _page(request, _setter(request))


@require_POST
def setting(request: HttpRequest, code: str) -> HttpResponse:
    viewer = _setter(request)
    held = book_for(viewer.unit).in_force(code, viewer.unit)
    if held is None:
        raise Http404
    form = SettingForm(request.POST, ladder=held.ladder)
    if form.is_valid():
        said = form.cleaned_data
        try:
            set_ladder(code, said["steps"], valid_from=said["valid_from"], why=said["why"], by=viewer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已设置，{said['valid_from']} 起本级和以下各单位按新的各步督办。")
            return redirect("ladders")
    return _page(request, viewer, code, form)


def _setter(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.SET_LADDER):
        raise Http404
    return viewer


def _when(step: Step) -> str:
    """0 days is the first day after the term, a negative number lies before it."""
    if step.unit == "minutes":
        return f"{step.offset} 分钟" if step.offset else "立即"
    if step.offset < 0:
        return f"到期前 {-step.offset} {SPANS[step.unit]}"
    return f"逾期 {step.offset} {SPANS[step.unit]}" if step.offset else "逾期第一天"


def _page(request: HttpRequest, viewer: Viewer, code: str = "", refused: SettingForm | None = None) -> HttpResponse:
    book = book_for(viewer.unit)
    coming = list(Setting.objects.filter(unit=viewer.unit, valid_from__gt=clock.today()).order_by("valid_from"))
    rows: list[dict[str, Any]] = []
    for name in book.content:
        held = book.in_force(name, viewer.unit)
        if held is not None:
            form = refused if refused is not None and name == code else SettingForm(ladder=held.ladder)
            steps = [{"when": _when(step), "to": RECEIVERS[step.to], "title": step.title} for step in held.ladder.steps]
            rows.append({
                "ladder": held.ladder, "setting": held.setting, "steps": steps, "form": form,
                "coming": [one for one in coming if one.ladder == name], "is_open": form.is_bound,
            })  # fmt: skip
    return render(request, "ladder/ladders.html", {"rows": rows, "unit": viewer.unit}, status=422 if refused else 200)
