"""The working page of a draft: sections and items left, the phone's picture of them right; one thing is open at a time.

A plain reload and htmx get the same page; htmx takes its regions out of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weian.foundation.people.api import Refused, asks
from weian.ground.checklists import access
from weian.ground.checklists.actions import editing, publishing
from weian.ground.checklists.filling import FillForm
from weian.ground.checklists.forms import HeadForm, ItemForm, NoteForm, SectionForm
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.presenters import one as shown
from weian.ground.checklists.views import pages
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui

STEPS = {"-1": -1, "1": 1}


@dataclass(frozen=True)
class Draft:
    """The list and its draft that a request works on."""

    checklist: Checklist
    version: ChecklistVersion

    @property
    def uid(self) -> UUID:
        return self.checklist.pk


@require_GET
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    checklist = pages.kept_or_404(request, uid)
    version = pages.draft_of(checklist)
    if version is None:
        if checklist.published is None:
            raise Http404
        return redirect("checklist", uid)
    return _page(request, Draft(checklist, version), request.GET.get("open", ""))


@require_POST
def head(request: HttpRequest, uid: UUID) -> HttpResponse:
    draft = _draft(request, uid)
    form = HeadForm(draft.version.sheet, request.POST)
    if not form.is_valid():
        return _page(request, draft, "head", head=form)

    def act() -> str:
        editing.set_head(draft.version, form.values(), by=pages.viewer_of(request))
        return "已存。"

    return _done(request, draft, act, still="head", head=form)


@require_POST
def new_section(request: HttpRequest, uid: UUID) -> HttpResponse:
    draft = _draft(request, uid)
    form = SectionForm(request.POST, auto_id="section-new-%s")
    if not form.is_valid():
        return _page(request, draft, "section", section=form)
    made = []

    def act() -> str:
        made.append(editing.add_section(draft.version, form.cleaned_data["title"], by=pages.viewer_of(request)))
        return "已加一节。"

    return _done(request, draft, act, still="section", after=lambda: f"new-{made[0]}", section=form)


@require_POST
def section_correction(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft = _draft(request, uid)
    form = SectionForm(request.POST, auto_id=f"section-{code}-%s")
    if not form.is_valid():
        return _page(request, draft, f"section-{code}", section=form)

    def act() -> str:
        editing.change_section(draft.version, code, form.cleaned_data, by=pages.viewer_of(request))
        return "节名已改。"

    return _done(request, draft, act, still=f"section-{code}", section=form)


@require_POST
def section_shift(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft, step = _draft(request, uid), _step(request)

    def act() -> str:
        editing.move_section(draft.version, code, step, by=pages.viewer_of(request))
        return "已移动。"

    return _done(request, draft, act)


@require_POST
def section_removal(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft = _draft(request, uid)

    def act() -> str:
        gone = editing.drop_section(draft.version, code, by=pages.viewer_of(request))
        return f"已删除这一节和其中 {gone} 项。" if gone else "已删除这一节。"

    return _done(request, draft, act)


@require_POST
def new_item(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Add an item; `more` asks for the next empty form in the same section."""
    draft = _draft(request, uid)
    form = ItemForm(draft.version.sheet, code, data=request.POST)
    if not form.is_valid():
        return _page(request, draft, f"new-{code}", item=form)

    def act() -> str:
        values = form.values()
        editing.add_item(draft.version, values.pop("section"), values, by=pages.viewer_of(request))
        return "已加一项。"

    again = f"new-{form.cleaned_data['section']}" if "more" in request.POST else ""
    return _done(request, draft, act, still=f"new-{code}", after=lambda: again, item=form)


