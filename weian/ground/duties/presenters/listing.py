"""The list of tasks as the page draws it. One computation of what the unit owes serves all views."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from weian.foundation.people.api import May, Viewer, count_for, rows_for
from weian.ground.duties import kinds
from weian.ground.duties.addresses import url_of, url_of_task
from weian.ground.duties.models import Door, Task
from weian.ground.duties.owed import Owed, falls_to, owed
from weian.ground.duties.presenters import words
from weian.ground.duties.presenters.paging import Narrow, cut_list, cut_query
from weian.ground.duties.queries import doors_of, to_review
from weian.ground.duties.sight import sees
from weian.ground.duties.states import FINISHED, TaskState
from weian.kernel import compiled
from weian.ui import api as ui

TITLES = {"mine": "轮到我", "unit": "本单位", "review": "待我审核", "late": "已逾期", "done": "已办结"}
EMPTY = {
    "mine": "现在没有轮到你的任务。",
    "unit": "本单位没有在办的任务。",
    "review": "没有等你审核的任务。",
    "late": "没有逾期的任务。",
    "done": "还没有办结的任务。",
}
LAST = date.max
_DOCUMENT = compiled.uid(80)


def context(viewer: Viewer, query: QueryDict) -> dict[str, Any]:
    """All that `duties/list.html` needs, in a number of queries that does not grow with the list."""
    seen = [one for one in owed([viewer.unit]) if sees(viewer, one)] if viewer.scope.ranges else []
    documents = {str(one.obligation.document_id): one.obligation.document for one in seen}
    chosen = query.get("document", "") if query.get("document", "") in documents else ""
    if chosen:
        seen = [one for one in seen if str(one.obligation.document_id) == chosen]
    doors = [] if chosen else doors_of(viewer)
    waiting = _Waiting(viewer, chosen)
    groups: dict[str, Sequence[Owed | Door]] = {
        "mine": [*(one for one in seen if _is_before(viewer, one)), *doors],
        "unit": [one for one in seen if one.state not in FINISHED],
        "late": [one for one in seen if one.overdue],
        "done": [one for one in seen if one.state in FINISHED],
    }
    titles = _titles(viewer)
    here = query.get("view", "") if query.get("view") in titles else next(iter(titles))
    counts = {name: len(found) for name, found in groups.items()} | {"review": waiting.count()}
    address = _addresses(here, chosen)
    cut = cut_query(waiting.rows, query) if here == "review" else cut_list(groups[here], _key, query)
    return {
        "views": [
            {"label": title, "url": address(view=name, after=""), "count": counts[name], "is_here": name == here}
            for name, title in titles.items()
        ],
        "filters": _filters(documents, chosen, address),
        "rows": [_row(one, viewer) for one in cut.rows],
        "foot": {
            "total": counts[here],
            "shown": len(cut.rows),
            "previous_url": address(**cut.previous) if cut.previous is not None else "",
            "next_url": address(**cut.next) if cut.next is not None else "",
        },
        "here": here,
        "title": titles[here],
        "empty": EMPTY[here],
        "open_total": counts["unit"],
        "overdue_total": counts["late"],
        "overdue_url": address(view="late", after=""),
        "may_route": viewer.may(May.ROUTE_TASKS),
        "sees_agencies": viewer.is_commission and viewer.may(May.SEE_BOARD),
        "unit": viewer.unit,
    }


@dataclass(frozen=True)
class _Waiting:
    """What waits for this viewer's review, of one notice where one is chosen."""

    viewer: Viewer
    document: str

    def count(self) -> int:
        return count_for(self.viewer, "tasks.waiting", self._found, bool(self.document), values=self._values)

    def rows(self, narrow: Narrow, values: compiled.Values, *shape: Hashable) -> list[Task]:
        return rows_for(
            self.viewer, "tasks.review", lambda me: narrow(self._found(me).select_related("obligation__clause")),
            bool(self.document), *shape, values={**self._values, **values},
        )  # fmt: skip

    def _found(self, me: Viewer) -> QuerySet[Task]:
        found: QuerySet[Task] = to_review(me)
        return found.filter(obligation__document=_DOCUMENT) if self.document else found

    @property
    def _values(self) -> dict[UUID, UUID]:
        return {_DOCUMENT: UUID(self.document)} if self.document else {}


