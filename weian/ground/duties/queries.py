from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from weian.foundation.documents.models import Document, Receipt
from weian.foundation.org.api import Kind, count_at
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer, rows_for
from weian.foundation.people.models import Post
from weian.ground.duties.models import Door, Help, Obligation, OwedBy, Relief, Task, Urging
from weian.ground.duties.owed import Owed
from weian.kernel import compiled


def to_review(viewer: Viewer):  # type: ignore[no-untyped-def]
    """Tasks that wait for this viewer's acceptance, longest waiting first; not what they did themselves."""
    if not viewer.may(May.ACCEPT_TASK):
        return Task.objects.none()
    waiting = Task.objects.awaiting(viewer.unit).exclude(submitted_by__in=viewer.persons)
    shown = waiting.select_related("obligation__document", "unit").defer(
        "obligation__text", "obligation__document__body"
    )
    return shown.order_by("submitted_at", "uid")


def reliefs_to_decide(viewer: Viewer) -> QuerySet[Relief]:
    """Requests for a later day or none that wait for this viewer, longest waiting first; never their own."""
    if not viewer.may(May.ACCEPT_TASK):
        return Relief.objects.none()
    waiting = Relief.objects.pending().filter(decider=viewer.unit).exclude(asked_by__in=viewer.persons)
    found: QuerySet[Relief] = waiting.select_related("task__obligation", "unit").order_by("asked_at", "uid")
    return found


def helps_to_answer(viewer: Viewer) -> QuerySet[Help]:
    """Requests for help that wait for the viewer's unit, longest waiting first; only commissions are asked."""
    if not viewer.may(May.ACCEPT_TASK) or not viewer.is_commission:
        return Help.objects.none()
    waiting = Help.objects.filter(holder=viewer.unit, answered_at=None).within(viewer.scope.ranges)
    found: QuerySet[Help] = waiting.select_related("unit", "obligation", "asked_by").order_by("asked_at", "uid")
    return found


def reliefs_of(task: Task) -> list[Relief]:
    """All that was asked for one task, newest first."""
    return list(task.reliefs.select_related("asked_by", "decided_by", "decider").order_by("-asked_at"))


def urgings(one: Owed) -> list[Urging]:
    """When the unit was urged for this, newest first."""
    rows = Urging.objects.filter(obligation=one.obligation, unit=one.unit, period_start=one.period_start)
    return list(rows.select_related("by", "by_unit").order_by("-on"))


def last_urged(document: Document, units: Iterable[Unit]) -> dict[UUID, date]:
    """The last day on which each of the units was urged for a task of this document."""
    rows = Urging.objects.filter(obligation__document=document, unit__in=list(units)).order_by()
    return dict(rows.values_list("unit").annotate(last=Max("on")))


def owing(document: Document, under: Unit) -> QuerySet[Unit]:
    """The units at and under a node that a document binds, by a receipt or by their own part in it; in tree order."""
    sent = Receipt.objects.binding().under(under).filter(document=document)
    own = Obligation.objects.filter(document=document, owed_by=OwedBy.OWN)
    bound = Unit.objects.under(under).filter(Q(pk__in=sent.values("unit")) | Q(pk__in=own.values("issuer")))
    return bound.order_by("pos")


def binds_more_than(document: Document, under: Unit, most: int) -> bool:
    """Whether a document binds more units than so many at and under a node."""
    some = Document(uid=compiled.uid(10))
    found = count_at(
        under, "duties.owing", lambda node: owing(some, node).order_by()[: most + 1], most,
        values={some.pk: document.pk},
    )  # fmt: skip
    return found > most


def posts_in(unit: Unit) -> QuerySet[Post]:
    """Posts of the unit and its departments; a commission's own, not those of all that it supervises."""
    found = Post.objects.filter(ended_on=None)
    if unit.kind == Kind.COMMISSION:
        found = found.filter(unit=unit) | found.filter(unit__parent=unit, unit__kind=Kind.DEPARTMENT)
    else:
        found = found.filter(unit__pos__gte=unit.pos, unit__pos__lt=unit.end)
    return found.select_related("unit").order_by("unit__pos", "title")


def doors_of(viewer: Viewer) -> list[Door]:
    """Open doors before this person or post, soonest first."""
    return rows_for(viewer, "doors", _doors)


def _doors(viewer: Viewer) -> QuerySet[Door]:
    found: QuerySet[Door] = Door.objects.open().falling_to(viewer).select_related("unit").order_by("due", "open_at")
    return found
