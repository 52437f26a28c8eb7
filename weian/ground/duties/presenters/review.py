"""What a unit handed in, as the reviewing desk reads it: the asked, the done, the evidence, two answers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, asks
from weian.ground.duties import access
from weian.ground.duties.addresses import url_of_task
from weian.ground.duties.evidence_check import needed
from weian.ground.duties.forms.acts import NoteForm, ReasonForm
from weian.ground.duties.models import Answer, Task
from weian.ground.duties.pack_schema import EvidenceKind, evidence_kinds
from weian.ground.duties.presenters import records, words
from weian.ground.duties.queries import to_review

AT_ONCE = 20


def context(unit: Unit, viewer: Viewer, bound: tuple[UUID, str, Form] | None) -> dict[str, Any]:
    """All that `duties/review.html` needs; the number of queries does not grow with what waits."""
    waiting = to_review(viewer)
    tasks = list(waiting.filter(unit=unit).select_related("obligation__clause", "unit", "reviewer")[:AT_ONCE])
    told, kinds = _records(tasks, viewer), evidence_kinds()
    next_unit = waiting.exclude(unit=unit).first()
    return {
        "menu_key": "tasks",
        "unit": unit,
        "cards": [_card(task, told[task.pk], kinds, viewer, bound) for task in tasks],
        "total": waiting.filter(unit=unit).count(),
        "by_rounds": waiting.filter(unit=unit).by_rounds().count(),
        "next_unit": next_unit.unit if next_unit else None,
        "next_url": reverse("task-review", args=[next_unit.unit_id]) if next_unit else "",
    }


def _records(tasks: list[Task], viewer: Viewer) -> dict[UUID, list[dict[str, Any]]]:
    answers = list(Answer.objects.filter(task__in=tasks).select_related("record__by"))
    distinct = {one.record_id: one.record for one in answers}
    shown = {one["record"].pk: one for one in records.shown(list(distinct.values()), viewer)}
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in answers:
        found[one.task_id].append(shown[one.record_id])
    return found


def _card(
    task: Task, told: list[dict[str, Any]], kinds: dict[str, EvidenceKind], viewer: Viewer,
    bound: tuple[UUID, str, Form] | None,
) -> dict[str, Any]:  # fmt: skip
    files = [file for one in told for file in one["files"]]
    mine = any(one["record"].by_id == viewer.person.pk for one in told)
    refusal = asks(access.check_can_judge, viewer, task)[1] if mine else ""
    place = [task.obligation_id, task.unit_id]
    forms: dict[str, Form] = {"acceptance": NoteForm(), "return": ReasonForm()}
    if bound and bound[0] == task.obligation_id:
        forms[bound[1]] = bound[2]
    for name, form in forms.items():
        form.auto_id = f"{name}-{task.pk}-%s"
    return {
        "task": task,
        "obligation": task.obligation,
        "url": url_of_task(task),
        "handed_in": words.handed_in(task),
        "evidence": needed(task.obligation, [one["record"] for one in told], files, kinds),
        "records": told,
        "refusal": refusal,
        "accept": {"form": forms["acceptance"], "url": reverse("task-acceptance", args=place)},
        "give_back": {
            "form": forms["return"], "url": reverse("task-return", args=place), "open": forms["return"].is_bound,
        },
    }  # fmt: skip
