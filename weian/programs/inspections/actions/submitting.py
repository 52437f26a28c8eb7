"""One act: a unit was looked at. Inspection, answers, faults as hazards and the visit of a round come in together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import api as works
from weian.kernel import clock, memo
from weian.programs.inspections import access, below, leading
from weian.programs.inspections.found import Found
from weian.programs.inspections.kinds import AT_ONCE, FOUND_AS, OUTSIDE, Mode, Side, Word
from weian.programs.inspections.models import Finding, Inspection, Signature
from weian.programs.inspections.states import Status

TAKEN = "这个编号已经登记过别的内容。请返回列表，重新打开一张空表再填。"


@dataclass(frozen=True)
class _Sent:
    """What came from the device, with what its clock was worth."""

    started_at: datetime
    ended_at: datetime
    clock_offset: int | None

    def real(self, moment: datetime) -> datetime:
        """The moment by our clock: the device's, less what it runs ahead (seconds), and never in the future."""
        return min(moment - timedelta(seconds=self.clock_offset or 0), clock.now())


def submit(
    *, uid: UUID, by: Viewer, unit: Unit, mode: str, sheet_ref: str = "", answers: Mapping[str, Any] | None = None,
    subject: UUID | None = None, started_at: datetime | None = None, ended_at: datetime | None = None,
    at_scan: str | None = None, device: str = "", seq: int | None = None, findings: Sequence[Found] = (),
    photos: Sequence[hazards.Photo] = (), clock_offset: int | None = None, note: str = "",
    outside_signer: str = "",
) -> Inspection:  # fmt: skip
    """Record a self-check, a round or a spot check of `unit` (an institution or its department).

    The uid is the client's: the same content again is one inspection. `clock_offset` is how many seconds the device's
    clock runs ahead of ours. `photos` named by an answer go to the hazard of that fault, the others stay here.
    What a maintainer did (维保到场) counts when `by`, of the unit, signs beside the `outside_signer` who did it.
    Raises Refused with a sentence: for a mode that needs a plan, another place, answers that do not fit the checklist,
    a label that does not belong to the point, and where the uid stands for something else.
    """
    access.check_can_inspect(by, unit, mode)
    if mode not in AT_ONCE:
        raise Refused(f"{Mode(mode).label}要先安排，到场后从计划里开始。")
    answers, now = dict(answers or {}), clock.now()
    sent = _Sent(started_at or now, ended_at or started_at or now, clock_offset)
    if not (sheet_ref or note.strip() or findings or subject):
        raise Refused("请填检查表、写一句情况或记下发现的问题，有一样就行。")
    home = institution_of(unit)
    inspection = Inspection(
        uid=uid, office=by.unit, target=home, mode=mode, status=Status.RECORDED, subject=subject, sheet=sheet_ref,
        answers=answers, note=note.strip(), team=[by.person.pk], done_by=by.person, made_at=now,
        started_at=sent.started_at, ended_at=sent.ended_at, received_at=now, device=device, seq=seq,
        clock_offset=clock_offset,
    ).at(home)  # fmt: skip
    if unit.pk != home.pk:
        inspection.org_pos = unit.pos
    inspection.digest = _digest(inspection, findings, outside_signer)
    if not memo.once(_new(uid), lambda: False, steady=True) and (earlier := _earlier(inspection, by)) is not None:
        return earlier
    place = below.subject_of(subject, home)
    inspection.outside = _outside(mode, place, outside_signer)
    judged = below.judged(sheet_ref, answers)
    if judged.errors:
        raise Refused("；".join(judged.errors.values()))
    inspection.scanned = _check_label(at_scan, place, by)
    inspection.score = judged.score
    inspection.methods = sorted(judged.methods | {one.method for one in findings})
    try:
        with audit.apart():
            _write(inspection, unit, judged, findings, photos, sent, place, by)
            if mode in OUTSIDE:
                _counter_sign(inspection, outside_signer, by)
            leading.note(inspection, by=by)
    except IntegrityError:
        # Of two that arrive at once the second waits here; or the uid belongs to what cannot be seen.
        if (earlier := _earlier(inspection, by)) is None:
            raise Refused(TAKEN) from None
        return earlier
    return inspection


