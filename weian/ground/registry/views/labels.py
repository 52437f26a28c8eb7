"""Labels: what somebody finds who scans one, and the sheets that are printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.people.api import Refused, drawn
from weian.ground.registry import doors, presenters, queries, tokens
from weian.ground.registry.actions.labelling import issue, issue_missing, revoke
from weian.ground.registry.forms import WhyForm
from weian.ground.registry.kinds import Kind
from weian.ground.registry.models import Label, Subject
from weian.ground.registry.queries import RELATED
from weian.ground.registry.views.common import kept, managed_unit
from weian.ground.registry.views.record import page
from weian.kernel import keyset
from weian.ui import api as ui

# Codes of one print; the rest follows on the next.
MOST = 240


@require_GET
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever scans comes to the page of the place. A label that is none and a foreign one look alike."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.by_token(token, viewer)
    if found is not None:
        return redirect(f"{reverse('subject', args=[found.pk])}?scan={tokens.typed(token)}")
    label = queries.label_of(token)
    if label and label.is_valid and (url := doors.outside_url(label.subject_id, viewer)):
        return redirect(url)
    was = Subject.objects.visible_to(viewer).filter(pk=label.subject_id).first() if label else None
    if was is None:
        raise Http404
    return render(request, "registry/label_ended.html", {"subject": was, "label": label}, status=410)


@require_GET
def typed(request: HttpRequest) -> HttpResponse:
    """The code under the picture, typed where no camera reads it."""
    code = tokens.typed(request.GET.get("code", ""))
    if not code:
        return render(request, "registry/typed.html", {"menu_key": "places"})
    if queries.by_token(code, request.viewer) is None:  # type: ignore[attr-defined]
        context = {"menu_key": "places", "code": request.GET["code"][:40], "unknown": True}
        return render(request, "registry/typed.html", context, status=422)
    return redirect("label", code)


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """A4 sheets of all labels of a unit or of one building. POST makes those that are missing."""
    unit = managed_unit(request)
    found = Subject.objects.filter(unit=unit).in_use().exclude(kind=Kind.PARTY).select_related(*RELATED)
    rows = [one for one, _ in presenters.tree_of(found.order_by("sort_key", "uid")[:3_000])]
    if request.method == "POST":
        made = issue_missing(rows, by=request.viewer)  # type: ignore[attr-defined]
        ui.say_done(request, f"新发 {len(made)} 张标签，可以打印了。")
        return redirect(f"{reverse('labels')}?unit={unit.pk}")
    held = {one.subject_id: one for one in Label.objects.filter(subject__in=rows, revoked_at=None)}
    start = _start(request, len(rows))
    cards = [_card(request, one, held[one.pk]) for one in rows[start:] if one.pk in held][:MOST]
    context = {
        "menu_key": "places", "here": unit, "cards": cards, "missing": sum(one.pk not in held for one in rows),
        "total": len(rows), "held": len(held), "next": start + MOST if len(held) > start + MOST else 0,
    }  # fmt: skip
    return render(request, "registry/labels.html", context)


@require_POST
def issuing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new label for one place; the old one leads nowhere from now on."""
    found = kept(request, uid)
    try:
        label = issue(found, by=request.viewer)  # type: ignore[attr-defined]
    except Refused as refused:
        return _refused(request, found, refused)
    ui.say_done(request, "已发新标签，先前的作废。请打印后贴上。")
    return redirect("label-print", found.pk, label.pk)


@require_GET
def one(request: HttpRequest, uid: UUID, label: UUID) -> HttpResponse:
    """One label to print."""
    found = kept(request, uid)
    held = Label.objects.filter(subject=found, pk=label, revoked_at=None).first()
    if held is None:
        raise Http404
    context = {"menu_key": "places", "subject": found, "here": found.unit, "card": _card(request, found, held)}
    return render(request, "registry/label.html", context)


@require_POST
def revocation(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = kept(request, uid)
    label = Label.objects.filter(subject=found, revoked_at=None).select_related("subject").first()
    form = WhyForm(request.POST)
    if not form.is_valid():
        return page(request, found, why=form)
    try:
        if label is None:
            raise Refused("现在没有有效的标签。")
        revoke(label, by=request.viewer, why=form.cleaned_data["why"])  # type: ignore[attr-defined]
    except Refused as refused:
        return _refused(request, found, refused)
    ui.say_done(request, "标签已作废，扫它会说明。")
    return redirect("subject", found.pk)


def _refused(request: HttpRequest, found: Subject, refused: Refused) -> HttpResponse:
    form = WhyForm({"why": "换发"})
    form.add_error("why", str(refused))
    return page(request, found, why=form)


def _card(request: HttpRequest, subject: Subject, label: Label) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("label", args=[label.token]))
    where = "　".join([*(one.name for one in presenters.path_of(subject)), subject.code]).strip()
    return {"code": drawn(address, f"{subject.name}的二维码"), "subject": subject, "where": where, "label": label}


def _start(request: HttpRequest, total: int) -> int:
    return min(keyset.number(request.GET.get("after")) or 0, total)
