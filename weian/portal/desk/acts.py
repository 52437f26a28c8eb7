"""What falls to this viewer today, from every app that hands out work, in one shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from weian.foundation.documents import api as documents
from weian.foundation.people.api import May, Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards

# Enough for a long day; more is behind the door of each list.
LIMIT = 60


@dataclass(frozen=True)
class Act:
    """One thing to do: when, what, where it is done, and the verb of its button."""

    due: date | None
    title: str
    meta: str
    url: str
    verb: str
    is_next: bool = False


def acts_of(viewer: Viewer) -> list[Act]:
    """All acts of this post, soonest first; those without a day come last."""
    found = [*_to_sign(viewer), *_tasks(viewer), *_reviews(viewer), *_hazards(viewer)]
    return sorted(found, key=lambda act: (act.due is None, act.due or date.max, act.title))


def _to_sign(viewer: Viewer) -> list[Act]:
    if not viewer.may(May.SIGN_RECEIPT):
        return []
    receipts = documents.Receipt.objects.visible_to(viewer).filter(unit=viewer.unit).unsigned()
    return [
        Act(
            receipt.due,
            f"《{receipt.document.title}》",
            " · ".join(part for part in (receipt.document.doc_no, receipt.sent_by.title) if part),
            reverse("document", args=[receipt.document_id]),
            "签收",
        )
        for receipt in receipts.select_related("document", "sent_by").order_by("due")[:LIMIT]
    ]


def _tasks(viewer: Viewer) -> list[Act]:
    return [
        Act(owed.due, owed.obligation.title, _task_meta(owed), duties.url_of(owed), _task_verb(owed))
        for owed in duties.owed_by(viewer)[:LIMIT]
        if owed.is_open and owed.state != duties.TaskState.UNSIGNED
    ]


def _task_meta(owed: duties.Owed) -> str:
    document = owed.obligation.document
    return " · ".join(part for part in (document.doc_no or document.title, owed.obligation.get_kind_display()) if part)


def _task_verb(owed: duties.Owed) -> str:
    return "重办" if owed.state == duties.TaskState.RETURNED else "办理"


def _reviews(viewer: Viewer) -> list[Act]:
    return [
        Act(
            None,
            task.obligation.title,
            f"{task.unit.title} · {task.submitted_at:%m-%d} 提交",
            duties.url_of_task(task),
            "审核",
        )
        for task in duties.to_review(viewer)[:LIMIT]
    ]


def _hazards(viewer: Viewer) -> list[Act]:
    return [
        Act(
            hazard.due,
            hazard.title,
            " · ".join(
                part for part in (hazard.get_grade_display() or "未定级", hazard.unit.title, hazard.place) if part
            ),
            reverse("hazard", args=[hazard.pk]),
            hazards.next_act(hazard),
        )
        for hazard in hazards.falling_to(viewer, limit=LIMIT)
    ]
