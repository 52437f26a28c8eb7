"""Co-operation as the lead sees it (agencies × periods), and as an agency sees what it is named in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from weian.foundation.documents.models import Receipt
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Region, Unit
from weian.foundation.people.api import Viewer, asks
from weian.ground.duties import cooperating
from weian.ground.duties.cooperating import first_day, period_of, periods_of, word_of
from weian.ground.duties.due import Period
from weian.ground.duties.forms.cooperation import AnswerForm, ContributionForm, TransferForm
from weian.ground.duties.models import Contribution, Cooperation, Task, Transfer
from weian.ground.duties.owed import owed
from weian.ground.duties.pack_schema import cooperation_rule
from weian.kernel import clock, keyset

PAGE, COLUMNS = 50, 3
VIEWS = (("", "全部"), ("nil", "本期没有行动"), ("unmatched", "待对应"))


@dataclass(frozen=True)
class Cell:
    """How often an agency acted in a period; None where it was not named yet."""

    period: Period
    count: int | None

    @property
    def is_nil(self) -> bool:
        return self.count == 0

    @property
    def word(self) -> str:
        return word_of(self.period)


def listed(viewer: Viewer, query: dict[str, str]) -> dict[str, Any]:
    """What `duties/cooperations.html` needs: one page of co-operations, newest first."""
    today, all_ = clock.today(), Cooperation.objects.visible_to(viewer)
    if not viewer.is_agency:
        all_ = all_.filter(inside=False)
    document = keyset.uid(query.get("document", ""))
    if document:
        all_ = all_.filter(obligation__document=document)
    here = query.get("view", "")
    now = period_of(today)
    views = [
        {
            "url": "?" + urlencode({"view": key} | ({"document": str(document)} if document else {})), "label": label,
            "is_here": here == key, "count": _view(all_, key, now).count(),
        }
        for key, label in VIEWS if key != "unmatched" or not viewer.is_agency
    ]  # fmt: skip
    found = _view(all_, here, now)
    total = found.count()
    found = keyset.older(found, query.get("after", ""))
    rows = list(found.select_related("obligation__document", "agency", "unit").order_by("-made_at", "-uid")[: PAGE + 1])
    shown = rows[:PAGE]
    key = keyset.key_of(shown[-1].made_at, shown[-1].uid) if len(rows) > PAGE else ""
    following = {"after": key, "view": here} | ({"document": str(document)} if document else {})
    columns = _columns(now)
    return {
        "menu_key": "cooperations" if viewer.is_agency else "tasks",
        "is_agency": viewer.is_agency, "views": views, "nil": views[1]["count"], "period": word_of(now),
        "columns": [word_of(one) for one in columns],
        "rows": _rows(shown, columns, today), "rule": cooperation_rule(),
        "foot": {"next_url": "?" + urlencode(following) if key else "", "total": total, "shown": len(shown)},
    }  # fmt: skip


def context(one: Cooperation, viewer: Viewer, bound: dict[str, Any]) -> dict[str, Any]:
    """What `duties/cooperation.html` needs."""
    today = clock.today()
    done = list(one.contributions.select_related("by").order_by("-happened_on", "-made_at")[:200])
    files = evidence.attachments_of_many(Contribution.audit_kind, [row.pk for row in done])
    counts: dict[date, int] = defaultdict(int)
    for row in done:
        counts[row.period_start] += 1
    lead, refusal = asks(cooperating.check_can_lead, viewer, one)
    acts = asks(cooperating.check_can_contribute, viewer, one)[0]
    return {
        "menu_key": "cooperations" if viewer.is_agency else "tasks", "one": one, "obligation": one.obligation,
        "document": one.obligation.document, "is_agency": viewer.is_agency, "rule": cooperation_rule(),
        "periods": [
            {
                "cell": Cell(period, counts[period.start]), "is_now": period.start <= today <= period.due,
                "may_urge": lead and asks(cooperating.check_can_urge, viewer, one, period.start)[0],
                "urged_on": one.urged_on if one.urged_for == period.start else None,
            }
            for period in periods_of(one, today)
        ],
        "done": [(row, files[row.pk]) for row in done], "transfers": _transfers(one, acts, bound),
        "may_contribute": acts, "may_lead": lead, "refusal": refusal,
        "contribution_form": bound.get("contribution") or ContributionForm(),
        "transfer_form": bound.get("transfer") or TransferForm(),
        "may_transfer": asks(cooperating.check_can_transfer, viewer, one)[0],
        "agencies": list(org.agencies_of(one.unit)) if lead else [],
        "subjects": _subjects(one, viewer) if viewer.is_agency else [],
    }  # fmt: skip


def _view(found: Any, key: str, now: Period) -> Any:
    if key == "unmatched":
        return found.waiting()
    if key == "nil":
        return found.idle(now.start)
    return found


def _columns(now: Period) -> list[Period]:
    """The present period and those before it, newest first."""
    found = [now]
    while len(found) < COLUMNS:
        found.append(period_of(date.fromordinal(found[-1].start.toordinal() - 1)))
    return found


def _rows(shown: Sequence[Cooperation], columns: Sequence[Period], today: date) -> list[dict[str, Any]]:
    counted = Contribution.objects.filter(cooperation__in=shown, period_start__in=[one.start for one in columns])
    n = {
        (uid, start): k
        for uid, start, k in counted.order_by().values_list("cooperation", "period_start").annotate(k=Count("pk"))
    }
    open_ = Transfer.objects.filter(cooperation__in=shown, answered_at=None).order_by()
    waiting = dict(open_.values_list("cooperation").annotate(k=Count("pk")))
    return [
        {
            "one": one, "url": reverse("cooperation", args=[one.pk]), "waiting": waiting.get(one.pk, 0),
            "cells": [
                Cell(period, n.get((one.pk, period.start), 0) if _was_named(one, period) else None)
                for period in columns
            ],
        }
        for one in shown
    ]  # fmt: skip


def _was_named(one: Cooperation, period: Period) -> bool:
    return one.agency_id is not None and first_day(one) <= period.due


def _transfers(one: Cooperation, acts: bool, bound: dict[str, Any]) -> list[dict[str, Any]]:
    rows = one.transfers.select_related("by", "answered_by").order_by("-made_at")[:50]
    return [
        {
            "transfer": row,
            "form": (bound.get(f"answer-{row.pk}") or AnswerForm(auto_id=f"a{row.pk.hex[:8]}-%s"))
            if acts and row.answered_at is None else None,
        }
        for row in rows
    ]  # fmt: skip


def _subjects(one: Cooperation, viewer: Viewer) -> list[dict[str, Any]]:
    """The units of the agency's territory that owe this, and how far they are; the first fifty.

    Row security shows the agency the receipts and tasks of its own territory alone.
    """
    span = Region(code=viewer.unit.region).span if viewer.unit.region else (0, 0)
    sent = Receipt.objects.binding().in_territory(span).filter(document=one.obligation.document_id)
    begun = Task.objects.in_territory(span).filter(obligation=one.obligation_id)
    bound = Unit.objects.filter(Q(pk__in=sent.values("unit")) | Q(pk__in=begun.values("unit"))).order_by("pos")
    found = owed(bound[:PAGE], document=one.obligation.document, with_posts=False)
    return [{"unit": row.unit, "word": row.word, "ring": row.ring, "due": row.due} for row in found
            if row.obligation.pk == one.obligation_id]  # fmt: skip
