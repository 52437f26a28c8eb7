"""A record as pages draw it: its facts in words, its evidence, the tasks that it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from weian.foundation.documents.models import Clause
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Viewer
from weian.ground.duties import clause_map, lines, recorded
from weian.ground.duties.addresses import url_of, url_of_task
from weian.ground.duties.afterwards import follows_from
from weian.ground.duties.behalf import behalf_of, overdue
from weian.ground.duties.forms.records import WITH_LINES, RecordForm, form_of
from weian.ground.duties.models import Answer, AskKind, Behalf, Record, Task
from weian.ground.duties.naming import head_of
from weian.ground.duties.owed import Owed
from weian.ground.duties.pack_schema import evidence_kinds
from weian.ground.duties.presenters import agenda, words
from weian.kernel import clock

# A record older than this is not offered for reuse.
FRESH = timedelta(days=366)


def shown(records: Sequence[Record], viewer: Viewer) -> list[dict[str, Any]]:
    """Records with their files, in one query for all files."""
    files = recorded.files_of(records)
    written = behalf_of(one.pk for one in records)
    return [
        _one(one, files[one.pk], written.get(one.pk)) | {"source_url": recorded.url_of_source(one, viewer)}
        for one in records
    ]


def _one(record: Record, files: Iterable[evidence.Attachment], behalf: Behalf | None) -> dict[str, Any]:
    kept = list(files)
    return {
        "record": record,
        "behalf": behalf,
        "late": behalf is not None and overdue(behalf),
        "files": kept,
        "facts": words.facts_of(record.kind, record.facts),
        "lines": record.facts.get("lines", []),
        "following": follows_from(record),
        "clauses": _clauses(record.facts.get("clauses", [])),
        "photos": [
            {
                "url": one.thumb_url,
                "full_url": one.view_url,
                "alt": f"{record.title}的照片",
                "tag": one.get_source_display(),
            }
            for one in kept
            if one.blob.is_image
        ],
        "papers": [one for one in kept if not one.blob.is_image],
    }


def _clauses(told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a plan says to each clause above, with the way to the clause."""
    if not told:
        return []
    known = Clause.objects.in_bulk([one["clause"] for one in told])
    found = [(known[UUID(one["clause"])], one) for one in told if UUID(one["clause"]) in known]
    return [
        {"clause": clause, "word": clause_map.HOW[one["how"]], "text": one["text"]}
        for clause, one in sorted(found, key=lambda pair: pair[0].order)
    ]


def mapped(one: Owed, posted: QueryDict | None = None) -> list[clause_map.Row]:
    """The clauses that a plan has to answer, where its task asks for that; filled from the records before."""
    if one.obligation.kind != AskKind.PLAN or not clause_map.is_asked(one.obligation):
        return []
    before = [answer.record for answer in one.task.answers.select_related("record")] if one.task else []
    return clause_map.typed(one.obligation, posted, before)


def context(record: Record, viewer: Viewer) -> dict[str, Any]:
    """All that `duties/record.html` needs."""
    seen = Task.objects.visible_to(viewer)
    answers = Answer.objects.filter(record=record, task__in=seen).select_related("task__obligation__document")
    tasks = [
        {"url": url_of_task(one.task), "title": one.task.obligation.title, "word": one.task.get_status_display(),
         "document": one.task.obligation.document.doc_no or one.task.obligation.document.title}
        for one in answers
    ]  # fmt: skip
    return {"menu_key": "tasks", "one": shown([record], viewer)[0], "record": record, "tasks": tasks}


def reusable(one: Owed, viewer: Viewer) -> QuerySet[Record]:
    """Records of the unit and of this kind from the last year that do not answer this task yet, newest first."""
    since = clock.today() - FRESH
    found: QuerySet[Record] = Record.objects.visible_to(viewer).filter(
        unit=one.unit, kind=one.obligation.kind, happened_on__gte=since
    )
    if one.task is not None:
        found = found.exclude(answers__task=one.task)
    return found.order_by("-happened_on", "-made_at")


def blank(one: Owed, refusal: str) -> dict[str, Any]:
    """All that `duties/record_form.html` needs before anything was typed.

    The form already knows who heads the unit and signs its plans, and what a meeting has to talk about.
    """
    talk, proposed = _agenda(one), {}
    if one.obligation.kind == AskKind.PLAN:
        proposed = {"approver": head_of(one.unit)}
    elif talk is not None:
        proposed = {"agenda": agenda.text(talk)}
    return _entry(one, form_of(one.obligation)(obligation=one.obligation, proposed=proposed), [], refusal, talk)


def entry(one: Owed, form: RecordForm, rows: list[lines.Row], refusal: str, *, quiet: bool = False, unread: str = ""
) -> dict[str, Any]:  # fmt: skip
    """The same with what was typed; `quiet` shows it without complaining of it."""
    return _entry(one, form, rows, refusal, _agenda(one), quiet=quiet, unread=unread)


def _agenda(one: Owed) -> agenda.Agenda | None:
    return agenda.of(one) if one.obligation.kind == AskKind.MEETING else None


def _entry(
    one: Owed, form: RecordForm, rows: list[lines.Row], refusal: str, talk: agenda.Agenda | None, *,
    quiet: bool = False, unread: str = "",
) -> dict[str, Any]:  # fmt: skip
    kinds, form_data = evidence_kinds(), form.data if isinstance(form.data, QueryDict) else None
    if quiet:
        form = type(form)(obligation=one.obligation, initial={name: form.data.get(name, "") for name in form.fields})
    return {
        "menu_key": "tasks",
        "owed": one,
        "form": form,
        "task_url": url_of(one),
        "wants": [kinds[code].title if code in kinds else code for code in one.obligation.evidence],
        "mapped": mapped(one, form_data),
        "rows": lines.with_blanks(rows, form_data) if one.obligation.kind in WITH_LINES else [],
        "refusal": refusal,
        "unread": unread,
        "pasted": form_data.get("pasted", "") if form_data and unread else "",
        "is_meeting": talk is not None,
        "agenda": talk,
    }
