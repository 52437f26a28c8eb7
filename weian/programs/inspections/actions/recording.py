"""On the spot: somebody stands there and starts, answers the checklist, finds things, asks people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import access, below, pack_schema
from weian.programs.inspections.kinds import Method, Mode
from weian.programs.inspections.models import Finding, Held, Inspection, Interview
from weian.programs.inspections.specs import FindingSpec
from weian.programs.inspections.states import Status

AT_THE_DOOR = "密封的检查到场开始，成为被检查单位的记录"
TAKEN = "这个编号已经用过。请刷新页面后重新填写。"


def start(
    one: Inspection, *, by: Viewer, code: str = "", why_no_code: str = "", started_at: datetime | None = None,
    device: str = "", seq: int | None = None,
) -> Inspection:  # fmt: skip
    """Begin at the place, by the code of a label that hangs there. From now on it is the visited unit's record.

    For a sealed visit this is the first event in the unit's chain. Raises Refused for a label of another place, and
    without one unless it is said why (a small unit may have none).
    """
    access.check_can_start(by, one)
    scanned = bool(code.strip()) and below.is_label_in(code, one.target)
    if code.strip() and not scanned:
        raise Refused(f"这个码不是{one.target.name}的标签。请扫现场的标签，或照标签下面的码填。")
    if not scanned and one.mode != Mode.REMOTE and not why_no_code.strip():
        raise Refused("请扫现场的标签或填它下面的码；现场没有标签的，写明原因。")
    values: dict[str, Any] = {
        "done_by": by.person, "scanned": scanned,
        "started_at": started_at or clock.now(), "received_at": clock.now(), "device": device, "seq": seq,
    }  # fmt: skip
    facts = {"mode": one.mode, "scanned": scanned, "plan": str(one.plan_id or "")}
    with transaction.atomic():
        if not one.sealed:
            audit.move(one, Status.STARTED, by=by, why=why_no_code.strip(), values=values, facts=facts)
            return one
        with org.rehoming(one.target, why=AT_THE_DOOR):
            place = Inspection(target=one.target).at_target()
            values |= {"unit": place.unit, "org_pos": place.org_pos, "region": place.region}
            audit.move(one, Status.STARTED, by=by, why=why_no_code.strip(), values=values, facts=facts)
        if one.plan is not None and one.plan.agencies:
            agencies = Unit.objects.filter(pk__in=one.plan.agencies)
            org.share(Inspection.audit_kind, ((agency, one.pk) for agency in agencies), by=by)
    return one


def fill(
    one: Inspection, answers: Mapping[str, Any], *, by: Viewer, note: str = "", photos: Sequence[hazards.Photo] = ()
) -> Inspection:  # fmt: skip
    """Keep the answers to the checklist so far; photographs of a secret visit hang on what is held at the office.

    Raises Refused for values that an item cannot have, evidence.Rejected for a photograph that is none.
    """
    access.check_can_write(by, one)
    judged = below.judged(one.sheet, answers, whole=False)
    if judged.errors:
        raise Refused("；".join(judged.errors.values()))
    with transaction.atomic():
        if one.sealed:
            _hold(one, answers, note, by)
        else:
            with audit.changed(one, "inspection.answered", by=by, facts={"answers": len(answers)}):
                one.answers, one.note, one.score = dict(answers), note.strip(), judged.score
        keep_photos(one, photos, by=by)
    return one


def keep_photos(one: Inspection, photos: Sequence[hazards.Photo], *, by: Viewer) -> None:
    """Photographs of the visit itself, where what was found is kept now. Raises evidence.Rejected."""
    held = Held.objects.filter(inspection=one).first() if one.sealed and photos else None
    for photo in photos:
        evidence.keep(
            photo.file, by=by, unit=one.office if held else one.unit,
            owner_kind=Held.audit_kind if held else Inspection.audit_kind, owner_uid=held.pk if held else one.pk,
            role=photo.role, source=photo.source, uid=photo.uid,
        )  # fmt: skip


def answers_of(one: Inspection) -> tuple[dict[str, Any], str]:
    """Answers and words of an inspection, wherever they are kept now."""
    held = Held.objects.filter(inspection=one).first() if one.status in (Status.STARTED, Status.HELD) else None
    return (held.answers, held.note) if held is not None else (one.answers, one.note)


def find(one: Inspection, spec: FindingSpec, *, by: Viewer) -> Finding:
    """Write down something that is wrong. The same uid again is the same finding.

    Raises Refused unless it was put right on the spot, shown by a photo before and one after, or has a named person
    and a day (S0-2.4b); hazards.Incomplete with a sentence for each of the five elements that is missing.
    """
    access.check_can_write(by, one)
    if (earlier := _earlier(one, spec)) is not None:
        return earlier
    _check(one, spec)
    made = Finding(
        uid=spec.uid, inspection=one, item=spec.item, text=spec.text.strip(), place=spec.place.strip(), type=spec.type,
        domain=_domain(spec), method=spec.method, severity=spec.severity, clause=spec.clause, basis=spec.basis.strip(),
        demand=spec.measure.strip(), fixed=spec.fixed.strip(), due=spec.due, elements=_elements(spec),
        found_at=spec.found_at or clock.now(), found_by=by.person.pk,
    ).at(_home(one))  # fmt: skip
    made.org_pos = one.office.pos if one.sealed else one.org_pos
    try:
        with transaction.atomic():
            audit.created(made, "finding.made", by=by, facts={"inspection": str(one.pk), "method": made.method})
            for photo in spec.photos:
                evidence.keep(
                    photo.file, by=by, unit=made.unit, owner_kind=Finding.audit_kind, owner_uid=made.pk,
                    role=photo.role, source=photo.source, uid=photo.uid, place_text=made.place,
                )  # fmt: skip
            if made.fixed:
                _check_before_and_after(made)
    except IntegrityError as double:
        raise Refused(TAKEN) from double
    return made


def ask_staff(one: Inspection, answers: Mapping[str, bool], *, uid: UUID, by: Viewer) -> Interview:
    """访: one member of staff answered. Who it was is not kept. Raises Refused where nothing was asked."""
    access.check_can_write(by, one)
    known = pack_schema.questions()
    told = {code: bool(right) for code, right in answers.items() if code in known}
    if not told:
        raise Refused("请至少问一题。")
    earlier: Interview | None = Interview.objects.filter(pk=uid, inspection=one).first()
    if earlier is not None:
        return earlier
    made = Interview(uid=uid, inspection=one, answers=told, knew=sum(told.values()), asked=len(told)).at(_home(one))
    made.org_pos = one.office.pos if one.sealed else one.org_pos
    try:
        with transaction.atomic():
            audit.created(made, "interview.made", by=by, facts={"inspection": str(one.pk), "asked": made.asked})
    except IntegrityError as double:
        raise Refused(TAKEN) from double
    return made


def methods_used(one: Inspection) -> list[str]:
    """Which of 听看查访 this visit used, by items answered, findings and interviews."""
    answers, _ = answers_of(one)
    used = set(below.judged(one.sheet, answers, whole=False).methods) if one.sheet else set()
    used |= set(Finding.objects.filter(inspection=one).values_list("method", flat=True))
    if Interview.objects.filter(inspection=one).exists():
        used.add(Method.ASK)
    return [one.value for one in Method if one.value in used]


def note_leak(one: Inspection, text: str, *, by: Viewer) -> Inspection:
    """They knew of a visit that nobody had announced: the team says what showed it (S4-3i)."""
    access.check_in_team(by, one)
    if not one.sealed or one.under_seal:
        raise Refused("泄露情况在密封的检查到场以后登记。")
    if not text.strip():
        raise Refused("请写明从哪里看出走漏了消息。")
    with audit.changed(one, "inspection.leaked", by=by):
        one.leaked = text.strip()
    return one


def _hold(one: Inspection, answers: Mapping[str, Any], note: str, by: Viewer) -> None:
    held = Held.objects.filter(inspection=one).first()
    if held is None:
        audit.created(
            Held(inspection=one, answers=dict(answers), note=note.strip()).at(one.office), "inspection.answers_held",
            by=by, facts={"inspection": str(one.pk)},
        )  # fmt: skip
        return
    with audit.changed(held, "inspection.answers_held", by=by, facts={"answers": len(answers)}):
        held.answers, held.note = dict(answers), note.strip()


def _home(one: Inspection) -> Unit:
    """Where what was found counts: at the office while a secret visit is not released."""
    return one.office if one.sealed else institution_of(one.target)


def _earlier(one: Inspection, spec: FindingSpec) -> Finding | None:
    earlier: Finding | None = Finding.objects.filter(pk=spec.uid).first()
    if earlier is None:
        return None
    if earlier.inspection_id != one.pk or earlier.text != spec.text.strip():
        raise Refused(TAKEN)
    return earlier


def _check(one: Inspection, spec: FindingSpec) -> None:
    if not spec.text.strip():
        raise Refused("请写一句发现了什么。")
    if spec.type and spec.type not in hazards.types():
        raise Refused("没有这个隐患类别，请重新选。")
    if spec.method not in Method.values:
        raise Refused("请选是听、看、查还是访发现的。")
    if spec.severity not in hazards.Grade.values:
        raise Refused("请选一般、较大或重大。")
    if bool(spec.fixed.strip()) == bool(spec.due or spec.responsible):
        raise Refused("请二选一：当场改正（写明怎么改的，附整改前后照片），或者指定责任人和期限。")
    home = institution_of(one.target)
    for held in (spec.fixer, spec.responsible):
        if held is not None and not home.holds(held.person.unit):
            raise Refused(f"{held.person.name}不是{home.name}的人，不能作责任人。")
    if spec.fixed.strip():
        if spec.severity == hazards.Grade.MAJOR:
            raise Refused("重大隐患不能当场改正了事。请指定责任人和期限。")
        if spec.fixer is None:
            raise Refused(f"请指明{home.name}当场改正的人。检查人员不替单位整改。")
        return
    if missing := spec.elements.missing():
        raise hazards.Incomplete(missing)
    if spec.due is not None and spec.due < clock.today():
        raise hazards.Incomplete({"due": "时限：期限已经过去，请定今天或以后的日子。"})


def _check_before_and_after(made: Finding) -> None:
    roles = {one.role for one in evidence.attachments_of(Finding.audit_kind, made.pk) if one.blob.is_image}
    missing = [word for role, word in (("before", "整改前"), ("after", "整改后")) if role not in roles]
    if missing:
        raise Refused(
            f"当场改正要有整改前和整改后两张照片，还缺{'、'.join(missing)}照片。改不完的，请指定责任人和期限。"
        )


def _elements(spec: FindingSpec) -> dict[str, Any]:
    """What the hazard will need, as plain JSON."""
    if spec.fixed.strip():
        assert spec.fixer is not None
        return {"fixer": str(spec.fixer.pk)}
    assert spec.responsible is not None
    return {
        "responsible": str(spec.responsible.pk), "money": str(spec.money), "at_once": spec.at_once,
        "interim_measure": spec.interim_measure.strip(), "plan": spec.plan.strip(),
    }  # fmt: skip


def _domain(spec: FindingSpec) -> str:
    kind = hazards.types().get(spec.type)
    return kind.domain if kind else ""
