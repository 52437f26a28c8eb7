"""Sheets by their reference, and which of them are for whom."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.packs import api as packs
from weian.ground.checklists.models import Checklist, ChecklistVersion
from weian.ground.checklists.pack_schema import KIND
from weian.ground.checklists.schema import Kind as ItemKind
from weian.ground.checklists.schema import Sheet
from weian.ground.checklists.states import VersionState
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.kernel import memo


class NoSuchSheet(LookupError):
    """No checklist stands under a reference."""


def sheet(ref: str) -> Sheet:
    """The sheet under `pack:<code>@<version>` or `own:<uid>`; `pack:<code>` is the one in force today.

    Also finds versions that are no longer in force, and drafts (for their preview). Raises NoSuchSheet.
    """
    return memo.once(("sheet", ref), lambda: _sheet(ref), steady=True)


def _sheet(ref: str) -> Sheet:
    source, _, rest = ref.partition(":")
    code, _, version = rest.partition("@")
    if source == "pack" and version:
        found = packs.edition(KIND, Sheet, code, version)
        if found:
            return found.called(ref, version)
    elif source == "pack":
        found = pack_sheets().get(code)
        if found:
            return found
    elif source == "own":
        row = _version(rest)
        if row:
            return row.sheet
    raise NoSuchSheet(ref)


def _version(uid: str) -> ChecklistVersion | None:
    try:
        return ChecklistVersion.objects.select_related("checklist").filter(pk=UUID(uid)).first()
    except ValueError:
        return None


def pack_sheets() -> dict[str, Sheet]:
    """The sheets of content that are in force today, by code."""
    found = packs.editions(KIND, Sheet)
    return {code: one.called(f"pack:{code}@{version}", version) for code, (version, one) in found.items()}


def own_sheets(unit: Unit) -> list[Sheet]:
    """The published lists that the unit and the levels above it made, nearest first."""
    lists = Checklist.objects.for_unit(unit).select_related("published").order_by("-unit__pos", "title", "uid")
    return [one.published.sheet for one in lists if one.published]


def sheets_for(unit: Unit, tags: Iterable[str] = (), purpose: str = "") -> list[Sheet]:
    """What may be checked with at `unit`: own lists first, then content.

    With `tags` (tags and types of places) the lists for such a place come first and lists for other places are left
    out; without, nothing is left out by place.
    """
    tagged = frozenset(tags)
    found = [one for one in (*own_sheets(unit), *pack_sheets().values()) if is_for(one, unit, tagged, purpose)]
    return sorted(found, key=lambda one: not tagged.intersection(one.applies.tags)) if tagged else found


def sheets_for_visits(office: Unit, purpose: str = "") -> list[Sheet]:
    """What `office` may check others with. A commission's lists say for which units they are, not for which offices:
    below it are units of every kind."""
    if office.kind != Kind.COMMISSION:
        return sheets_for(office, purpose=purpose)
    found = (*own_sheets(office), *pack_sheets().values())
    return [one for one in found if not purpose or not one.purposes or purpose in one.purposes]


def sheets_at(subject: Subject, purpose: str = "") -> list[Sheet]:
    """What may be checked with at a place or point: it is looked for by its tags and by its type."""
    return sheets_for(subject.unit, (*subject.tags, subject.type), purpose)


def wants_readings(subject: Subject) -> bool:
    """Whether a list made for such a place asks what a meter shows: having looked is not enough there.

    Asked of the lists in force now, by whatever purpose; those for any place at all ask nothing of this one. A list
    that is for a route too (guards on duty) is filled in once for the walk: at each point of it a scan is enough.
    """
    lists = memo.once(("lists with readings", subject.unit_id), lambda: _with_readings(subject.unit), steady=True)
    marks, point = frozenset(subject.marks), subject.kind == registry.Kind.POINT
    return any(marks.intersection(one) and not (point and whole_walk) for one, whole_walk in lists)


def _with_readings(unit: Unit) -> list[tuple[frozenset[str], bool]]:
    """For what places the lists with readings are, and whether a route is among them."""
    routes = {code for code, one in registry.subject_types().items() if one.kind == registry.Kind.ROUTE}
    return [
        (frozenset(one.applies.tags), not routes.isdisjoint(one.applies.tags))
        for one in sheets_for(unit)
        if one.applies.tags and any(item.kind == ItemKind.READING for item in one.items)
    ]


def is_for(one: Sheet, unit: Unit, tags: frozenset[str] = frozenset(), purpose: str = "") -> bool:
    """Whether a sheet is for this unit, for a place with these tags and for this purpose."""
    to = one.applies
    return (
        (not purpose or not one.purposes or purpose in one.purposes)
        and (not to.kinds or unit.kind in to.kinds)
        and (not to.types or unit.type in to.types)
        and (not to.levels or unit.level in to.levels)
        and (not to.grades or any(unit.grade.startswith(grade) for grade in to.grades))
        and (to.light is None or unit.light == to.light)
        and (not tags or not to.tags or bool(tags.intersection(to.tags)))
    )


def about(domains: Iterable[str], field: str = "sheet") -> Q:
    """The condition on a record's reference in `field` that its sheet is one of these domains, in any version."""
    wanted = sorted(domains)
    found = Q(pk__in=[])
    for one in pack_sheets().values():
        if one.domain in wanted:
            found |= Q(**{f"{field}__startswith": f"pack:{one.code}@"})
    own = ChecklistVersion.objects.filter(body__domain__in=wanted)
    refs = own.annotate(ref_=Concat(Value("own:"), Cast("uid", CharField()))).order_by().values("ref_")
    return found | Q(**{f"{field}__in": refs})


def published(checklist: Checklist) -> list[ChecklistVersion]:
    """The published versions, the newest first."""
    return list(checklist.versions.filter(status=VersionState.PUBLISHED).order_by("-number"))
