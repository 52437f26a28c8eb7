"""Standing requirements: which packs are asked here, how each unit stands, what its rules are and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from weian.foundation.documents.api import DocumentStatus
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, asks
from weian.ground.duties.access import check_can_adopt
from weian.ground.duties.addresses import url_of
from weian.ground.duties.models import Answer, AskKind, Obligation, OwedBy
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.pack_schema import StandingItem, StandingPack, standing_packs
from weian.ground.duties.presenters import words
from weian.ground.duties.states import FINISHED
from weian.kernel import keyset

PAGE = 50
EVERY = {"P1M": "每月", "P3M": "每季度", "P6M": "每半年", "P1Y": "每年"}
FACTS = {"D": "默认", "V": "待核"}


def packs_context(viewer: Viewer) -> dict[str, Any]:
    """All that `duties/standing.html` needs: the packs, who asks them here, and how the viewer's own unit stands."""
    asked = _asked(viewer.unit)
    types = org.unit_types()
    rows = [_pack(pack, viewer, asked, types) for pack in standing_packs().values()]
    seen = viewer.scope.ranges and viewer.reaches(viewer.unit)
    return {
        "menu_key": "tasks",
        "unit": viewer.unit,
        "reaches_any": bool(viewer.scope.ranges),
        "packs": rows if viewer.is_commission else [],
        "groups": groups(viewer.unit) if seen else [],
    }


def unit_context(unit: Unit) -> dict[str, Any]:
    """How one unit stands, pack by pack."""
    types = org.unit_types()
    kind = types[unit.type].name if unit.type in types else unit.get_kind_display()
    return {"menu_key": "tasks", "unit": unit, "kind": kind, "groups": groups(unit)}


def groups(unit: Unit) -> list[dict[str, Any]]:
    """What stands for the unit, by pack: missing first. A fixed number of queries."""
    # What comes once, such as the check before a feast, is asked by the nearest commission too, but does not stand.
    found = [one for one in owed([unit], with_posts=False) if one.obligation.pack_item and one.obligation.every]
    now = {one.obligation.pk: one for one in reversed(found)}
    missed: dict[UUID, int] = defaultdict(int)
    for one in found:
        missed[one.obligation.pk] += one is not now[one.obligation.pk] and one.is_open
    last = _last_records(unit, now)
    packs = standing_packs()
    by_pack: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in now.values():
        by_pack[one.obligation.pack_item.split(".")[0]].append(_item(one, last.get(one.obligation.pk), missed))
    return [
        {
            "title": packs[code].name if code in packs else code,
            "rows": sorted(rows, key=lambda row: (row["rank"], row["order"])),
            "missing": sum(row["rank"] == 0 for row in rows),
            "total": len(rows),
            "has_rules": any(row["is_rule"] for row in rows),
        }
        for code, rows in by_pack.items()
    ]


def units_context(pack: StandingPack, viewer: Viewer, after: str) -> dict[str, Any]:
    """The units to which a pack applies, 50 a page in tree order, each with k of n of the present period."""
    below = Unit.objects.current().within(viewer.ranges).filter(kind__in=pack.to_kinds)
    if pack.to_types:
        below = below.filter(type__in=pack.to_types)
    total = below.count()
    shown, key = keyset.by_place(below, after, PAGE)
    by_unit: dict[UUID, dict[UUID, Owed]] = defaultdict(dict)
    for one in owed(shown, with_posts=False):
        if one.obligation.pack_item.startswith(f"{pack.code}."):
            by_unit[one.unit.pk].setdefault(one.obligation.pk, one)
    rows = [
        {
            "unit": unit, "url": reverse("standing-unit", args=[unit.pk]), "total": len(by_unit[unit.pk]),
            "done": sum(one.state in FINISHED for one in by_unit[unit.pk].values()),
            "missing": "、".join(
                one.obligation.title for one in by_unit[unit.pk].values() if one.state not in FINISHED
            ),
        }
        for unit in shown
    ]  # fmt: skip
    foot = {
        "total": total, "shown": len(shown), "next_url": f"?after={key}" if key else "",
        "previous_url": "" if keyset.number(after) is None else "?",
    }  # fmt: skip
    return {"menu_key": "tasks", "pack": pack, "rows": rows, "foot": foot}


