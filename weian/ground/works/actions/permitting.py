"""作业票: asked, approved by another person, begun and ended on the spot with photographs, looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import access, reach, telling
from weian.ground.works.models import Contract, Contractor, Permit, Site
from weian.ground.works.pack_schema import PermitKind, permit_kinds
from weian.ground.works.states import Built, Permitted
from weian.kernel import clock


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is to be done, where, when and by whom."""

    kind: str
    subject: registry.Subject
    work: str
    starts_at: datetime
    ends_at: datetime
    worker: str
    certificate_no: str
    certificate_until: date
    watcher: str
    measures: tuple[str, ...]
    neighbours: tuple[Unit, ...] = ()
    site: Site | None = None
    contractor: Contractor | None = None


def ask(work: Work, *, uid: UUID, by: Viewer) -> Permit:
    """Ask for a permit; the same uid again is the same permit. Raises Refused with everything that is missing first."""
    with reach.around(by):
        unit = work.subject.unit
        access.check_can_ask_permit(by, unit, work.contractor)
        earlier: Permit | None = Permit.objects.filter(pk=uid).first()
        if earlier is not None:
            if (earlier.asked_by_id, earlier.subject_id) != (by.person.pk, work.subject.pk):
                raise Refused("这个编号已经登记过别的内容。请返回列表，重新打开一张空表再填。")
            return earlier
        kind = permit_kinds().get(work.kind)
        if kind is None:
            raise Refused("请选是动火还是临时用电。")
        site = work.site or _site_at(work.subject)
        access.check_not_stopped(site, work.contractor)
        _check(work, kind, site)
        made = Permit(
            uid=uid, kind=kind.code, contractor=work.contractor, site=site, subject=work.subject,
            work=work.work.strip(), starts_at=work.starts_at, ends_at=work.ends_at, worker=work.worker.strip(),
            certificate_no=work.certificate_no.strip(), certificate_until=work.certificate_until,
            watcher=work.watcher.strip(), measures=sorted(work.measures),
            neighbours=[one.pk for one in work.neighbours],
            recheck_minutes=kind.recheck_minutes, grace_minutes=kind.grace_minutes, asked_by=by.person,
            made_at=clock.now(),
        ).at(unit)  # fmt: skip
        access.check_certified(made)
        facts = {
            "kind": kind.code, "subject": str(work.subject.pk), "from": work.starts_at.isoformat(),
            "to": work.ends_at.isoformat(), "contractor": str(work.contractor.pk) if work.contractor else None,
        }  # fmt: skip
        personal = {"worker": made.worker, "certificate_no": made.certificate_no, "watcher": made.watcher}
        try:
            with transaction.atomic():
                audit.created(made, "permit.asked", by=by, facts=facts, personal=personal)
                if work.contractor is not None:
                    org.share(Permit.audit_kind, [(work.contractor.party, made.pk)], by=by)
                telling.asked(made, kind.title)
        except IntegrityError as taken:
            raise Refused("这张作业票刚刚已经提交过了，请刷新后再看。") from taken
    return made


def approve(permit: Permit, *, by: Viewer) -> Permit:
    """Another person than who asked; departments beside it are told."""
    access.check_can_approve(by, permit)
    kind = permit_kinds()[permit.kind]
    with transaction.atomic():
        audit.move(permit, Permitted.APPROVED, by=by)
        telling.decided(permit, kind.title)
        begin, end = (moment.astimezone(clock.SHANGHAI) for moment in (permit.starts_at, permit.ends_at))
        telling.told_neighbours(permit, kind.title, f"{begin:%m-%d %H:%M}—{end:%H:%M}")
    return permit


def refuse(permit: Permit, *, by: Viewer, why: str) -> Permit:
    access.check_can_refuse(by, permit)
    return _over(permit, Permitted.REFUSED, by, why, "请写明为什么不批准。")


def halt(permit: Permit, *, by: Viewer, why: str) -> Permit:
    """The owner stops it at once."""
    access.check_can_halt(by, permit)
    return _over(permit, Permitted.HALTED, by, why, "请写明为什么叫停。")


def cancel(permit: Permit, *, by: Viewer, why: str) -> Permit:
    access.check_can_cancel(by, permit)
    with reach.around(by):
        return _over(permit, Permitted.CANCELLED, by, why, "请写明为什么作废。")


def begin(permit: Permit, *, by: Viewer, photos: Sequence[hazards.Photo]) -> Permit:
    """On the spot, with a photograph of how it was made ready."""
    with reach.around(by):
        access.check_can_begin(by, permit)
        return _shown(
            permit, Permitted.WORKING, "before", photos, by, "请拍一张作业前的照片：可燃物清理、灭火器材、看护人。"
        )


