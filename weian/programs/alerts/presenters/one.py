"""One alert as its page draws it: read and unread, answered and not, what was answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Document, Receipt, ReceiptStatus
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock, keyset
from weian.programs.alerts import queries
from weian.programs.alerts.forms import AnswerForm


def owed_of(document: Document, viewer: Viewer) -> duties.Owed | None:
    """What the viewer's unit has to answer; None where it was not asked."""
    asked = queries.asked_by(document)
    return duties.one_owed(asked, viewer.unit) if asked else None


def context(document: Document, viewer: Viewer, form: AnswerForm | None, query: QueryDict) -> dict[str, Any]:
    """All that `alerts/alert.html` needs, in a number of queries that does not grow with the units."""
    asked = queries.asked_by(document)
    mine = documents.receipt_of(document, viewer.unit)
    owed = duties.one_owed(asked, viewer.unit) if asked and mine else None
    read = _read(document, asked, viewer, query) if viewer.is_commission else None
    if mine is not None and read is not None and read["total"] == 1:
        read = None  # only its own receipt, which the line of its own already tells
    return {
        "menu_key": "alerts",
        "document": document,
        "lines": [line for line in document.lines[1:] if line.strip()],
        "mine": mine,
        "may_sign": mine is not None and documents.can_sign(viewer, mine)[0] and mine.status == ReceiptStatus.SENT,
        "asked": asked,
        "owed": owed,
        "answer_form": _answer_form(owed, viewer, form),
        "due_at": mine.due_at if mine else _due_at(document),
        "read": read,
        "answers": _answers(asked) if asked and read else None,
        "task_url": duties.url_of(owed) if owed else "",
    }


def _answer_form(owed: duties.Owed | None, viewer: Viewer, form: AnswerForm | None) -> AnswerForm | None:
    if owed is None or not owed.is_open or not viewer.may(May.ANSWER_TASK):
        return None
    if owed.state == duties.TaskState.UNSIGNED and not viewer.may(May.SIGN_RECEIPT):
        return None
    return form or AnswerForm(obligation=owed.obligation)


def _due_at(document: Document) -> Any:
    """Until when it is to be read, for the issuer; None where it is not urgent."""
    first = Receipt.objects.filter(document=document, due_at__isnull=False).order_by("due_at").first()
    return first.due_at if first else None


def _read(
    document: Document, asked: duties.Obligation | None, viewer: Viewer, query: QueryDict
) -> dict[str, Any]:  # fmt: skip
    """How many have read, how many of the hours are over for, and fifty units with what they answered."""
    page = documents.receipts_page(
        document, viewer, after=keyset.number(query.get("after")), before=keyset.number(query.get("before"))
    )
    replies = duties.replies_of(asked, [one.unit_id for one in page.rows]) if asked else {}
    questions = duties.asked(asked.form) if asked else []
    total = sum(page.counts[state] for state in ReceiptStatus.values)
    unread = page.counts[ReceiptStatus.SENT]
    return {
        "total": total,
        "unread": unread,
        "done": total - unread,
        "late": page.counts["late"],
        "unread_url": f"{document.get_absolute_url()}?receipts=sent#receipts",
        "questions": questions,
        "rows": [_row(one, replies.get(one.unit_id), questions, asked) for one in page.rows],
        "foot": {
            "previous_url": _url(document, "before", page.before), "next_url": _url(document, "after", page.after),
            "total": total, "shown": len(page.rows),
        },
    }  # fmt: skip


def _row(
    receipt: Receipt, reply: tuple[duties.Task, dict[str, str]] | None, questions: list[duties.Question],
    asked: duties.Obligation | None,
) -> dict[str, Any]:  # fmt: skip
    task, said = reply or (None, {})
    word = "" if asked is None else "未反馈"
    if task is not None:
        word = f"迟报{task.late_days}个工作日" if task.late_days else "已反馈"
    elif asked is not None and duties.working_days_late(asked.due, clock.today()):
        word = "逾期未反馈"
    return {
        "receipt": receipt, "is_late": receipt.late(clock.today()) or receipt.signed_late, "word": word,
        "answers": [(one, said.get(one.code, "")) for one in questions],
        "url": duties.url_of_task(task) if task else "",
    }  # fmt: skip


def _answers(asked: duties.Obligation) -> dict[str, Any]:
    whole = Receipt.objects.filter(document=asked.document_id).binding().count()
    counts = duties.reply_counts(asked)
    return {
        "whole": whole,
        "answered": counts["answered"],
        "late": counts["late"],
        "open": whole - counts["answered"],
        "is_over": duties.working_days_late(asked.due, clock.today()) > 0,
        "sums": duties.sums(asked),
    }


def _url(document: Document, name: str, key: int | None) -> str:
    return "" if key is None else f"{reverse('alert', args=[document.pk])}?{urlencode({name: key})}#units"
