"""Whose photos are nearly another's, in all that was ever sent: by the unit itself before, or by any other unit.

Of another unit nobody learns more than that there is one; what somebody else saw there on a visit is not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Hazard
from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.acts import Seen, Where
from weian.programs.inspections.api import OWN, TOLD
from weian.programs.inspections.models import Finding, Inspection

KINDS = (Inspection.audit_kind, Hazard.audit_kind)
AT_ONCE = 500
MOST_OF_A_NIGHT = 50_000


def seen_of(acts: Collection[UUID]) -> dict[UUID, list[Seen]]:
    """Where photos of these acts, or of the hazards that they found, were seen; four questions for any number."""
    found: dict[UUID, list[Seen]] = defaultdict(list)
    for one, other in _pairs(acts):
        found[one.pk].append(_seen(one, other))
    return found


def copied_since(moment: datetime) -> dict[Unit, set[UUID]]:
    """Acts of a unit whose photos another unit has sent since a moment, so that both are told; each night once."""
    own = Inspection.objects.filter(mode__in=list(OWN), received_at__gte=moment).order_by("-received_at")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    fresh = list(own.values_list("pk", flat=True)[:MOST_OF_A_NIGHT])
    for start in range(0, len(fresh), AT_ONCE):
        for one, other in _pairs(fresh[start : start + AT_ONCE]):
            if one.unit_id != other.unit_id:
                found[other.target_id].add(other.pk)
    return {unit: found[unit.pk] for unit in Unit.objects.filter(pk__in=found).order_by("pos")}


def _pairs(acts: Collection[UUID]) -> Iterator[tuple[Inspection, Inspection]]:
    owners = {uid: uid for uid in acts}
    owners |= _found_by(inspection__in=acts)
    alike = evidence.alike(KINDS, owners)
    theirs = _found_by(hazard__in={other for _, other in alike})
    pairs = {(owners[one], theirs.get(other, other)) for one, other in alike}
    told = Inspection.objects.filter(status__in=TOLD).only("uid", "unit", "target", "subject", "mode", "started_at")
    known = told.in_bulk({uid for pair in pairs for uid in pair})
    for uid, other_uid in sorted(pairs):
        one, other = known.get(uid), known.get(other_uid)
        if one and other and one.pk != other.pk and (one.unit_id == other.unit_id or other.mode in OWN):
            yield one, other


def _found_by(**which: object) -> dict[UUID, UUID]:
    """Hazard → the inspection that found it."""
    rows = Finding.objects.filter(hazard__isnull=False, dropped=False, **which)
    return dict(rows.values_list("hazard", "inspection"))


def _seen(one: Inspection, other: Inspection) -> Seen:
    if one.unit_id != other.unit_id:
        return Seen(Where.OTHER_UNIT)
    where = Where.SAME_PLACE if one.subject == other.subject else Where.OTHER_PLACE
    return Seen(where, other.started_at.astimezone(SHANGHAI).date() if other.started_at else None)
