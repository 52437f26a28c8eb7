"""One record, and what is done to it: every act has an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.documents.paper import to_docx
from weian.foundation.evidence.api import Rejected
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import api as hazards
from weian.ground.works.file import paper_of
from weian.ground.works.forms.acts import ActForm
from weian.ground.works.presenters import record
from weian.ground.works.presenters.acts import ACTS, Act, offered
from weian.ground.works.views.common import key_of, photos_from, seen, viewer_of
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui

DRAW: dict[str, Callable[[Any, Viewer], dict[str, Any]]] = {
    "contractor": record.contractor, "charge": record.charge, "permit": record.permit, "site": record.site,
}  # fmt: skip
LISTS = {"contractor": "contractors", "charge": "charges", "permit": "permits", "site": "sites"}


@require_GET
def one(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    with seen(request, kind, uid) as found:
        return _page(request, kind, found)


@require_POST
def act(request: HttpRequest, uid: UUID, act: str, kind: str) -> HttpResponse:
    """Check the form, do the deed, go back; or show the same page with what was typed and why not."""
    with seen(request, kind, uid) as found:
        known = ACTS[kind][act]
        form = known.form(request.POST, request.FILES, one=found, viewer=viewer_of(request), name=act)
        if form.is_valid() and (made := _done(request, known, form, found)) is not None:
            ui.say_done(request, known.done)
            if act == "admission":
                return _invited(request, found, made)
            return redirect(kind, uid=uid)
    # What the deed did before it was refused is undone: draw the record as it is.
    with seen(request, kind, uid) as found:
        return _page(request, kind, found, form)


@require_GET
def file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All that is on record of a contractor, as one Word file."""
    with seen(request, "contractor", uid) as found:
        content, name = to_docx(paper_of(found)), f"{found.name}监督检查档案.docx"
    return ui.file_of(content, ui.WORD, name)


def _page(request: HttpRequest, kind: str, found: Any, refused: ActForm | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    acts, refusals = offered(kind, found, viewer, refused)
    told = DRAW[kind](found, viewer)
    context = {
        "menu_key": "works", "kind": kind, "one": found, "told": told,
        "near": [one for one in acts if not one["rare"]], "far": [one for one in acts if one["rare"]],
        "far_is_open": any(one["rare"] and one["is_open"] for one in acts),
        "list_url": f"{reverse('works')}?view={LISTS[kind]}",
        "line": {
            "steps": told.get("steps", []), "facts": [], "refusals": refusals, "due": told.get("due"),
            "due_text": told.get("due_text", ""),
        },
    }  # fmt: skip
    if refused is not None and all(shown["form"] is not refused for shown in acts):
        context["clash"] = [sentence for errors in refused.errors.values() for sentence in errors]
    return render(request, "works/one.html", context, status=200 if refused is None else 422)


def _done(request: HttpRequest, act: Act, form: ActForm, found: Any) -> Any:
    """What the deed made, True where that is nothing; None where it was refused, with the sentence at the form."""
    try:
        said = dict(form.cleaned_data)
        if "photos" in said:
            said["photos"] = photos_from(request, act.role)
        with transaction.atomic():
            return act.deed(found, said, people.proved(request), key_of(request)) or True
    except hazards.Incomplete as incomplete:
        for field, sentence in incomplete.fields.items():
            form.add_error(field if field in form.fields else None, sentence)
    except (Refused, IllegalMove) as refused:
        form.add_error(None, str(refused))
    except Rejected as rejected:
        form.add_error("photos" if "photos" in form.fields else None, str(rejected))
    return None


def _invited(request: HttpRequest, found: Any, made: Any) -> HttpResponse:
    """The link is shown once: only its digest is kept."""
    person, token = made
    address = request.build_absolute_uri(reverse("first-sign-in", args=[token]))
    context = {"menu_key": "works", "one": found, "person": person, "address": address}
    return render(request, "works/invited.html", context)
