from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused, Viewer, proved
from weian.ground.hazards import api as hazards
from weian.programs.inspections import reach
from weian.programs.inspections.forms.acts import ActForm
from weian.programs.inspections.models import Inspection
from weian.ui import api as ui

Deed = Callable[[Inspection, dict[str, Any], Viewer], object]


@contextmanager
def seen(request: HttpRequest, uid: UUID) -> Iterator[Inspection]:
    """The inspection if this viewer may know of it, with its rows in sight; absent and forbidden look alike."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    one = reach.find(uid, viewer)
    if one is None:
        raise Http404
    with reach.within(one, viewer):
        yield one


def act(
    request: HttpRequest, uid: UUID, form_class: type[ActForm], deed: Deed, done: str, *, files: str = ""
) -> HttpResponse:
    """Check the form, do the deed, go back; or show the same page with what was typed and why not."""
    from weian.programs.inspections.views.one import page

    with seen(request, uid) as one:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        form = form_class(request.POST, request.FILES, one=one, viewer=viewer)
        if form.is_valid() and evidence.done(form, lambda: deed(one, form.cleaned_data, proved(request)), files=files):
            ui.say_done(request, done)
            return redirect("inspection", uid=uid)
    # What the deed did before it was refused is undone: draw the inspection as it is.
    with seen(request, uid) as one:
        return page(request, one, form)


def key_of(request: HttpRequest) -> UUID:
    """The key of the form: the same press that came twice is one thing."""
    key = ui.sent_key(request)
    if key is None:
        raise Refused("这一页放得太久了，请刷新后再填。")
    return key


def photos_from(request: HttpRequest, field: str) -> list[hazards.Photo]:
    """Files of one field, whose name is their role; a form sent twice names the same files, so none is kept twice."""
    key = ui.sent_key(request)
    return [
        hazards.Photo(
            file, role=field, source=ui.sent_source(request, field, at),
            uid=uuid5(key, f"{field}-{at}") if key else None,
        )
        for at, file in enumerate(request.FILES.getlist(field))
    ]  # fmt: skip
