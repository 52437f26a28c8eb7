"""A later day or none at all: asked for here by the unit, decided by the reviewing level."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from weian.ground.duties.actions import relieving
from weian.ground.duties.forms.acts import DecisionForm, ExtensionForm, ReasonForm
from weian.ground.duties.models import Relief
from weian.ground.duties.owed import Owed
from weian.ground.duties.sight import viewer_of
from weian.ground.duties.views.acts import act
from weian.ground.duties.views.records import sent_key

_ASKED = "已提交申请，决定之前期限不变。"


@require_POST
def extension(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> None:
        relieving.ask_extension(
            one, uid=sent_key(request), until=said["until"], reason=said["why"], by=viewer_of(request)
        )

    return act(request, obligation, unit, ExtensionForm, deed, _ASKED, "extension")


@require_POST
def exemption(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    def deed(one: Owed, said: dict[str, Any]) -> None:
        relieving.ask_exemption(one, uid=sent_key(request), reason=said["why"], by=viewer_of(request))

    return act(request, obligation, unit, ReasonForm, deed, _ASKED, "exemption-asked")


@require_POST
def decision(request: HttpRequest, obligation: UUID, unit: UUID, uid: UUID) -> HttpResponse:
    viewer = viewer_of(request)

    def deed(one: Owed, said: dict[str, Any]) -> None:
        asked = Relief.objects.filter(task__obligation=one.obligation, unit=one.unit).select_related("decider")
        relief = get_object_or_404(asked, pk=uid)
        wanted = Relief.Decision.GRANTED if said["grant"] == "yes" else Relief.Decision.REFUSED
        # The same press that came twice is no second act.
        if (relief.decision, relief.decided_by_id) != (wanted, viewer.person.pk):
            relieving.decide_relief(relief, grant=said["grant"] == "yes", why=said["why"], by=viewer)

    form: type[Form] = DecisionForm
    return act(request, obligation, unit, form, deed, "已决定，申请的人会收到。", "decision")
