from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.experts import access
from weian.ground.experts.actions.drawing import DrawSpec, prepare
from weian.ground.experts.forms import DrawForm
from weian.ground.experts.models import Draw
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set the rules of a draw (`?what=`), or of one drawn anew (`?again=`), and commit to a secret."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.DRAW):
        raise Http404
    again = _again(request, viewer)
    what = again.what if again else request.GET.get("what", "")
    what = what if what in Draw.What.values else Draw.What.UNITS
    form = DrawForm(request.POST or None, what=what, viewer=viewer, again=again)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        spec = DrawSpec(
            uid=told["uid"], title=told["title"], what=what, witness=told["witness"], secret=told["secret"],
            pool=form.to_pool(), sealed=told.get("sealed", False), after=told.get("after"), instead_of=again,
            why=told.get("why", ""),
        )  # fmt: skip
        try:
            made = prepare(spec, by=viewer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, f"已发起，等{made.witness.name}承诺。")
            return redirect("draw", made.pk)
    _, refusal = access.can_draw(viewer)
    context = {
        "form": form, "what": what, "again": again, "refusal": refusal, "menu_key": "draws",
        "views": [
            {"url": f"?what={code}", "label": label, "count": None, "is_here": code == what}
            for code, label in Draw.What.choices
        ],
    }  # fmt: skip
    return render(request, "experts/draw_new.html", context, status=422 if form.errors else 200)


def _again(request: HttpRequest, viewer: Viewer) -> Draw | None:
    given = request.GET.get("again")
    if not given:
        return None
    try:
        again: Draw = get_object_or_404(Draw.objects.visible_to(viewer), pk=UUID(given), unit=viewer.unit)
    except ValueError as error:
        raise Http404 from error
    return again
