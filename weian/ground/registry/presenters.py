"""The register as a tree of buildings, and one place as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer
from weian.ground.registry import access
from weian.ground.registry.kinds import Kind
from weian.ground.registry.models import Label, Subject
from weian.ground.registry.pack_schema import place_tags, subject_types

WORDS = {
    "subject.added": "登记", "subject.changed": "修改", "subject.retired": "停用", "subject.resumed": "恢复使用",
    "subject.taken_over": "随单位调整转来",
}  # fmt: skip
FIELDS = {
    "name": "名称", "type": "类型", "code": "编号", "tags": "名录", "parent": "位置", "department": "科室",
    "post": "责任岗位", "contractor": "服务单位", "stops": "点位", "fields": "登记项",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the tree: how deep it stands, and what a list shows of it."""

    subject: Subject
    depth: int
    type: str
    tags: list[str]
    labelled: bool

    @property
    def indent(self) -> range:
        return range(self.depth)


def tree_of(subjects: Iterable[Subject]) -> list[tuple[Subject, int]]:
    """What stands in what, buildings first; whatever lies in something that is not shown stands at the top."""
    subjects = list(subjects)
    here = {one.pk for one in subjects}
    below: dict[UUID | None, list[Subject]] = defaultdict(list)
    for one in subjects:
        below[one.parent_id if one.parent_id in here else None].append(one)
    order = {Kind.PLACE: 0, Kind.POINT: 1, Kind.ROUTE: 2, Kind.PARTY: 3}

    def walk(parent: UUID | None, depth: int) -> Iterator[tuple[Subject, int]]:
        for one in sorted(below[parent], key=lambda one: (order[Kind(one.kind)], one.sort_key, one.pk)):
            yield one, depth
            yield from walk(one.pk, depth + 1)

    return list(walk(None, 0))


def lines(rows: Sequence[tuple[Subject, int]]) -> list[Line]:
    """A page of the tree with the words of the content; one query for the labels."""
    types, tags = subject_types(), place_tags()
    held = set(
        Label.objects.filter(subject__in=[one.pk for one, _ in rows], revoked_at=None).values_list("subject", flat=True)
    )
    return [
        Line(
            one, depth, types[one.type].title if one.type in types else one.type,
            [tags[code].title.split("（")[0] for code in one.tags if code in tags], one.pk in held,
        )
        for one, depth in rows
    ]  # fmt: skip


def record(subject: Subject, viewer: Viewer) -> dict[str, Any]:
    """What the page of a place shows of the register itself."""
    kind, tags = subject_types().get(subject.type), place_tags()
    fields = [
        {"title": one.title, "value": _shown(subject.fields.get(one.code), one.unit)}
        for one in (kind.fields if kind else [])
    ]
    children = Subject.objects.filter(parent=subject).in_use().order_by("sort_key", "uid")[:100]
    label = Label.objects.filter(subject=subject, revoked_at=None).first()
    return {
        "subject": subject, "type": kind.title if kind else subject.type, "fields": fields,
        "tags": [tags[code] for code in subject.tags if code in tags], "children": children, "label": label,
        "stops": _stops(subject), "path": path_of(subject), "may": access.can_manage(viewer, subject.unit),
        "events": _history(subject), "label_refusal": "" if subject.is_in_use else "停用的不发标签。",
    }  # fmt: skip


def _shown(value: Any, unit: str) -> str:
    if value in (None, ""):
        return "没有填"
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{shown} {unit}".strip()


def _stops(subject: Subject) -> list[Subject]:
    found = Subject.objects.in_bulk([UUID(one) for one in subject.stops]) if subject.stops else {}
    return [found[UUID(one)] for one in subject.stops if UUID(one) in found]


def path_of(subject: Subject) -> list[Subject]:
    """The places around it, the outermost first; at most twelve (keeping)."""
    found: list[Subject] = []
    one = subject.parent
    while one is not None and len(found) < 12:
        found.insert(0, one)
        one = one.parent
    return found


def _history(subject: Subject) -> list[dict[str, Any]]:
    events = [one for one in audit.history(subject.pk, limit=50) if one.verb in WORDS]
    names = people.who((one.actor, one.post) for one in events)
    return [
        {"at": one.at, "what": _words(one), "why": one.why, "who": names[one.actor, one.post], "url": ""}
        for one in events
    ]


def _words(event: Any) -> str:
    changed = [FIELDS[key] for key in event.facts.get("changed", {}) if key in FIELDS]
    return WORDS[event.verb] + (f"：{'、'.join(changed)}" if changed else "")


def unit_lines(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Units with how many places they have registered, for the desk of a commission; one query."""
    found = Subject.objects.filter(unit__in=units).in_use().order_by().values_list("unit").annotate(Count("pk"))
    counts = dict(found)
    return [{"unit": one, "count": counts.get(one.pk, 0)} for one in units]
