"""One act, one address. Every view asks its form for values and one action for the deed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from weian.foundation.people.api import Refused, Viewer
from weian.programs.inspections import api
from weian.programs.inspections.forms import acts as forms
from weian.programs.inspections.models import Inspection
from weian.programs.inspections.views.common import act, key_of, photos_from


@require_POST
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.start(one, by=viewer, code=_code(said["code"]), why_no_code=said["why_no_code"])

    return act(request, uid, forms.StartForm, deed, "已开始检查。")


@require_POST
def finding(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.find(one, _finding(request, said), by=viewer)

    return act(request, uid, forms.FindingForm, deed, "已记下。", files="before")


@require_POST
def interview(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        answers = {name[2:]: value == "yes" for name, value in said.items() if name.startswith("q_") and value}
        return api.ask_staff(one, answers, uid=key_of(request), by=viewer)

    return act(request, uid, forms.InterviewForm, deed, "已记一位。")


@require_POST
def finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.finish(one, by=viewer)

    return act(request, uid, forms.FinishForm, deed, "检查完毕。")


@require_POST
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.release(one, by=viewer, note=said["note"])

    return act(request, uid, forms.ReleaseForm, deed, "已公布给被检查单位。")


@require_POST
def signature(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.sign(one, by=viewer, text=said["text"])

    return act(request, uid, forms.SignForm, deed, "已签字确认。")


@require_POST
def objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        told = {UUID(name[2:]): text for name, text in said.items() if name.startswith("f_")}
        return api.object_(one, told, by=viewer)

    return act(request, uid, forms.ObjectForm, deed, "异议已提出，等检查组答复。")


@require_POST
def dispute(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.dispute(one, said["text"], by=viewer)

    return act(request, uid, forms.DisputeForm, deed, "已提请上级裁定。")


@require_POST
def ruling(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.rule(one, upheld=said["upheld"] == "yes", ruling=said["ruling"], score=said["score"], by=viewer)

    return act(request, uid, forms.RulingForm, deed, "已裁定，请被检查单位再看。")


@require_POST
def opinion(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.opine(one, said["text"], by=viewer)

    return act(request, uid, forms.OpinionForm, deed, "意见已签。")


@require_POST
def refusal(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.refuse(one, by=viewer, why=said["why"])

    return act(request, uid, forms.RefuseForm, deed, "已记拒签和理由。")


@require_POST
def unsigned(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.note_refusal(one, by=viewer, why=said["why"])

    return act(request, uid, forms.NoteRefusalForm, deed, "已记被检查单位拒签。")


@require_POST
def replies(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        for row in api.Finding.objects.filter(inspection=one).exclude(objection="").select_related("inspection"):
            if f"a_{row.pk}" in said:
                api.answer(row, said[f"a_{row.pk}"], drop=said[f"d_{row.pk}"], by=viewer)
        return api.show_again(one, by=viewer)

    return act(request, uid, forms.AnswersForm, deed, "已答复，请被检查单位再看。")


@require_POST
def closure(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.close(one, by=viewer)

    return act(request, uid, forms.CloseForm, deed, "已办结，文书和隐患已发出。")


@require_POST
def cancellation(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.cancel(one, by=viewer, why=said["why"])

    return act(request, uid, forms.CancelForm, deed, "已取消。")


@require_POST
def leak(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.note_leak(one, said["text"], by=viewer)

    return act(request, uid, forms.LeakForm, deed, "已记走漏消息。")


@require_POST
def outcome(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        return api.decide(
            one, said["agency"], said["kind"], uid=key_of(request), by=viewer, doc_no=said["doc_no"],
            text=said["text"], due=said["due"],
        )  # fmt: skip

    return act(request, uid, forms.OutcomeForm, deed, "已登记处理结果。")


@require_POST
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    def deed(one: Inspection, said: dict[str, Any], viewer: Viewer) -> object:
        demand = api.Demand(said["text"], said["leader"], said["due"], said["agency"], said["to_name"])
        found = list(said["findings"])
        return api.issue(one, said["kind"], by=viewer, uid=key_of(request), findings=found, demand=demand)

    return act(request, uid, forms.PaperForm, deed, "文书已出具。")


def _code(typed: str) -> str:
    """What was scanned may be the whole address behind the picture: …/q/<code>."""
    return typed.strip().rstrip("/").rsplit("/", 1)[-1]


def _finding(request: HttpRequest, said: dict[str, Any]) -> api.FindingSpec:
    fixed, held = said["way"] == "fixed", said["responsible"]
    photos = [*photos_from(request, "before"), *photos_from(request, "after")]
    plain = {
        "uid": key_of(request), "text": said["text"], "place": said["place"], "type": said["type"],
        "item": said["item"], "method": said["method"], "severity": said["severity"], "photos": photos,
        "clause": said.get("clause"), "basis": said["basis"],
    }  # fmt: skip
    if fixed:
        if not said["measure"]:
            raise Refused("请写一句当场怎么改的。")
        return api.FindingSpec(**plain, fixed=said["measure"], fixer=held)
    return api.FindingSpec(
        **plain, responsible=held, due=said["due"], measure=said["measure"], money=said["money"],
        at_once=said["at_once"] != "no", interim_measure=said["interim_measure"], plan=said["plan"],
    )  # fmt: skip
