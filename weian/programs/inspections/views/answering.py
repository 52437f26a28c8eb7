"""The checklist of a visit, on the spot; and a self-check or round from the desk."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.evidence import api as evidence
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.programs.inspections import access, api, below
from weian.programs.inspections.actions.recording import answers_of
from weian.programs.inspections.kinds import OUTSIDE, Mode
from weian.programs.inspections.models import Held, Inspection
from weian.programs.inspections.views.common import key_of, seen
from weian.ui import api as ui

SOURCES = {"taken": "camera", "camera": "camera", "picked": "picked"}


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer the checklist of a visit; what is answered so far is kept."""
    with seen(request, uid) as one:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        may, refusal = access.asks(access.check_can_write, viewer, one)
        if not one.sheet or (not may and request.method != "POST"):
            raise Http404
        given, _ = answers_of(one)
        form = _form(request, below.sheet_of(one.sheet), given)
        if request.method == "POST":
            if not may:
                form.said.append(refusal)
            elif not form.judged.errors and _kept(request, one, form, viewer):
                ui.say_done(request, "已保存。")
                return redirect("inspection", uid)
        context = {"one": one, "fill": form, "menu_key": "inspections"}
        return render(request, "inspections/sheet.html", context, status=422 if request.method == "POST" else 200)


class NewForm(ui.Form):
    """A self-check, round or spot check of one's own making: where, and by which checklist."""

    use_required_attribute = False
    mode = forms.ChoiceField(label="方式", choices=[])
    unit = forms.ModelChoiceField(Unit.objects.none(), label="查哪里", empty_label="请选")
    sheet = forms.ChoiceField(label="检查表")
    subject = forms.ModelChoiceField(
        registry.Subject.objects.none(), label="外包、维保单位或它服务的点位", required=False, empty_label="不是",
        help_text="外包检查、维保到场要选。",
    )  # fmt: skip
    outside_signer = forms.CharField(label="维保人员姓名", required=False, max_length=40, help_text="维保到场要写。")

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        modes = [Mode.SPOT] if viewer.is_commission else [Mode.SELF, Mode.ROUND, Mode.SPOT, *OUTSIDE]
        mode, unit, sheet = (self.fields[name] for name in ("mode", "unit", "sheet"))
        assert isinstance(mode, forms.ChoiceField) and isinstance(sheet, forms.ChoiceField)
        assert isinstance(unit, forms.ModelChoiceField)
        mode.choices = [(one.value, one.label) for one in modes]
        kinds = [Kind.INSTITUTION] if viewer.is_commission else [Kind.INSTITUTION, Kind.DEPARTMENT]
        unit.queryset = Unit.objects.current().under(viewer.unit).filter(kind__in=kinds).order_by("pos")
        unit.label_from_instance = lambda one: one.name  # type: ignore[method-assign, assignment]
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ModelChoiceField)
        served = Q(kind=registry.Kind.PARTY) | Q(contractor__isnull=False)
        subject.queryset = (
            registry.Subject.objects.filter(served, unit=viewer.unit).in_use().order_by("sort_key", "uid")
        )
        if viewer.is_commission:
            del self.fields["subject"], self.fields["outside_signer"]
        sheet.choices = [
            (one.ref, f"{one.title}（{one.count} 项）") for one in checklists.sheets_for(viewer.unit)
        ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Look at something of one's own and hand it in, in one act (`?sheet=` and `?unit=` say what is opened)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.INSPECT):
        raise Http404
    chosen = NewForm(request.POST if request.method == "POST" else request.GET or None, viewer=viewer)
    fill = None
    if chosen.is_bound and chosen.is_valid():
        fill = _form(request, below.sheet_of(chosen.cleaned_data["sheet"]), {})
        if request.method == "POST" and fill.is_valid:
            try:
                made = _submit(request, chosen, fill, viewer)
            except (Refused, evidence.Rejected) as refusal:
                fill.said.append(str(refusal))
            else:
                found = "发现的问题已登记为隐患" if fill.judged.faults else "没有发现问题"
                ui.say_done(request, f"已提交，{found}。")
                return redirect("inspection", made.pk)
    status = 422 if chosen.errors or (request.method == "POST") else 200
    context = {"form": chosen, "fill": fill, "key": uuid4(), "menu_key": "inspections"}
    return render(request, "inspections/record.html", context, status=status)


def _submit(request: HttpRequest, chosen: NewForm, fill: checklists.FillForm, viewer: Viewer) -> Inspection:
    told = chosen.cleaned_data
    return api.submit(
        uid=key_of(request), by=viewer, unit=told["unit"], mode=told["mode"], sheet_ref=told["sheet"],
        answers=fill.answers, photos=_photos(fill, "before"), outside_signer=told.get("outside_signer", ""),
        subject=told["subject"].pk if told.get("subject") else None,
    )  # fmt: skip


def _form(request: HttpRequest, sheet: checklists.Sheet, given: dict[str, object]) -> checklists.FillForm:
    if request.method != "POST":
        return checklists.FillForm(sheet, given=given)  # type: ignore[arg-type]
    return checklists.FillForm(sheet, request.POST, request.FILES, key=ui.sent_key(request), given=given)  # type: ignore[arg-type]


def _photos(fill: checklists.FillForm, role: str) -> list[hazards.Photo]:
    return [
        hazards.Photo(one.file, role=role, source=SOURCES.get(one.origin, "upload"), uid=one.uid)
        for one in fill.uploads
    ]  # fmt: skip


def _kept(request: HttpRequest, one: Inspection, fill: checklists.FillForm, viewer: Viewer) -> bool:
    """Answers and photographs; those of a secret visit hang on what is held at the office."""
    try:
        with transaction.atomic():
            api.fill(one, fill.answers, by=viewer, note=request.POST.get("note", ""))
            held = Held.objects.filter(inspection=one).first() if one.sealed else None
            for photo in _photos(fill, "scene"):
                evidence.keep(
                    photo.file, by=viewer, unit=one.office if held else one.unit,
                    owner_kind=Held.audit_kind if held else Inspection.audit_kind,
                    owner_uid=held.pk if held else one.pk, role=photo.role, source=photo.source, uid=photo.uid,
                )  # fmt: skip
    except (Refused, evidence.Rejected) as refusal:
        fill.said.append(str(refusal))
        return False
    return True