def look_up(uids: Iterable[UUID]) -> None:
    """Ask at once which of many inspections are here already, before each is submitted."""
    wanted = set(uids)
    here = set(Inspection.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    memo.lay_out({_new(uid): True for uid in wanted - here})


def _new(uid: UUID) -> tuple[str, UUID]:
    return "new inspection", uid


def _write(
    inspection: Inspection, unit: Unit, judged: below.Judged, findings: Sequence[Found],
    photos: Sequence[hazards.Photo], sent: _Sent, subject: registry.Subject | None, by: Viewer,
) -> None:  # fmt: skip
    faults = len(judged.faults) + len(findings)
    facts = {"mode": inspection.mode, "sheet": inspection.sheet, "faults": faults, "scanned": inspection.scanned}
    audit.created(inspection, "inspection.submitted", by=by, facts=facts)
    of_faults = {photo for fault in judged.faults for photo in fault.photos}
    place, account = subject.name if subject else "", _on_whose_account(inspection, subject)
    for fault in judged.faults:
        one = _found_of(fault, inspection, photos, place)
        _report(inspection, unit, one, fault.domain, subject, account, sent, by)
    for found in findings:
        here = found.place.strip() in ("", place)
        told = replace(found, place=place) if here else found
        _report(inspection, unit, told, "", subject if here else None, account, sent, by)
    for photo in photos:
        if photo.uid is None or photo.uid not in of_faults:
            keep(inspection, photo, by=by)
    if subject is not None:
        source = (Inspection.audit_kind, inspection.pk)
        moment = sent.real(sent.ended_at)
        below.note_visit(uuid5(inspection.pk, "visit"), subject, moment, by, source, faults, inspection)


def keep(inspection: Inspection, photo: hazards.Photo, *, by: Viewer) -> evidence.Attachment:
    """Keep a photograph with the inspection; it may arrive after the record. Raises Refused, evidence.Rejected."""
    if by.person.pk not in inspection.team:
        raise Refused("照片由做这次检查的人补传。")
    return evidence.keep(
        photo.file, by=by, unit=inspection.unit, owner_kind=Inspection.audit_kind, owner_uid=inspection.pk,
        role="scene" if photo.role == "before" else photo.role, source=photo.source, uid=photo.uid,
    )  # fmt: skip


def _report(
    inspection: Inspection, unit: Unit, found: Found, domain: str, subject: registry.Subject | None,
    account: UUID | None, sent: _Sent, by: Viewer,
) -> None:  # fmt: skip
    """A fault is a hazard, reported once, with where it was found and what it offends."""
    basis = f"\n依据：{found.basis}" if found.basis else ""
    moment = sent.real(sent.started_at)
    hazard = hazards.report(
        uid=uuid5(found.uid, "hazard"), by=by, unit=inspection.target, text=found.text + basis, type=found.type,
        place=found.place, department=unit if unit.pk != inspection.target_id else None, photos=found.photos,
        found_on=moment.date(), found_mode=FOUND_AS[Mode(inspection.mode)],
        source=(Inspection.audit_kind, inspection.pk), domain=domain, subject=subject,
    )  # fmt: skip
    works.charge_found(hazard, account, by=by)
    finding = Finding(
        uid=found.uid, inspection=inspection, item=found.item, text=found.text, place=found.place, type=found.type,
        domain=domain or hazard.domain, method=found.method or "look", severity=found.severity, basis=found.basis,
        hazard=hazard, found_at=moment, found_by=by.person.pk,
    ).at(inspection.unit)  # fmt: skip
    finding.org_pos = inspection.org_pos
    audit.created(finding, "finding.made", by=by, facts={"inspection": str(inspection.pk), "hazard": str(hazard.pk)})


def _on_whose_account(inspection: Inspection, place: registry.Subject | None) -> UUID | None:
    """The subject whose contractor answers for what was found: itself, or who serves there when that was inspected."""
    if place is None:
        return None
    return place.contractor_id if inspection.mode in OUTSIDE and place.contractor_id else place.pk


def _found_of(
    fault: below.Fault, inspection: Inspection, photos: Sequence[hazards.Photo], place: str
) -> Found:  # fmt: skip
    return Found(
        uid=uuid5(inspection.pk, fault.item), text=fault.text + (f"：{fault.note}" if fault.note else ""), place=place,
        type=fault.type, item=fault.item, method=fault.method, severity=fault.severity, basis=fault.basis,
        photos=[one for one in photos if one.uid in fault.photos],
    )  # fmt: skip


def _outside(mode: str, subject: registry.Subject | None, signer: str) -> str:
    """Who from outside works there; empty for what the unit does itself."""
    if mode not in OUTSIDE:
        return ""
    served = subject if subject is None or subject.kind == registry.Kind.PARTY else subject.contractor
    if served is None:
        raise Refused("请选是哪一家外包、维保单位，或由它服务的场所点位。")
    if mode == Mode.UPKEEP and not signer.strip():
        raise Refused("请写维保人员姓名：维保人员和本单位现场人员都签了字才算。")
    return served.name


def _counter_sign(inspection: Inspection, signer: str, by: Viewer) -> None:
    """Whoever came from outside, and the one of the unit who stood beside (S0-2.7d)."""
    hands = [(Side.UNIT, ""), *([(Side.OUTSIDE, signer.strip())] if signer.strip() else [])]
    for side, name in hands:
        made = Signature(
            inspection=inspection, side=side, word=Word.SIGNED, person=by.person, post=by.appointment.title,
            name=name, given_at=clock.now(), signed=inspection.digest,
        ).at(inspection.unit)  # fmt: skip
        made.org_pos = inspection.org_pos
        audit.created(made, "signature.given", by=by, facts={"inspection": str(inspection.pk), "side": side})


def _check_label(token: str | None, place: registry.Subject | None, by: Viewer) -> bool:
    """Whether somebody stood at the point. A label of somewhere else is refused."""
    if not token:
        return False
    if not (registry.is_label_of(token, place) if place else registry.by_token(token, by)):
        raise Refused("扫到的标签不是这个点位的。请到点位上重新扫，或不扫码提交（按未扫码记）。")
    return True


def _earlier(inspection: Inspection, by: Viewer) -> Inspection | None:
    """What stands under the uid. Raises Refused where that is something else, or somebody else's."""
    earlier: Inspection | None = Inspection.objects.filter(pk=inspection.pk).first()
    if earlier is None:
        return None
    if (earlier.digest, earlier.done_by_id) != (inspection.digest, by.person.pk):
        raise Refused(TAKEN)
    return earlier


def _digest(inspection: Inspection, findings: Sequence[Found], signer: str) -> str:
    """What was said. Moments are the device's claims and are part of it."""
    said = [
        str(inspection.target_id), str(inspection.org_pos), inspection.mode, inspection.sheet, inspection.answers,
        str(inspection.subject or ""), inspection.note, inspection.device, inspection.seq,
        [one.told() for one in findings], signer,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
