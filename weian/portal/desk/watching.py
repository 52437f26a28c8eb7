"""What the viewer does not do now but keeps an eye on: red items, and what waits for somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.people.api import May, Viewer, count_for, rows_for
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.portal.desk.acts import waited
from weian.ui import api as ui

SHOWN = 5


@dataclass
class Watch:
    """The right column of a home. The counts are exact, the lines the nearest few."""

    viewer: Viewer
    counts: dict[str, int]

    @cached_property
    def red_total(self) -> int:
        return self.counts["major"] + sum(1 for one in self._unsigned if one["late"])

    @cached_property
    def wait_total(self) -> int:
        handed = count_for(self.viewer, "watch.handed", _submitted)
        return self.counts["waiting"] + handed + sum(1 for one in self._unsigned if not one["late"])

    @cached_property
    def reds(self) -> list[dict[str, Any]]:
        found = hazards.major_open(self.viewer, limit=SHOWN)
        terms = hazards.terms_of(found)
        major = [_red_of(one, terms[one.pk]) for one in found]
        return major + [_unsigned_red(one) for one in self._unsigned if one["late"]][:SHOWN]

    @cached_property
    def waits(self) -> list[dict[str, Any]]:
        hazards_ = hazards.waiting_on_others(self.viewer, limit=SHOWN)
        terms = hazards.terms_of(hazards_)
        found = [_wait_of(one, terms[one.pk]) for one in hazards_]
        found += [
            _wait_of_task(one) for one in rows_for(self.viewer, "watch.submitted", lambda me: _submitted(me)[:SHOWN])
        ]
        return found + [_unsigned_wait(one) for one in self._unsigned if not one["late"]][:SHOWN]

    @cached_property
    def _unsigned(self) -> list[dict[str, Any]]:
        """Documents that the viewer's unit sent and somebody has not signed for; counted by document."""
        if not self.viewer.may(May.ISSUE_NOTICE):
            return []
        day = clock.today()
        found = rows_for(self.viewer, "watch.receipts", lambda me: _open_receipts(me, day), day)
        titles = documents.titles([one["document_id"] for one in found])
        return [one | {"title": titles[one["document_id"]]} for one in found]


def _submitted(me: Viewer) -> QuerySet[duties.Task]:
    """Tasks that the unit handed in and others judge; a ground post follows its own."""
    handed = duties.Task.objects.visible_to(me).filter(unit=me.unit, status=duties.TaskState.SUBMITTED)
    others = ~Q(reviewer=me.unit) if me.may(May.ACCEPT_TASK) else Q()
    found = handed.filter(others | Q(submitted_by=me.person.pk))
    return found.select_related("obligation", "reviewer").defer("obligation__text").order_by("submitted_at", "uid")


def _open_receipts(me: Viewer, day: date) -> QuerySet[Any, Any]:
    """Without the titles: joined, each of a nation's receipts would be compared with every document."""
    below = documents.Receipt.objects.visible_to(me).unsigned().exclude(unit=me.unit)
    sent = below.filter(sent_by=me.unit).values("document_id")
    late = Count("uid", filter=Q(due__lt=day))
    found: QuerySet[Any, Any] = sent.annotate(late=late, open=Count("uid"), oldest=Min("due"))
    return found.order_by("oldest", "document_id")


def _red_of(hazard: hazards.Hazard, term: hazards.Term) -> dict[str, Any]:
    return {
        "kind": "重大隐患", "clock": _clock(hazard, term), "url": ui.address("hazard", hazard.pk),
        "title": hazard.title,
        "meta": " · ".join(
            filter(None, (hazard.unit.title, hazards.Status(hazard.status).label, hazards.whose(hazard), term.note))
        ),
    }  # fmt: skip


def _unsigned_red(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "超期没签收", "clock": found["oldest"], "url": _receipts(found),
        "title": f"《{found['title']}》", "meta": f"{found['late']}家超期没签收",
    }  # fmt: skip


def _wait_of(hazard: hazards.Hazard, term: hazards.Term) -> dict[str, Any]:
    return {
        "title": f"{hazards.next_act(hazard)}：{hazard.title}", "url": ui.address("hazard", hazard.pk),
        "meta": " · ".join(filter(None, (hazards.whose(hazard), term.note))), "clock": _clock(hazard, term),
    }  # fmt: skip


def _wait_of_task(task: duties.Task) -> dict[str, Any]:
    return {
        "title": f"审核：{task.obligation.title}", "url": duties.url_of_task(task),
        "meta": task.reviewer.title if task.reviewer else "", "clock": waited(task.submitted_at or task.started_at),
    }  # fmt: skip


def _unsigned_wait(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": f"签收：《{found['title']}》", "url": _receipts(found), "meta": f"{found['open']}家还没签收",
        "clock": found["oldest"],
    }  # fmt: skip


def _receipts(found: dict[str, Any]) -> str:
    return ui.address("document", found["document_id"]) + "?receipts=sent"


def _clock(hazard: hazards.Hazard, term: hazards.Term) -> date | ui.Clock:
    """The term while it runs; afterwards, and where none was set, how long it has been waiting."""
    return term.day or waited(hazards.standing_since(hazard))
