from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.people.api import Refused, Viewer, asks
from weian.ground.experts.actions import answering
from weian.ground.experts.forms import AnswerForm
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whoever was drawn says whether they go; the office sees what they said."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    one = answering.find(uid, viewer)
    if one is None:
        raise Http404
    may, refusal = asks(answering.check_can_answer, viewer, one)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answering.answer(one, goes=said["goes"] == "yes", why=said["why"], by=viewer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, "已答复。")
            return redirect("assignment", uid)
    context = {
        "menu_key": "draws", "one": one, "form": form, "may": may, "refusal": refusal, "hides": answering.hides(one),
    }  # fmt: skip
    return render(request, "experts/assignment.html", context, status=422 if form.errors else 200)
