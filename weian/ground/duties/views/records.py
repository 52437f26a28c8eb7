from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused, asks
from weian.ground.duties import clause_map, lines
from weian.ground.duties.access import check_can_answer, check_can_start
from weian.ground.duties.actions.recording import File, RecordSpec, answer
from weian.ground.duties.actions.recording import record as keep_record
from weian.ground.duties.actions.reusing import answer_with
from weian.ground.duties.actions.starting import start
from weian.ground.duties.evidence_check import missing
from weian.ground.duties.forms.acts import ReuseForm
from weian.ground.duties.forms.records import WITH_LINES, RecordForm, form_of
from weian.ground.duties.models import AskKind, Record
from weian.ground.duties.owed import Owed
from weian.ground.duties.presenters import records as presenter
from weian.ground.duties.sight import seen, viewer_of
from weian.ground.duties.views.task import page, to_task
from weian.kernel.transitions import IllegalMove
from weian.ui import api as ui


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """Write down what was done about a task, with its evidence."""
    viewer, one = viewer_of(request), seen(request, obligation, unit)
    may, why = asks(check_can_answer, viewer, one.task) if one.task else asks(check_can_start, viewer, one)
    if request.method != "POST":
        return render(request, "duties/record_form.html", presenter.blank(one, "" if may else why))
    form = form_of(one.obligation)(request.POST, request.FILES, obligation=one.obligation)
    rows, unread = lines.sent(request.POST, request.FILES.get("sheet"))
    mapped = presenter.mapped(one, request.POST)
    if lines.asks_rows(request.POST):
        fresh = presenter.entry(one, form, rows, "", quiet=True, unread=unread)
        return render(request, "duties/record_form.html", fresh, status=422 if unread else 200)
    for error in (*(row.error for row in rows), *(row.error for row in mapped)):
        if error:
            form.add_error(None, error)
    if form.is_valid() and _answered(request, one, form, rows, mapped):
        ui.say_done(request, "已记下。凭据齐了就可以提交审核。")
        return redirect(to_task(request, one))
    return render(request, "duties/record_form.html", presenter.entry(one, form, rows, "" if may else why), status=422)


@require_POST
def reuse(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """One record may answer several tasks."""
    viewer, one = viewer_of(request), seen(request, obligation, unit)
    form = ReuseForm(request.POST, records=presenter.reusable(one, viewer))
    if not form.is_valid():
        return page(request, one, ["请先选一条已有的记录。"])
    try:
        with transaction.atomic():
            answer(start(one, by=viewer), form.cleaned_data["record"], by=viewer)
    except (Refused, IllegalMove) as refused:
        return page(request, seen(request, obligation, unit), [str(refused)])
    ui.say_done(request, "已用这条记录办理，不用再填一遍。")
    return redirect(to_task(request, one))


@require_POST
def recorded(request: HttpRequest, obligation: UUID, unit: UUID) -> HttpResponse:
    """One press: what is on record elsewhere answers the task."""
    viewer, one = viewer_of(request), seen(request, obligation, unit)
    try:
        used = answer_with(one, UUID(request.POST.get("recorded", "")), by=viewer)
    except ValueError:
        return page(request, one, ["请先选一条已有的记录。"])
    except (Refused, IllegalMove) as refused:
        return page(request, seen(request, obligation, unit), [str(refused)])
    lacking = "".join(missing(used.task))
    ui.say_done(request, "已用这条记录办理，不用再填一遍。" + (lacking or "凭据齐了，可以提交。"))
    return redirect(to_task(request, one))


@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One record: what was done, its evidence, the tasks that it answers."""
    viewer = viewer_of(request)
    found = get_object_or_404(Record.objects.visible_to(viewer).select_related("unit", "by"), pk=uid)
    return render(request, "duties/record.html", presenter.context(found, viewer))


def _answered(
    request: HttpRequest, one: Owed, form: RecordForm, rows: list[lines.Row], mapped: list[clause_map.Row]
) -> bool:
    """Keep the record and let it answer the task, or say at the fields why not; nothing is half done."""
    viewer = viewer_of(request)
    beside: dict[str, Any] = {}
    if one.obligation.kind in WITH_LINES:
        beside["lines"] = lines.facts(rows)
    if one.obligation.kind == AskKind.PLAN:
        beside["clauses"] = clause_map.facts(mapped)

    def keep(spec: RecordSpec) -> None:
        answer(start(one, by=viewer), keep_record(spec, by=viewer, unit=one.unit), by=viewer)

    return kept(request, form, one.obligation.kind, keep, beside)


def kept(
    request: HttpRequest, form: RecordForm, kind: str, keep: Callable[[RecordSpec], object],
    beside: Mapping[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Keep what a valid form says, with the facts that stood `beside` it; or say at its fields why not."""
    said, key = form.cleaned_data, sent_key(request)
    spec = RecordSpec(
        uid=key, kind=kind, title=said["title"], happened_on=said["happened_on"], text=said["text"],
        facts={**form.facts(), **(beside or {})}, files=_files_of(request, key, form), took=said.get("took"),
    )  # fmt: skip
    sent = next((name for name, _ in form.file_fields() if said[name]), "")
    return evidence.done(form, lambda: keep(spec), files=sent)


def sent_key(request: HttpRequest) -> UUID:
    """The key of the form is the uid of the record, so that sending it twice records it once."""
    return ui.sent_key(request) or uuid4()


def _files_of(request: HttpRequest, key: UUID, form: RecordForm) -> list[File]:
    """The files of the form; sent twice they have the same uids, so nothing is kept twice."""
    found = []
    for name, role in form.file_fields():
        for at, upload in enumerate(form.cleaned_data[name]):
            found.append(
                File(upload, role=role, source=ui.sent_source(request, name, at), uid=uuid5(key, f"{name}-{at}"))
            )
    return found