@dataclass(frozen=True)
class Asked:
    """Who asks a pack here, and which of its items."""

    issuer: Unit
    document: UUID
    items: frozenset[str]


def _asked(unit: Unit) -> dict[str, list[Asked]]:
    """Pack → who asks it of this unit: itself and those above."""
    rows = Obligation.objects.filter(
        owed_by=OwedBy.UNDER, issuer__pos__lte=unit.pos, issuer__end__gte=unit.end,
        document__status=DocumentStatus.ISSUED, status=Obligation.Status.ACTIVE,
    ).exclude(pack_item="").exclude(every="").select_related("issuer")  # fmt: skip
    items: dict[tuple[str, UUID], set[str]] = defaultdict(set)
    issuers: dict[tuple[str, UUID], Unit] = {}
    for row in rows:
        code, item = row.pack_item.split(".")
        items[code, row.document_id].add(item)
        issuers[code, row.document_id] = row.issuer
    found: dict[str, list[Asked]] = defaultdict(list)
    for (code, document), issuer in issuers.items():
        found[code].append(Asked(issuer, document, frozenset(items[code, document])))
    return found


def _pack(
    pack: StandingPack, viewer: Viewer, asked: dict[str, list[Asked]], types: dict[str, org.UnitType]
) -> dict[str, Any]:
    here = asked.get(pack.code, [])
    own = next((one for one in here if one.issuer.pk == viewer.unit.pk), None)
    is_behind = own is not None and own.items != {item.code for item in pack.items}
    may, _ = asks(check_can_adopt, viewer, pack)
    return {
        "pack": pack,
        "to": "、".join(types[code].name for code in pack.to_types if code in types) or "全部机构",
        "items": [_described(item) for item in pack.items],
        "by": "、".join(one.issuer.title for one in sorted(here, key=lambda one: one.issuer.pos)),
        "own": own,
        "label": "更新到现在的清单" if is_behind else "对所辖单位提出" if may and own is None else "",
        "may": may and (own is None or is_behind),
    }


def _described(item: StandingItem) -> dict[str, str]:
    size = "小型机构不承担" if item.full_only else "限小型机构" if item.light_only else ""
    return {
        "title": item.title, "group": item.group, "clause": item.clause, "every": EVERY.get(item.every, item.every),
        "fact": FACTS.get(item.fact, ""), "to": "，".join(filter(None, ["、".join(item.to_grades), size])),
    }  # fmt: skip


def _item(one: Owed, last: dict[str, Any] | None, missed: dict[UUID, int]) -> dict[str, Any]:
    is_rule = one.obligation.kind == AskKind.DOCUMENT
    finished = one.state in FINISHED
    rank = 2 if finished else 1 if last else 0
    facts = last or {}
    return {
        "title": one.obligation.title, "url": url_of(one), "word": one.word, "ring": one.ring,
        "order": one.obligation.order,
        "kind": words.ring_kind(one.state), "due": None if finished else words.term(one), "rank": rank,
        "is_rule": is_rule, "every": EVERY.get(one.obligation.every, one.obligation.every),
        "missed": missed[one.obligation.pk],
        "said": ("缺" if is_rule else "还没办过") if rank == 0 else "待复核" if is_rule and rank == 1 else "",
        "version": facts.get("version", ""), "approver": facts.get("approver", ""),
        "approved_on": facts.get("approved_on") or "",
    }  # fmt: skip


def _last_records(unit: Unit, wanted: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Of each obligation the facts of the newest record in a finished task of the unit."""
    rows = Answer.objects.filter(
        task__unit=unit, task__obligation__in=list(wanted), task__status__in=FINISHED
    ).select_related("task", "record").order_by("record__happened_on", "record__made_at")  # fmt: skip
    return {row.task.obligation_id: {"done": True, **row.record.facts} for row in rows}
