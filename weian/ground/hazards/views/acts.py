"""One act, one address. Every view asks its form for values and one action for the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Viewer, proved
from weian.ground.hazards import forms
from weian.ground.hazards.actions import assigning, closing, fixing, rectifying, verifying
from weian.ground.hazards.actions import grading as grades
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.overlay import Said
from weian.ground.hazards.views.photos import photos_from
from weian.ground.hazards.views.record import page, seen
from weian.ui import api as ui

Deed = Callable[[Hazard, dict[str, Any], Viewer], object]


@require_POST
def grading(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        return grades.grade(hazard, said["grade"], by=viewer, why=said["why"], legacy=said["legacy"])

    return act(request, uid, forms.GradingForm, deed, "已定级。", due=_lowers)


def _lowers(hazard: Hazard, said: dict[str, Any]) -> bool:
    return bool(hazard.grade) and Grade.values.index(said["grade"]) < Grade.values.index(hazard.grade)


@require_POST
def fix(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        photos = [*photos_from(request, "before", "before"), *photos_from(request, "after", "after")]
        return fixing.fix_on_the_spot(hazard, said["measure"], by=viewer, fixer=said.get("fixer"), photos=photos)

    return act(request, uid, forms.FixForm, deed, "已记当场改正，等另一个人验收。", files="after")


@require_POST
def assignment(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        held = said["responsible"]
        elements = assigning.Elements(
            responsible=held.person if held else None, responsible_post=held.post if held else None,
            measure=said["measure"], money=said["money"], due=said["due"], plan=said["plan"],
            interim_measure=said["interim_measure"], at_once=said["at_once"] == "yes",
        )  # fmt: skip
        return assigning.assign(hazard, elements, by=viewer, why=said.get("why", ""))

    return act(request, uid, forms.AssignmentForm, deed, "已派发。")


@require_POST
def rectification(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        photos = photos_from(request, "after", "after")
        return rectifying.rectify(hazard, by=viewer, note=said["note"], photos=photos)

    return act(request, uid, forms.RectificationForm, deed, "已记整改情况。", files="after")


@require_POST
def application(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        photos = photos_from(request, "after", "after")
        return rectifying.apply(hazard, by=viewer, note=said["note"], photos=photos)

    return act(request, uid, forms.ApplicationForm, deed, "已申请验收。", files="after")


@require_POST
def verification(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        photos = photos_from(request, "scene", "scene")
        return verifying.verify(hazard, by=viewer, note=said["note"], photos=photos)

    return act(request, uid, forms.VerificationForm, deed, "已验收，可以销号。", files="scene")


@require_POST
def return_(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        return verifying.return_(hazard, by=viewer, why=said["why"])

    return act(request, uid, forms.ReturnForm, deed, "已退回，整改的人会收到理由。")


@require_POST
def closure(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        return closing.close(hazard, by=viewer)

    return act(request, uid, forms.ClosureForm, deed, "已销号。")


@require_POST
def reopening(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(hazard: Hazard, said: dict[str, Any], viewer: Viewer) -> object:
        return closing.reopen(hazard, by=viewer, why=said["why"])

    return act(request, uid, forms.ReopeningForm, deed, "已重开，请重新派发。")


def act(
    request: HttpRequest, uid: UUID, form_class: type[forms.ActForm], deed: Deed, done: Said, *, files: str = "",
    due: Callable[[Hazard, dict[str, Any]], bool] = lambda hazard, said: True,
) -> HttpResponse:  # fmt: skip
    """Check the form, do the deed, go back to the hazard; or show the same page with what was typed and why not.

    `done` is said then, or says what came of it. `due`: whether what was said is of what this address asks
    again for (people.proved).
    """
    hazard = seen(request, uid)

    made: list[object] = []

    def doing(said: dict[str, Any]) -> None:
        made.append(deed(hazard, said, proved(request, due=due(hazard, said))))

    form = form_class(request.POST, request.FILES, hazard=hazard, viewer=request.viewer)  # type: ignore[attr-defined]
    if form.is_valid() and evidence.done(form, lambda: doing(form.cleaned_data), files=files):
        ui.say_done(request, done if isinstance(done, str) else done(made[0]))
        return redirect("hazard", uid=uid)
    # What the deed did before it was refused is undone: draw the hazard as it is.
    return page(request, seen(request, uid), form)
