"""交换意见: what was found is shown; the inspected side signs, objects, or refuses and says why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.people.api import Refused, Viewer, Way, institution_of
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import access, below, pack_schema, telling
from weian.programs.inspections.actions.recording import answers_of, methods_used
from weian.programs.inspections.kinds import Side, Word
from weian.programs.inspections.models import Finding, Inspection, Interview, Signature
from weian.programs.inspections.states import Status


def finish(one: Inspection, *, by: Viewer, ended_at: datetime | None = None) -> Inspection:
    """The visit is over: the inspector signs, and the unit is shown what was found, or, of a secret visit, the office.

    Raises Refused while items are unanswered, or a fault of the checklist is not yet written as a finding.
    """
    access.check_can_finish(by, one)
    answers, _ = answers_of(one)
    judged = below.judged(one.sheet, answers)
    if judged.errors:
        raise Refused("；".join(judged.errors.values()))
    written = set(Finding.objects.filter(inspection=one).values_list("item", flat=True))
    if loose := [fault for fault in judged.faults if fault.item not in written]:
        named = "；".join(fault.text for fault in loose[:3])
        raise Refused(f"检查表有 {len(loose)} 项不合格还没有写成问题（写明当场改正，或责任人和期限）：{named}")
    values = {"ended_at": ended_at or clock.now(), "methods": methods_used(one), "score": judged.score}
    with transaction.atomic():
        signed_as(one, Side.INSPECTOR, Word.SIGNED, "", by)
        if one.sealed:
            held = {**values, "score": None, "methods": [], "release_by": clock.today() + timedelta(days=_days())}
            audit.move(one, Status.HELD, by=by, values=held)
            telling.held(one)
        else:
            audit.move(one, Status.SHOWN, by=by, values=values)
            telling.shown(one)
    return one


def release(one: Inspection, *, by: Viewer, note: str = "") -> Inspection:
    """After review a secret visit is shown to the unit, with the moments at which things were found."""
    access.check_can_release(by, one)
    answers, words = answers_of(one)
    judged = below.judged(one.sheet, answers, whole=False)
    values = {"answers": answers, "note": words, "score": judged.score, "methods": methods_used(one)}
    home = institution_of(one.target)
    with transaction.atomic():
        audit.move(one, Status.SHOWN, by=by, verb="inspection.released", why=note.strip(), values=values)
        with org.rehoming(one.target, why="暗访结果审核公布"):
            for model in (Finding, Interview, Signature):
                for row in model.objects.filter(inspection=one):
                    facts = {"inspection": str(one.pk)}
                    with audit.changed(row, f"{model._meta.model_name}.released", by=by, facts=facts):
                        row.at(home)
                        row.org_pos = one.target.pos
        telling.shown(one)
    return one


def sign(one: Inspection, *, by: Viewer, text: str = "") -> Inspection:
    """The inspected side agrees. Raises Refused."""
    return _respond(one, Status.SIGNED, Word.SIGNED, by, text)


def refuse(one: Inspection, *, by: Viewer, why: str) -> Inspection:
    """The inspected side will not sign and says why. Raises Refused."""
    return _respond(one, Status.REFUSED, Word.REFUSED, by, why)


def object_(one: Inspection, objections: Mapping[UUID, str], *, by: Viewer) -> Inspection:
    """The inspected side objects to findings, each with its reason. Raises Refused."""
    access.check_can_respond(by, one, Status.OBJECTED)
    with transaction.atomic():
        count = _objected(one, objections, by)
        _move(one, Status.OBJECTED, Word.OBJECTED, f"对 {count} 条有异议", by)
    return one


def _objected(one: Inspection, objections: Mapping[UUID, str], by: Viewer) -> int:
    """Note each objection with its finding; how many there are. Raises Refused for none, and for an unknown finding."""
    told = {uid: text.strip() for uid, text in objections.items() if text.strip()}
    rows = {row.pk: row for row in Finding.objects.filter(inspection=one, pk__in=told)}
    if not told or set(told) - set(rows):
        raise Refused("请写明对哪一条有异议、为什么。")
    for uid, text in told.items():
        with audit.changed(rows[uid], "finding.objected", by=by, facts={"inspection": str(one.pk)}):
            rows[uid].objection, rows[uid].answer = text, ""
    return len(told)


def note_refusal(one: Inspection, *, by: Viewer, why: str) -> Inspection:
    """Nobody of the unit would sign; the inspectors write down what was said. Raises Refused."""
    access.check_can_note_refusal(by, one)
    if not why.strip():
        raise Refused("请写明被检查单位为什么不签、当时谁在场。")
    with transaction.atomic():
        signed_as(one, Side.INSPECTOR, Word.REFUSED, why, by)
        audit.move(one, Status.REFUSED, by=by, why=why.strip())
    return one


def take_signature(
    one: Inspection, drawn: hazards.Photo, *, by: Viewer, name: str, title: str, text: str = ""
) -> Inspection:  # fmt: skip
    """The inspected side signs by hand on the inspectors' device, where there is no network for its own account.

    The unit is told who signed, so that a hand that is not its own comes to light. Raises Refused without name, post
    and the drawn signature.
    """
    access.check_can_take_signature(by, one)
    with transaction.atomic():
        _hand(one, drawn, Word.SIGNED, text, by, name, title)
        audit.move(one, Status.SIGNED, by=by, why=text.strip(), facts={"on_device": True})
        telling.signed_here(one, name.strip(), title.strip())
    return one


def take_objections(
    one: Inspection, objections: Mapping[UUID, str], drawn: hazards.Photo, *, by: Viewer, name: str, title: str
) -> Inspection:  # fmt: skip
    """The inspected side objects to findings on the inspectors' device, each with its reason, under its own hand.

    As if it had objected in its own account: the team answers each, and it is asked again. Raises Refused as
    `take_signature` and `object_` do.
    """
    access.check_can_take_objections(by, one)
    with transaction.atomic():
        said = f"对 {_objected(one, objections, by)} 条有异议"
        _hand(one, drawn, Word.OBJECTED, said, by, name, title)
        audit.move(one, Status.OBJECTED, by=by, why=said, facts={"on_device": True})
        telling.objected_here(one, name.strip(), title.strip(), said)
    return one


def _hand(
    one: Inspection, drawn: hazards.Photo, word: Word, text: str, by: Viewer, name: str, title: str
) -> None:  # fmt: skip
    """The drawn signature of the inspected side, with whose it is."""
    if not (name.strip() and title.strip()):
        raise Refused("请写签字人的姓名和职务。")
    evidence.keep(
        drawn.file, by=by, unit=one.unit, owner_kind=Inspection.audit_kind, owner_uid=one.pk, role="signature",
        source=drawn.source, uid=drawn.uid,
    )  # fmt: skip
    signed_as(one, Side.UNIT, word, text, by, name=name.strip(), title=title.strip())


def answer(finding: Finding, text: str, *, by: Viewer, drop: bool) -> Finding:
    """The team answers an objection: the finding stands, or is no longer held. Raises Refused."""
    access.check_can_answer(by, finding)
    if not text.strip():
        raise Refused("请写明怎么答复。")
    with audit.changed(finding, "finding.answered", by=by, facts={"dropped": drop}):
        finding.answer, finding.dropped = text.strip(), drop
    return finding


def show_again(one: Inspection, *, by: Viewer) -> Inspection:
    """All objections are answered: the unit is asked again."""
    access.check_can_show_again(by, one)
    with transaction.atomic():
        audit.move(one, Status.SHOWN, by=by)
        telling.shown(one)
    return one


def digest_of(one: Inspection) -> str:
    """What lay before whoever signed: answers, words and findings as they were."""
    answers, note = answers_of(one)
    rows = Finding.objects.filter(inspection=one).order_by("found_at", "uid")
    said = [
        str(one.pk), answers, note,
        [[str(row.pk), row.text, row.place, row.severity, row.basis, str(row.due or ""), row.dropped] for row in rows],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _respond(one: Inspection, to: Status, word: Word, by: Viewer, text: str) -> Inspection:
    access.check_can_respond(by, one, to)
    if word != Word.SIGNED and not text.strip():
        raise Refused("请写明理由。")
    with transaction.atomic():
        _move(one, to, word, text, by)
    return one


def _move(one: Inspection, to: Status, word: Word, text: str, by: Viewer) -> None:
    signed_as(one, Side.UNIT, word, text, by)
    audit.move(one, to, by=by, why=text.strip())
    telling.answered(one, word.label)


def opine(one: Inspection, text: str, *, by: Viewer) -> Signature:
    """An expert of the team signs what they think of what was seen, before it ends (S4-5c). Raises Refused."""
    access.check_can_opine(by, one)
    if not text.strip():
        raise Refused("请写下您的意见再签字。")
    with transaction.atomic():
        return signed_as(one, Side.EXPERT, Word.SIGNED, text, by)


def signed_as(
    one: Inspection, side: Side, word: Word, text: str, by: Viewer, *, name: str = "", title: str = ""
) -> Signature:  # fmt: skip
    """A hand under the record of a visit; `name` and `title` where it is somebody else's than the viewer's."""
    hidden = one.sealed and one.status in (Status.STARTED, Status.HELD)
    made = Signature(
        uid=uuid4(), inspection=one, side=side, word=word, person=by.person,
        post=title[:80] or by.appointment.title, name=name[:40], text=text.strip(),
        given_at=clock.now(), signed=digest_of(one), confirmed=_confirmed(by, name),
    ).at(one.office if hidden else institution_of(one.target))  # fmt: skip
    made.org_pos = one.office.pos if hidden else one.org_pos
    audit.created(
        made, "signature.given", by=by, facts={"inspection": str(one.pk), "word": word, "signed": made.signed}
    )
    return made


def _confirmed(by: Viewer, name: str) -> str:
    """How it is known whose hand it is."""
    if name:
        return Way.HAND
    return by.confirmed.way if by.confirmed else ""


def _days() -> int:
    """Days until what a secret visit found is released; the content says them."""
    term = pack_schema.term("release")
    if term is None or term.days is None:
        raise Refused("没有设置暗访结果几天内公布，请系统管理员装入检查的内容包。")
    return term.days
