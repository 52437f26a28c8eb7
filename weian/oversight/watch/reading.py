"""Acts as the signals need them, and hazards as the estimate needs them, out of the records: few queries for a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from weian.foundation.evidence.models import Attachment
from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Hazard
from weian.ground.registry.models import Subject
from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.estimate import Estimate, chapman
from weian.oversight.watch.signals import Act
from weian.programs.inspections.api import OWN, Status
from weian.programs.inspections.models import Finding, Inspection

# Of a very large unit the latest only; the window is short enough for all others.
MOST = 20_000
_GOOD = "pass"
_UNTRUE = ("na", "", None)


def acts_of(unit: Unit, since: datetime) -> list[Act]:
    """What was recorded at a unit since a moment, by itself and by others."""
    rows = Inspection.objects.filter(target=unit, started_at__gte=since, done_by__isnull=False)
    rows = rows.exclude(status__in=[Status.PLANNED, Status.CANCELLED, Status.HELD])
    found = list(
        rows.order_by("-started_at", "uid").only(
            "uid", "done_by", "subject", "sheet", "answers", "started_at", "ended_at", "note", "mode", "clock_offset"
        )[:MOST]
    )
    keys = [one.pk for one in found]
    faults: dict[UUID, set[str]] = defaultdict(set)
    fixed: dict[UUID, list[bool]] = defaultdict(list)
    hazards: dict[UUID, UUID] = {}
    findings = Finding.objects.filter(inspection__in=keys, dropped=False).select_related("hazard")
    for one in findings.only(
        "inspection", "item", "uid", *(f"hazard__{f}" for f in ("found_on", "fixed_at", "applied_at"))
    ):
        faults[one.inspection_id].add(one.item or f"finding {one.pk}")
        if one.hazard is not None:
            fixed[one.inspection_id].append(_same_day(one.hazard))
            hazards[one.hazard.pk] = one.inspection_id
    photos = _photos({**{key: key for key in keys}, **hazards})
    parents = dict(
        Subject.objects.filter(pk__in={one.subject for one in found if one.subject}).values_list("pk", "parent")
    )
    return [
        Act(
            uid=one.pk, person=one.done_by_id, subject=one.subject,
            place=(parents.get(one.subject) or one.subject) if one.subject else None,
            sheet=one.sheet, started=_ours(one.started_at, one), ended=_ours(one.ended_at or one.started_at, one),
            passed=_passed(one.answers, faults[one.pk]), faults=frozenset(faults[one.pk]),
            words=_words(one), photos=tuple(photos[one.pk]), fixed=tuple(fixed[one.pk]), own=one.mode in OWN,
        )
        for one in found
    ]  # fmt: skip


def _ours(moment: datetime, one: Inspection) -> datetime:
    """By our clock: the device's less what it runs ahead."""
    return moment - timedelta(seconds=one.clock_offset or 0)


def _same_day(hazard: Hazard) -> bool:
    done = hazard.fixed_at or hazard.applied_at
    return done is not None and done.astimezone(SHANGHAI).date() == hazard.found_on


def _passed(answers: Mapping[str, Any], faults: Iterable[str]) -> frozenset[str]:
    said = {code for code, told in answers.items() if isinstance(told, dict) and told.get("v") not in _UNTRUE}
    return frozenset(said - set(faults))


def _words(one: Inspection) -> tuple[str, ...]:
    notes = [told.get("note", "") for told in one.answers.values() if isinstance(told, dict)]
    return tuple(dict.fromkeys(text.strip() for text in [one.note, *notes] if text and text.strip()))


def _photos(owners: Mapping[UUID, UUID]) -> dict[UUID, list[int]]:
    """Difference hashes by inspection: of photos that hang on it or on the hazards that it found."""
    found: dict[UUID, list[int]] = defaultdict(list)
    kept = Attachment.objects.filter(
        owner_kind__in=[Inspection.audit_kind, Hazard.audit_kind], owner_uid__in=list(owners), blob__dhash__isnull=False
    )
    for owner, hash_ in kept.order_by("received_at").values_list("owner_uid", "blob__dhash"):
        if hash_ is not None:
            found[owners[owner]].append(hash_)
    return found


def unfound(unit: Unit, since: date) -> Estimate:
    """From the hazards of a unit since a day: found by itself, found by others, and by both.

    The same is what was merged, or what has one type at one place while the earlier was still open.
    """
    rows = Hazard.objects.under(unit).safety().filter(unit=unit, found_on__gte=since).order_by("reported_at", "uid")
    known = list(
        rows.only("uid", "type", "place", "subject", "found_from", "unit", "merged_into", "reported_at", "closed_at")[
            :MOST
        ]
    )
    thing: dict[UUID, UUID] = {}
    standing: dict[tuple[str, str], Hazard] = {}
    sides: dict[UUID, set[bool]] = defaultdict(set)
    for one in known:
        spot = (one.type, str(one.subject_id or one.place.strip()))
        before = standing.get(spot) if all(spot) else None
        if before is not None and (before.closed_at is None or before.closed_at > one.reported_at):
            thing[one.pk] = thing[before.pk]
        else:
            thing[one.pk] = one.pk
            standing[spot] = one
    for one in known:
        same = thing.get(one.merged_into_id, one.merged_into_id) if one.merged_into_id else thing[one.pk]
        sides[same].add(one.found_from_id == one.unit_id)
    own = sum(True in told for told in sides.values())
    other = sum(False in told for told in sides.values())
    return chapman(own, other, sum(len(told) == 2 for told in sides.values()))