@require_POST
def item_correction(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft = _draft(request, uid)
    sheet = draft.version.sheet
    section = next((one for one in sheet.sections if code in [item.code for item in one.items]), None)
    if section is None:
        return _page(request, draft, "", refusal="这一项已经不在了，可能有人同时在改。填的内容没有存下。")
    item = next(one for one in section.items if one.code == code)
    form = ItemForm(sheet, section.code, item, request.POST)
    if not form.is_valid():
        return _page(request, draft, f"item-{code}", item=form)

    def act() -> str:
        editing.change_item(draft.version, code, form.values(), by=pages.viewer_of(request))
        return "这一项已改。"

    return _done(request, draft, act, still=f"item-{code}", item=form)


@require_POST
def item_shift(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft, step = _draft(request, uid), _step(request)

    def act() -> str:
        editing.move_item(draft.version, code, step, by=pages.viewer_of(request))
        return "已移动。"

    return _done(request, draft, act)


@require_POST
def item_removal(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    draft = _draft(request, uid)

    def act() -> str:
        return f"已删除“{editing.drop_item(draft.version, code, by=pages.viewer_of(request))}”。"

    return _done(request, draft, act)


@require_POST
def publication(request: HttpRequest, uid: UUID) -> HttpResponse:
    draft = _draft(request, uid)
    form = NoteForm(request.POST, auto_id="publish-%s")
    if not form.is_valid():
        return _page(request, draft, "", note=form)
    try:
        publishing.publish(draft.version, by=pages.viewer_of(request), note=form.cleaned_data["note"])
    except (Refused, IllegalMove) as refusal:
        return _page(request, draft, "", refusal=str(refusal), note=form)
    ui.say_done(request, f"第 {draft.version.number} 版已发布，本单位和下级都能用。以前做过的检查仍按原来的版本。")
    return redirect("checklist", uid)


@require_POST
def discarding(request: HttpRequest, uid: UUID) -> HttpResponse:
    draft = _draft(request, uid)
    try:
        publishing.discard(draft.version, by=pages.viewer_of(request))
    except (Refused, IllegalMove) as refusal:
        return _page(request, draft, "", refusal=str(refusal))
    ui.say_done(request, "草稿已丢弃。")
    return redirect("checklist", uid) if draft.checklist.published else redirect("checklists")


def _draft(request: HttpRequest, uid: UUID) -> Draft:
    checklist = pages.kept_or_404(request, uid)
    version = pages.draft_of(checklist)
    if version is None:
        raise Http404
    return Draft(checklist, version)


def _step(request: HttpRequest) -> int:
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    return step


def _done(
    request: HttpRequest, draft: Draft, act: Callable[[], str], *, still: str = "",
    after: Callable[[], str] | None = None, **forms: Form,
) -> HttpResponse:  # fmt: skip
    """Act and say so; a refusal leaves open what was open, with everything typed in it."""
    try:
        sentence = act()
    except (Refused, IllegalMove) as refusal:
        return _page(request, draft, still, "", str(refusal), **forms)
    here = after() if after else ""
    if request.headers.get("HX-Request"):
        draft.version.refresh_from_db()
        response = _page(request, draft, here, sentence=sentence)
        for name, value in ui.done_headers(request).items():
            response[name] = value
        return response
    ui.say_done(request, sentence)
    return redirect(_address(draft, here))


def _page(
    request: HttpRequest, draft: Draft, here: str, sentence: str = "", refusal: str = "", **forms: Form
) -> HttpResponse:
    """`here` names what stands open: head, section, section-<code>, new-<section>, item-<code>."""
    sheet = draft.version.sheet
    what, _, code = here.partition("-")
    refused = bool(refusal or any(form.errors for form in forms.values()))
    context: dict[str, Any] = {
        "checklist": draft.checklist, "version": draft.version, "sheet": sheet, "parts": shown.parts(sheet),
        "facts": shown.facts(sheet), "open": here, "sentence": sentence, "said": refusal, "fill": FillForm(sheet),
        "note": forms.get("note") or NoteForm(auto_id="publish-%s"),
        "publish_refusal": asks(access.check_can_publish, pages.viewer_of(request), draft.version)[1],
        "new_section": SectionForm(auto_id="section-new-%s"),
    }  # fmt: skip
    if what == "head":
        context["head_form"] = forms.get("head") or HeadForm(sheet)
    elif what == "section" and not code:
        context["new_section"] = forms.get("section") or context["new_section"]
    elif what == "section":
        section = next((one for one in sheet.sections if one.code == code), None)
        if section:
            first = {"title": section.title, "help": section.help}
            context["section_form"] = forms.get("section") or SectionForm(initial=first, auto_id=f"section-{code}-%s")
    elif what == "new":
        context["item_form"] = forms.get("item") or ItemForm(sheet, code)
    elif what == "item":
        for section in sheet.sections:
            for item in section.items:
                if item.code == code:
                    context["item_form"] = forms.get("item") or ItemForm(sheet, section.code, item)
    response = render(request, "checklists/building.html", context, status=422 if refused else 200)
    # The address bar must never keep the address of a POST: a reload would fail.
    response["HX-Push-Url"] = "false" if refused else _address(draft, here)
    return response


def _address(draft: Draft, here: str) -> str:
    return reverse("checklist-building", args=[draft.uid]) + (f"?{urlencode({'open': here})}" if here else "")
