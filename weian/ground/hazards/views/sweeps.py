"""轮次: rounds of checks with what was new, came back or was carried over in each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.hazards import pack_schema
from weian.ground.hazards.models import Sweep
from weian.ground.hazards.sweeping.actions import set_sweep
from weian.ground.hazards.sweeping.figures import KINDS, figures, node_of, of_kind
from weian.ground.hazards.sweeping.forms import SweepForm
from weian.kernel import clock
from weian.ui import api as ui

MOST = 50


@require_safe
def sweeps(request: HttpRequest) -> HttpResponse:
    """The rounds of the viewer's unit, of those above and below, newest first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = Sweep.objects.visible_to(viewer).select_related("unit").order_by("-starts", "uid")[:MOST]
    context = {"sweeps": found, "may_set": viewer.may(May.PLAN_INSPECTION)}
    return render(request, "hazards/sweeps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.PLAN_INSPECTION):
        raise Http404
    form = SweepForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = set_sweep(by=viewer, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            ui.say_done(request, "已设这一轮排查，以前没销号的已经结转进来。")
            return redirect(made)
    return render(request, "hazards/sweep_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def sweep(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One round: three counts, each opening to its hazards, and whether it came to zero."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found: Sweep = get_object_or_404(Sweep.objects.visible_to(viewer).select_related("unit", "follows"), pk=uid)
    node = node_of(found, viewer)
    counted = figures(found, node)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else next((one for one in KINDS if counted.counts[one]), "new")
    seen = of_kind(found, node, kind).visible_to(viewer).select_related("unit")  # counted are all, opened what one may
    rows = list(seen.order_by("found_on", "uid")[:MOST])
    whole = counted.counts[kind]
    context: dict[str, Any] = {
        "sweep": found, "node": node, "figures": counted, "rows": rows, "kind": KINDS[kind],
        "tabs": [
            {"label": title, "count": counted.counts[one], "is_here": one == kind, "url": f"?kind={one}"}
            for one, title in KINDS.items()
        ],
        "domains": [title for code, title in pack_schema.domains().items() if code in found.domains],
        "missed": found.to_zero and bool(counted.left_at_end),
        "is_over": clock.today() > found.ends, "more": len(rows) == MOST < whole,
        "others": whole - len(rows) if len(rows) < MOST else 0,
        "back": reverse("sweeps"),
    }  # fmt: skip
    return render(request, "hazards/sweep.html", context)
