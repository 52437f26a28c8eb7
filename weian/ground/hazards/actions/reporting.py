"""Somebody saw something: a hazard is reported, from the phone, the desk, an import or another app."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Person
from weian.ground.duties import api as duties
from weian.ground.hazards import access, numbers, pack_schema, telling
from weian.ground.hazards.kinds import Mark, Mode
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.pairing.actions import pair
from weian.ground.hazards.pairing.finding import earlier_like
from weian.ground.hazards.queries.placing import named
from weian.ground.registry.models import Subject
from weian.kernel import clock, compiled
from weian.kernel.actor import Actor

TITLE_LENGTH = 40


@dataclass(frozen=True)
class Photo:
    """A file that comes with an act. `role`: before, after or scene; `uid` is made by the client."""

    file: Any
    role: str = "before"
    source: str = "upload"
    uid: UUID | None = None


def report(
    *, uid: UUID, by: Actor, unit: Unit, text: str = "", type: str = "", place: str = "",
    department: Unit | None = None, photos: Sequence[Photo] = (), found_on: date | None = None,
    found_mode: str = Mode.DAILY, source: tuple[str, UUID] | None = None, on_behalf: bool = False,
    domain: str = "", found_by: Person | None = None, photos_follow: bool = False, subject: Subject | None = None,
) -> Hazard:  # fmt: skip
    """Report a hazard of `unit`. A photo, a sentence or a type is enough.

    The uid is the client's: the same report sent twice is one hazard. Raises Refused for a report without anything,
    for a place outside the reporter's unit, and where the uid stands for something else already. With `on_behalf` it is
    the unit's own report, written down by the commission above (代录). `domain` is for what has no type; `found_by` is
    who found it, where another person of their office reports it (a secret visit, released after review). With
    `photos_follow` its photos are announced and on their way: they count as there. `subject` is the place of the
    register; without it the one is taken that `place` names, where just one place of the unit is called so.
    """
    kind = pack_schema.types().get(type)
    if type and kind is None:
        raise Refused("没有这个隐患类别，请重新选。")
    if not (text.strip() or photos or photos_follow or kind):
        raise Refused("请拍一张照片、写一句话或选一个类别，有一样就行。")
    if kind is not None and pack_schema.needs_text(type) and not text.strip():
        raise Refused(f"选“{kind.title}”的，请写一句是什么问题、在哪里。")
    access.check_can_report(by, unit)
    _check_department(unit, department)
    said = subject
    place, subject = place_of(unit, place.strip(), said)
    if on_behalf and isinstance(by, Viewer):
        duties.check_can_write_for(by, unit)
    domain = kind.domain if kind else domain
    hazard = Hazard(
        uid=uid, title=title_of(text, kind.title if kind else "", place), text=text.strip(), type=type,
        domain=domain, line=pack_schema.line_of(domain, kind.line if kind else ""), place=place,
        subject=subject, department=department, found_on=found_on or clock.today(), found_mode=found_mode,
        found_by=found_by or getattr(by, "person", None),
        found_from=by.unit if isinstance(by, Viewer) and not on_behalf else unit, reported_at=clock.now(),
        reported_by=by.actor_uid,
        source_kind=source[0] if source else "", source_uid=source[1] if source else None,
    )  # fmt: skip
    if hazard.found_on > clock.today():
        raise Refused("发现日期不能晚于今天。")
    hazard.report_digest = _digest(hazard, unit, said)
    return _once(hazard, unit, by, photos, on_behalf)


def _once(hazard: Hazard, unit: Unit, by: Actor, photos: Iterable[Photo], on_behalf: bool) -> Hazard:
    earlier = _known(hazard.pk)
    if earlier is None:
        try:
            with audit.apart():
                _write(hazard, unit, by, photos)
                if on_behalf and isinstance(by, Viewer):
                    duties.mark(Hazard.audit_kind, hazard.pk, hazard.title, unit=unit, by=by)
            return hazard
        except IntegrityError:
            # Of two that arrive at once the second waits here; or the uid belongs to a place that cannot be seen.
            earlier = _known(hazard.pk)
    if earlier is None or (earlier.report_digest, earlier.reported_by) != (hazard.report_digest, by.actor_uid):
        raise Refused("这个编号已经登记过别的内容。请返回列表，重新打开“报隐患”再填一次。")
    return earlier


def _known(uid: UUID) -> Hazard | None:
    one = compiled.uid(1)
    found: list[Hazard] = compiled.rows("hazards.known", {one: uid}, lambda: Hazard.objects.filter(pk=one))
    return next(iter(found), None)


def _write(hazard: Hazard, unit: Unit, by: Actor, photos: Iterable[Photo]) -> None:
    hazard.at(unit)
    if hazard.department:
        hazard.org_pos = hazard.department.pos
    hazard.no = numbers.take(numbers.HAZARD, unit, hazard.found_on.year)
    earlier = earlier_like(hazard)
    hazard.marks = [Mark.PAIR.value] if earlier else []
    facts = {"no": hazard.no, "mode": hazard.found_mode, "source": hazard.source_kind}
    audit.created(hazard, "hazard.reported", by=by, facts=facts, is_apart=True)
    if earlier is not None:
        pair(hazard, earlier, by=by)
    attach(hazard, photos, by=by)
    telling.reported(hazard)


def attach(hazard: Hazard, photos: Iterable[Photo], *, by: Actor) -> None:
    """Keep the files with the hazard. Raises evidence.Rejected with a sentence for a file that is not accepted."""
    for photo in photos:
        evidence.keep(
            photo.file, by=by, unit=hazard.unit, owner_kind=Hazard.audit_kind, owner_uid=hazard.uid, role=photo.role,
            source=photo.source, uid=photo.uid,
        )  # fmt: skip


def _check_department(unit: Unit, department: Unit | None) -> None:
    if department and not unit.pos < department.pos < unit.end:
        raise Refused(f"{department.name}不是{unit.name}的科室，请重新选。")


def place_of(unit: Unit, words: str, subject: Subject | None) -> tuple[str, Subject | None]:
    """Where it is, in words and by key."""
    if subject is None:
        return words, named(unit, words)
    if subject.unit_id != unit.pk:
        raise Refused(f"{subject.name}不是{unit.name}的场所点位，请重新选。")
    return words or subject.name, subject


def title_of(text: str, type_title: str, place: str) -> str:
    sentence = text.strip().splitlines()[0] if text.strip() else ""
    for mark in "。；！\n":
        sentence = sentence.split(mark)[0]
    words = sentence or (f"{place.strip()}{type_title}" if type_title else "") or f"{place.strip()}照片上报".strip()
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1] + "…"


def _digest(hazard: Hazard, unit: Unit, subject: Subject | None) -> str:
    """What was said, so that a repeat can be told from another report under the same uid.

    `subject` as it was said: what its words name may have changed when the repeat comes.
    """
    said = [
        str(unit.uid), str(hazard.department_id or ""), hazard.text, hazard.type, hazard.place, hazard.found_mode,
        hazard.found_on.isoformat(), hazard.source_kind, str(hazard.source_uid or ""),
    ]  # fmt: skip
    if subject is not None:
        said.append(str(subject.pk))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
