"""A subject is added, changed, taken out of use and put back. Nothing is deleted, only ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.foundation.people.models import Post
from weian.ground.registry import access, checking
from weian.ground.registry.checking import Wrong
from weian.ground.registry.kinds import Kind
from weian.ground.registry.models import Subject
from weian.ground.registry.pack_schema import place_tags, tags_of_type
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.text import pinyin

MOST_STOPS = 200


@dataclass(frozen=True, kw_only=True)
class Said:
    """All that is said of a subject. `tags` None: those that its type brings along."""

    type: str
    name: str
    code: str = ""
    parent: Subject | None = None
    department: Unit | None = None
    post: Post | None = None
    contractor: Subject | None = None
    tags: Sequence[str] | None = None
    fields: Mapping[str, Any] | None = None
    stops: Sequence[Subject] = ()


def add(*, uid: UUID, by: Actor, unit: Unit, valid_from: date | None = None, **said: Any) -> Subject:
    """Register a subject of `unit`. The same uid again is the same subject; arguments as of `Said`. Raises Refused."""
    access.check_can_manage(by, unit)
    wanted = Said(**said)
    earlier = Subject.objects.filter(pk=uid).first()
    if earlier is not None:
        return _same(earlier, unit, wanted)
    subject = Subject(uid=uid).at(unit)
    _put(subject, wanted)
    begin(subject, valid_from)
    try:
        with transaction.atomic():
            audit.created(subject, "subject.added", by=by, facts={"name": subject.name, **facts_of(subject)})
    except IntegrityError as taken:
        # The uid belongs to a place that cannot be seen, or somebody gave the number just now.
        raise Wrong({"code": "这个编号刚刚被别的场所用了，请换一个。"}) from taken
    return subject


def change(subject: Subject, *, by: Actor, **said: Any) -> Subject:
    """Say something else of a subject; what is not named stays. A tag that is taken off counts for begun rounds."""
    access.check_can_change(by, subject)
    wanted = replace(_said(subject), **said)
    if wanted.type != subject.type and checking.type_of(wanted.type).kind != subject.kind:
        raise Wrong({"type": "类别不能改。请停用这一个，另登记一个。"})
    try:
        with audit.changed(subject, "subject.changed", by=by) as was:
            _put(subject, wanted)
            if subject.is_in_use and subject.tags != was.tags:
                subject.begin_phase(subject.tags, clock.now())
            subject.audit_facts = _difference(was, subject)  # type: ignore[attr-defined]
    except IntegrityError as taken:
        raise Wrong({"code": f"编号“{wanted.code}”已经用在别处，请换一个。"}) from taken
    return subject


def retire(subject: Subject, *, by: Actor, why: str) -> Subject:
    """Out of use from now on; its history stays, its label leads to it and says so."""
    access.check_can_change(by, subject)
    if not why.strip():
        raise Refused("请写明为什么停用。")
    if Subject.objects.filter(parent=subject).in_use().exists():
        raise Refused(f"{subject.name}里面还有在用的场所或点位，请先停用它们，或改写它们的位置。")
    with audit.changed(subject, "subject.retired", by=by, why=why.strip()) as was:
        if was.valid_to is not None:
            raise Refused(f"{subject.name}已经停用了。")
        subject.valid_to = max(clock.today(), subject.valid_from)
        subject.begin_phase(None, clock.now())
    return subject


def resume(subject: Subject, *, by: Actor, why: str = "") -> Subject:
    """In use again from now on. The time between stays what it was: not in use."""
    access.check_can_change(by, subject)
    if subject.parent is not None and not subject.parent.is_in_use:
        raise Refused(f"它所在的{subject.parent.name}已经停用，请先恢复那里。")
    try:
        with audit.changed(subject, "subject.resumed", by=by, why=why.strip()) as was:
            if was.valid_to is None:
                raise Refused(f"{subject.name}本来就在用。")
            subject.valid_to = None
            subject.begin_phase(subject.tags, clock.now())
    except IntegrityError as taken:
        raise Refused(f"编号“{subject.code}”停用后已经给了别处。请先改那一处的编号。") from taken
    return subject


def begin(subject: Subject, valid_from: date | None) -> None:
    """In use from a day on; what is owed there is owed from its registration on, not for the past."""
    subject.valid_from = valid_from or clock.today()
    opens = datetime(subject.valid_from.year, subject.valid_from.month, subject.valid_from.day, tzinfo=clock.SHANGHAI)
    subject.begin_phase(subject.tags, max(opens, clock.now()))


def _put(subject: Subject, said: Said) -> None:
    """Write what is said into a subject. Raises Wrong with every complaint at its field."""
    kind = checking.type_of(said.type)
    errors: dict[str, str] = {}
    tags = sorted(set(tags_of_type(said.type) if said.tags is None else said.tags))
    try:
        fields = checking.checked_fields(kind, said.fields or {})
    except Wrong as wrong:
        errors |= wrong.errors
        fields = {}
    errors |= _complaints(subject, said, kind.kind, tags)
    if kind.needs_post and said.post is None:
        errors["post"] = f"{kind.title}要有责任岗位，请选一个。"
    if errors:
        raise Wrong(errors)
    subject.kind, subject.type, subject.name, subject.code = kind.kind, kind.code, said.name.strip(), said.code.strip()
    subject.parent, subject.department, subject.post = said.parent, said.department, said.post
    subject.contractor, subject.tags, subject.fields = said.contractor, tags, fields
    subject.stops = [str(one.pk) for one in said.stops]
    subject.sort_key = pinyin.sort_key(subject.name)[:160]
    subject.org_pos = (said.department or subject.unit).pos


def _complaints(subject: Subject, said: Said, kind: str, tags: Iterable[str]) -> dict[str, str]:
    unit, errors = subject.unit, {}
    if not said.name.strip():
        errors["name"] = "请写名称，如“门诊楼一层配电室”。"
    elif len(said.name.strip()) > 80:
        errors["name"] = "名称最多 80 个字。"
    if len(said.code.strip()) > 40:
        errors["code"] = "编号最多 40 个字。"
    elif said.code.strip() and _taken(subject, said.code.strip()):
        errors["code"] = f"编号“{said.code.strip()}”已经用在别处，请换一个。"
    if unknown := set(tags) - set(place_tags()):
        errors["tags"] = f"没有这些名录：{'、'.join(sorted(unknown))}。"
    if said.department is not None and not unit.pos < said.department.pos < unit.end:
        errors["department"] = f"{said.department.name}不是{unit.name}的科室，请重新选。"
    if said.post is not None and not unit.holds(said.post.unit):
        errors["post"] = f"{said.post.title}不是{unit.name}的岗位，请重新选。"
    if said.parent is not None and (sentence := _wrong_parent(subject, said.parent)):
        errors["parent"] = sentence
    if said.contractor is not None and (said.contractor.kind, said.contractor.unit_id) != (Kind.PARTY, unit.pk):
        errors["contractor"] = "服务单位要先在本单位登记，请重新选。"
    if kind == Kind.ROUTE:
        errors |= _wrong_stops(unit, said.stops)
    elif said.stops:
        errors["stops"] = "只有路线才有点位的先后。"
    return errors


def _taken(subject: Subject, code: str) -> bool:
    return Subject.objects.filter(unit=subject.unit, code=code, valid_to=None).exclude(pk=subject.pk).exists()


def _wrong_parent(subject: Subject, parent: Subject) -> str:
    if parent.unit_id != subject.unit_id or parent.kind != Kind.PLACE:
        return "只能位于本单位的一个场所里，请重新选。"
    seen: Subject | None = parent
    for _ in range(12):
        if seen is None:
            return ""
        if seen.pk == subject.pk:
            return "不能位于它自己里面，请重新选。"
        seen = seen.parent
    return "层次太深了，最多 12 层。"


def _wrong_stops(unit: Unit, stops: Sequence[Subject]) -> dict[str, str]:
    if not stops:
        return {"stops": "路线上至少要有一个点位。"}
    if len(stops) > MOST_STOPS:
        return {"stops": f"一条路线最多 {MOST_STOPS} 个点位。"}
    if len({one.pk for one in stops}) < len(stops):
        return {"stops": "同一个点位写了两次，请去掉一个。"}
    if any(one.unit_id != unit.pk or one.kind not in (Kind.POINT, Kind.PLACE) for one in stops):
        return {"stops": "路线上只能是本单位的点位或场所。"}
    return {}


def _said(subject: Subject) -> Said:
    by_uid = Subject.objects.in_bulk([UUID(one) for one in subject.stops]) if subject.stops else {}
    return Said(
        type=subject.type, name=subject.name, code=subject.code, parent=subject.parent, department=subject.department,
        post=subject.post, contractor=subject.contractor, tags=subject.tags, fields=subject.fields,
        stops=[by_uid[UUID(one)] for one in subject.stops if UUID(one) in by_uid],
    )  # fmt: skip


def _same(earlier: Subject, unit: Unit, said: Said) -> Subject:
    if (earlier.unit_id, earlier.type, earlier.name) != (unit.pk, said.type, said.name.strip()):
        raise Refused("这一页已经登记过别的场所。请返回列表，重新打开“登记”再填一次。")
    return earlier


def facts_of(subject: Subject) -> dict[str, Any]:
    """What an event tells of a subject."""
    return {
        "type": subject.type, "code": subject.code, "tags": subject.tags, "parent": _uid(subject.parent_id),
        "department": _uid(subject.department_id), "post": _uid(subject.post_id),
        "contractor": _uid(subject.contractor_id), "stops": len(subject.stops),
    }  # fmt: skip


def _difference(was: Subject, now: Subject) -> dict[str, Any]:
    before, after = {"name": was.name, **facts_of(was)}, {"name": now.name, **facts_of(now)}
    found = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if was.fields != now.fields:
        found["fields"] = sorted({k for k in {*was.fields, *now.fields} if was.fields.get(k) != now.fields.get(k)})
    if was.stops != now.stops:
        found["stops"] = now.stops
    return {"changed": found}


def _uid(value: UUID | None) -> str | None:
    return str(value) if value else None
