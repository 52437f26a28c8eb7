from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.documents import access
from weian.foundation.documents.actions import issuing
from weian.foundation.documents.addressees import group_of, groups_for, match_addressees
from weian.foundation.documents.beside import beside_of
from weian.foundation.documents.forms import ForwardForm
from weian.foundation.documents.models import Receipt
from weian.foundation.documents.views.common import done, found, viewer_of
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.kernel.transitions import IllegalMove


@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A commission sends a document that it signed for on to units below it."""
    viewer, document = viewer_of(request), found(request, uid)
    receipts = Receipt.objects.visible_to(viewer).select_related("unit", "document__unit")
    receipt = get_object_or_404(receipts, document=document, unit=viewer.unit)
    choices = [(group.code, f"{group.title}（{group.count} 家）") for group in groups_for(viewer.unit)]
    form = ForwardForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        units = _units(form, viewer.unit)
        if not form.errors:
            try:
                made = issuing.forward(receipt, by=viewer, to=units)
            except (Refused, IllegalMove) as refusal:
                form.add_error(None, str(refusal))
            else:
                known = len(units) - len(made)
                done(request, f"已转发给 {len(made)} 家{f'；另有 {known} 家已经收到过' if known else ''}。")
                return redirect(document)
    _, why_not = access.can_forward(viewer, receipt)
    context = {
        "document": document, "form": form, "refusal": why_not, "menu_key": "documents",
        "beside": beside_of(document, viewer),
    }  # fmt: skip
    return render(request, "documents/forward.html", context, status=422 if form.errors else 200)


def _units(form: ForwardForm, sender: Unit) -> list[Unit]:
    """Units of the chosen groups and of the typed names; a name that is not clear is said at the field."""
    units: dict[UUID, Unit] = {}
    for code in form.cleaned_data["groups"]:
        group = group_of(sender, code)
        units |= {unit.pk: unit for unit in (group.units if group else ())}
    matched = match_addressees(form.cleaned_data["names"].splitlines(), sender)
    for word in matched.unknown:
        alike = "、".join(unit.name for unit in matched.candidates.get(word, ()))
        form.add_error(
            "names", f"“{word}”可能是：{alike}。请写全称。" if alike else f"没有找到“{word}”，请写单位全称。"
        )
    for group in matched.groups:
        units |= {unit.pk: unit for unit in group.units}
    return list((units | {unit.pk: unit for unit in matched.units}).values())
