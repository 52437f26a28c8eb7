"""What others ask of the register."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.foundation.people.roles import WHOLE_UNIT
from weian.ground.registry.models import Label, Subject, SubjectQuerySet
from weian.ground.registry.tokens import typed
from weian.kernel import memo

RELATED = ("unit__parent", "department", "parent", "post__unit", "contractor")


def subjects_of(unit: Unit) -> SubjectQuerySet:
    """What is in use at a unit and its departments, in its order."""
    found: SubjectQuerySet = Subject.objects.filter(unit=unit).in_use()
    return found.order_by("sort_key", "uid")


def marks_of(unit: Unit) -> set[str]:
    """By what rules and checklists know the places that a unit has: their types and tags."""
    rows = subjects_of(unit).at_work().order_by().values_list("type", "tags")
    return {mark for type_, tags in rows for mark in (type_, *tags)}


def points_for(viewer: Viewer) -> SubjectQuerySet:
    """What this post looks after: what is its own, and, for a post of a department, all of the department."""
    mine = Q(post=viewer.post)
    if viewer.post.post_class not in WHOLE_UNIT:
        for lo, hi in viewer.ranges:
            mine |= Q(org_pos__gte=lo, org_pos__lt=hi, post=None)
    found: SubjectQuerySet = Subject.objects.visible_to(viewer).in_use().at_work().filter(mine)
    return found.select_related("unit", "parent", "department").order_by("sort_key", "uid")


def label_of(token: str) -> Label | None:
    """The label with that code, as scanned or as typed; whether its subject may be seen is another question."""
    code = typed(token)
    return memo.once(("label", code), lambda: Label.objects.filter(token=code).first(), steady=True)


def subject_of(uid: UUID) -> Subject | None:
    """The subject with that uid, where it may be seen."""
    return memo.once(("subject", uid), lambda: Subject.objects.filter(pk=uid).first(), steady=True)


def look_up(subjects: Iterable[UUID], tokens: Iterable[str]) -> None:
    """Ask at once for subjects and labels that many acts will ask for one by one."""
    uids, codes = set(subjects), {typed(token) for token in tokens}
    found, labels = Subject.objects.in_bulk(uids), Label.objects.in_bulk(codes, field_name="token")
    memo.lay_out(
        {("subject", uid): found.get(uid) for uid in uids} | {("label", one): labels.get(one) for one in codes}
    )


def by_token(token: str, viewer: Viewer) -> Subject | None:
    """The subject that a valid label leads this viewer to; None for no label, an ended one, or a foreign place."""
    label = label_of(token)
    if label is None or not label.is_valid:
        return None
    return Subject.objects.visible_to(viewer).select_related(*RELATED).filter(pk=label.subject_id).first()


def is_label_of(token: str, subject: Subject) -> bool:
    """Whether that code is the valid one of the subject: what a scan on the spot proves."""
    label = label_of(token)
    return label is not None and label.is_valid and label.subject_id == subject.pk


def titles(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of many subjects in one query, as far as they may be seen."""
    return dict(Subject.objects.filter(pk__in=set(uids)).values_list("pk", "name"))


def stops_of(route: Subject) -> list[Subject]:
    """The points of a route in their order, without those that are out of use."""
    found = Subject.objects.filter(pk__in=route.stops).in_use().in_bulk()
    return [found[uid] for one in route.stops if (uid := UUID(one)) in found]