def _is_before(viewer: Viewer, one: Owed) -> bool:
    """It is this person's next act, and its time has come."""
    return words.is_mine(one, viewer) and falls_to(one, viewer) and not one.is_ahead


def _titles(viewer: Viewer) -> dict[str, str]:
    """The views in their order: a commission first looks at what others handed in to it."""
    titles = {name: title for name, title in TITLES.items() if name != "review" or viewer.may(May.ACCEPT_TASK)}
    if not viewer.is_commission:
        return titles
    return {name: titles[name] for name in ("review", "mine") if name in titles} | titles | {"unit": "本级任务"}


def _addresses(here: str, chosen: str) -> Callable[..., str]:
    def address(**changed: str) -> str:
        values = {"view": here, "document": chosen, "after": ""} | changed
        return "?" + urlencode({name: value for name, value in values.items() if value})

    return address


def _filters(documents: dict[str, Any], chosen: str, address: Callable[..., str]) -> list[dict[str, Any]]:
    if chosen:
        return [{"label": "通知", "value": documents[chosen].title, "clear_url": address(document="")}]
    options = [{"label": one.title, "url": address(document=key)} for key, one in documents.items()]
    return [{"label": "通知", "options": options}] if options else []


def _key(one: Owed | Door) -> str:
    uid = one.pk if isinstance(one, Door) else one.obligation.pk
    return f"{one.due or LAST:%Y-%m-%d}_{uid}"


def _row(one: Owed | Door | Task, viewer: Viewer) -> dict[str, Any]:
    if isinstance(one, Door):
        return _door_row(one)
    return _review_row(one) if isinstance(one, Task) else _owed_row(one, viewer)


def _owed_row(one: Owed, viewer: Viewer) -> dict[str, Any]:
    finished = one.state in FINISHED
    return {
        "url": url_of(one),
        "title": one.obligation.title,
        "small": words.source(one.obligation),
        "kind": one.obligation.get_kind_display(),
        "word": one.word,
        "progress": one.ring,
        "ring": words.ring_kind(one.state),
        "who": words.whose(one),
        "is_mine": words.is_mine(one, viewer),
        "due": None if finished or one.state == TaskState.SUBMITTED else words.term(one),
        "said": _said(one),
    }


def _said(one: Owed) -> str:
    """What stands in place of a clock once the term no longer runs."""
    if one.state == TaskState.EXEMPTED:
        return "不用办"
    if one.task and one.task.submitted_at and one.state != TaskState.RETURNED:
        return words.handed_in(one.task)
    return f"待定：{one.obligation.due_event}" if one.obligation.due_event else "没有期限"


def _review_row(task: Task) -> dict[str, Any]:
    return {
        "url": url_of_task(task),
        "title": task.obligation.title,
        "small": words.source(task.obligation),
        "kind": task.obligation.get_kind_display(),
        "word": task.get_status_display(),
        "progress": 0.75,
        "ring": "",
        "who": task.unit.title,
        "who_url": reverse("task-review", args=[task.unit_id]),
        "is_mine": False,
        "due": None,
        "said": words.handed_in(task),
    }


def _door_row(door: Door) -> dict[str, Any]:
    kind = kinds.door_kind(door.kind)
    return {
        "url": kind.url(door.target),
        "title": door.title,
        "small": door.unit.title,
        "kind": kind.title,
        "word": door.get_status_display(),
        "progress": 0.25,
        "ring": "",
        "who": "",
        "is_mine": True,
        "due": ui.clock_of(door.due) if door.due else None,
        "said": "",
    }
