from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel.transitions import IllegalMove
from weian.programs.alerts import access
from weian.programs.alerts.actions.sending import AlertSpec, send
from weian.programs.alerts.forms import AlertForm, of_template
from weian.programs.alerts.pack_schema import templates, urgent
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an alert, from nothing or from a template (`?template=`), and send it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.ISSUE_NOTICE):
        raise Http404
    known = templates()
    chosen = known.get(request.GET.get("template", ""))
    groups = [(one.code, f"{one.title}（{one.count} 家）") for one in documents.groups_for(viewer.unit)]
    initial = of_template(chosen) if chosen else None
    form = AlertForm(request.POST or None, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid():
        units = _units(form, viewer)
        if not form.errors:
            try:
                made = send(_spec(form, units), by=viewer)
            except (Refused, IllegalMove) as refusal:
                form.add_error(None, str(refusal))
            else:
                ui.say_done(request, f"已发给 {len(units)} 家。")
                return redirect("alert", made.pk)
    _, why_not = access.can_send(viewer)
    context = {
        "form": form, "templates": known.values(), "chosen": chosen, "refusal": why_not, "menu_key": "alerts"
    }  # fmt: skip
    return render(request, "alerts/new.html", context, status=422 if form.errors else 200)


def _spec(form: AlertForm, units: list[Unit]) -> AlertSpec:
    told, term = form.cleaned_data, urgent()
    return AlertSpec(
        uid=told["uid"], kind=told["kind"], title=told["title"], text=told["text"],
        hours=term.hours if told["is_urgent"] and term else None, questions=told["questions"],
        answer_by=told["answer_by"] if told["questions"] else None, units=units,
    )  # fmt: skip


def _units(form: AlertForm, viewer: Viewer) -> list[Unit]:
    """Units of the chosen groups and of the typed names; a name that is not clear is said at the field."""
    units: dict[UUID, Unit] = {}
    for code in form.cleaned_data["groups"]:
        group = documents.group_of(viewer.unit, code)
        units |= {unit.pk: unit for unit in (group.units if group else ())}
    matched = documents.match_addressees(form.cleaned_data["names"].splitlines(), viewer.unit)
    for word in matched.unknown:
        alike = "、".join(unit.name for unit in matched.candidates.get(word, ()))
        said = f"“{word}”可能是：{alike}。请写全称。" if alike else f"没有找到“{word}”，请写单位全称。"
        form.add_error("names", said)
    for group in matched.groups:
        units |= {unit.pk: unit for unit in group.units}
    return list((units | {unit.pk: unit for unit in matched.units}).values())