def end(permit: Permit, *, by: Viewer, photos: Sequence[hazards.Photo]) -> Permit:
    with reach.around(by):
        access.check_can_end(by, permit)
        return _shown(permit, Permitted.ENDED, "after", photos, by, "请拍一张作业后的照片：现场清理、断电断气。")


def recheck(
    permit: Permit, *, by: Viewer, note: str, trouble: bool = False, photos: Sequence[hazards.Photo] = ()
) -> Permit:  # fmt: skip
    """Somebody looks again after the end; `trouble` is a hazard at once."""
    access.check_can_recheck(by, permit)
    if not note.strip():
        raise Refused("请写一句现场怎么样。")
    with transaction.atomic():
        _keep(permit, photos, "scene", by)
        values = {"recheck_note": note.strip()[:300]}
        audit.move(permit, Permitted.CLOSED, by=by, values=values, facts={"trouble": trouble})
        if trouble:
            kind = permit_kinds()[permit.kind]
            hazards.report(
                uid=uuid5(permit.pk, "recheck"), by=by, unit=permit.unit, text=f"{kind.title}后复查：{note.strip()}",
                type=kind.hazard_type, subject=permit.subject, source=(Permit.audit_kind, permit.pk),
            )  # fmt: skip
    return permit


def _check(work: Work, kind: PermitKind, site: Site | None) -> None:
    unit = work.subject.unit
    empty = [
        word
        for word, said in (
            ("作业内容", work.work), ("作业人", work.worker), ("证号", work.certificate_no), ("看护人", work.watcher),
        )
        if not said.strip()
    ]  # fmt: skip
    if empty:
        raise Refused(f"还没有写{'、'.join(empty)}。")
    if not work.subject.is_in_use:
        raise Refused(f"{work.subject.name}已经停用，请重新选作业地点。")
    if work.worker.strip() == work.watcher.strip():
        raise Refused("看护人要由作业人以外的另一个人担任。")
    if work.ends_at <= work.starts_at:
        raise Refused("作业止的时间要晚于作业起。")
    if work.ends_at <= clock.now():
        raise Refused("作业时间已经过去，作业票要在作业以前申请。")
    if work.ends_at - work.starts_at > timedelta(hours=kind.max_hours):
        raise Refused(f"一张{kind.title}票最长 {kind.max_hours} 小时，请分开申请。")
    if missing := [one.text for one in kind.measures if one.code not in work.measures]:
        raise Refused(f"还有 {len(missing)} 项措施没有落实：{'；'.join(missing[:3])}。落实以后再申请。")
    if any(not unit.pos < one.pos < unit.end for one in work.neighbours):
        raise Refused("相邻科室要选本单位的。")
    if work.contractor is None:
        return
    if work.contractor.unit_id != unit.pk:
        raise Refused(f"{work.contractor.name}不是{unit.name}的承包方。")
    if site is not None and site.contractor_id == work.contractor.pk:
        return
    if work.subject.pk not in Contract.objects.filter(contractor=work.contractor).active().all_places():
        raise Refused(
            f"{work.subject.name}不在{work.contractor.name}合同的场所里，不能在那里作业。请先由{unit.name}改合同。"
        )


def _site_at(subject: registry.Subject) -> Site | None:
    """The project in whose place this is."""
    found: Site | None = Site.objects.filter(subject__in=[subject.pk, subject.parent_id], status=Built.BUILDING).first()
    return found


def _shown(
    permit: Permit, to: Permitted, role: str, photos: Sequence[hazards.Photo], by: Viewer, without: str
) -> Permit:  # fmt: skip
    if not photos:
        raise Refused(without)
    with transaction.atomic():
        _keep(permit, photos, role, by)
        audit.move(permit, to, by=by, facts={"files": len(photos)})
    return permit


def _keep(permit: Permit, photos: Sequence[hazards.Photo], role: str, by: Viewer) -> None:
    for photo in photos:
        evidence.keep(
            photo.file, by=by, unit=permit.unit, owner_kind=Permit.audit_kind, owner_uid=permit.pk, role=role,
            source=photo.source, uid=photo.uid,
        )  # fmt: skip


def _over(permit: Permit, to: Permitted, by: Viewer, why: str, without: str) -> Permit:
    if not why.strip():
        raise Refused(without)
    with transaction.atomic():
        audit.move(permit, to, by=by, why=why.strip(), values={"why": why.strip()[:300]})
        telling.decided(permit, permit_kinds()[permit.kind].title)
    return permit
