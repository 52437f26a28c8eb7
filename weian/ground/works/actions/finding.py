"""违规: work without a permit, against it, or otherwise against the rules; one hazard, and one row for each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import access, reach, telling
from weian.ground.works.actions.charging import put
from weian.ground.works.models import Contract, Contractor, Site, Violation
from weian.ground.works.models.violation import Side
from weian.ground.works.pack_schema import ViolationKind, violation_kinds
from weian.kernel import clock
from weian.kernel.actor import Actor, System


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was seen: of which kind, where, by whom it was done. Without a contractor it is the owner's own staff."""

    kind: str
    subject: registry.Subject
    text: str
    contractor: Contractor | None = None
    site: Site | None = None
    person_name: str = ""
    department: Unit | None = None


def find(found: Found, *, uid: UUID, by: Viewer, photos: Sequence[hazards.Photo] = ()) -> list[Violation]:
    """Put a violation down and report it as a hazard, on the contractor's account where it has one.

    The same uid again is the same. Work without a permit is a violation of both sides (S3-2.8e). Raises Refused.
    """
    with reach.around(by):
        site = found.site
        contractor = found.contractor or (site.contractor if site else None)
        unit = institution_of(found.subject.unit)
        access.check_can_find(by, unit, site)
        kind = violation_kinds().get(found.kind)
        if kind is None:
            raise Refused("请选是哪一类违规。")
        if not found.text.strip():
            raise Refused("请写一句看到了什么。")
        if contractor is not None and contractor.unit_id != unit.pk:
            raise Refused(f"{contractor.name}不是{unit.name}的承包方。")
        earlier = list(Violation.objects.filter(hazard=uuid5(uid, "hazard")).order_by("side"))
        if earlier:
            return earlier
        try:
            with transaction.atomic():
                made = _write(found, kind, unit, contractor, uid, by, photos)
                if by.is_agency and site is not None:
                    telling.agency_found(site, by.unit, found.text.strip())
        except IntegrityError as double:
            raise Refused("这一条刚刚已经登记过了，请刷新后再看。") from double
    return made


def _write(
    found: Found, kind: ViolationKind, unit: Unit, contractor: Contractor | None, uid: UUID, by: Viewer,
    photos: Sequence[hazards.Photo],
) -> list[Violation]:  # fmt: skip
    # A guest has no place of its own to report from: the system reports, and names who found it.
    reporter: Actor = System(f"{by.unit.title}在协同项目上发现") if by.is_agency else by
    said = f"{kind.title}：{found.text.strip()}"
    hazard = hazards.report(
        uid=uuid5(uid, "hazard"), by=reporter, unit=unit, text=said, type=kind.hazard_type, subject=found.subject,
        found_mode=hazards.Mode.JOINT if by.is_agency else hazards.Mode.DAILY, photos=photos, found_by=by.person,
        source=(Violation.audit_kind, uid),
    )  # fmt: skip
    host = found.department or _host(contractor, found)
    sides = [*([Side.CONTRACTOR] if contractor else []), *([Side.HOST] if kind.host or not contractor else [])]
    made = []
    for side in sides:
        row = Violation(
            uid=uuid5(uid, side), kind=kind.code, side=side, contractor=contractor,
            department=host if side == Side.HOST else None, site=found.site, subject=found.subject,
            text=found.text.strip(), person_name=found.person_name.strip(), hazard=hazard, found_at=clock.now(),
            found_by=by.person, found_from=by.unit,
        ).at(unit)  # fmt: skip
        facts = {"kind": kind.code, "side": side, "hazard": str(hazard.pk)}
        personal = {"person_name": row.person_name} if row.person_name else None
        audit.created(row, "violation.found", by=by, facts=facts, personal=personal)
        made.append(row)
    if contractor is not None:
        put(hazard, contractor, by=by, person=by.person, source="violation")
    _share(made, contractor, by)
    return sorted(made, key=lambda row: row.side)


def _share(rows: list[Violation], contractor: Contractor | None, by: Viewer) -> None:
    """The contractor reads its own side; an agency what it found itself."""
    opened = [(contractor.party, row.pk) for row in rows if contractor and row.side == Side.CONTRACTOR]
    opened += [(by.unit, row.pk) for row in rows if by.is_agency]
    org.share(Violation.audit_kind, opened, by=by)


def _host(contractor: Contractor | None, found: Found) -> Unit | None:
    """Whose the contractor is: the department that its contract names, else that of the place."""
    if contractor is not None:
        contract: Contract | None = (
            Contract.objects.filter(contractor=contractor, department__isnull=False).active().first()
        )
        if contract is not None:
            return contract.department
    return found.subject.department
