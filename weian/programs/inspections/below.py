"""What inspections asks of checklists, rounds and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.programs.inspections.kinds import Method, Mode
from weian.programs.inspections.models import Inspection

_METHODS = {one.label: one.value for one in Method}


@dataclass(frozen=True)
class Fault:
    """An answer that is a fault, with what its item says of it."""

    item: str
    text: str
    note: str = ""
    type: str = ""
    domain: str = ""
    severity: str = ""
    basis: str = ""
    method: str = ""
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Judged:
    faults: Sequence[Fault] = ()
    methods: frozenset[str] = frozenset()
    score: Decimal | None = None
    errors: Mapping[str, str] | None = None


def judged(ref: str, answers: Mapping[str, Any], *, whole: bool = True) -> Judged:
    """What the answers to a checklist mean; nothing where there is none. Raises Refused for one that does not exist.

    What is not answered is an error only of a `whole` one.
    """
    if not ref:
        return Judged(errors={"": "没有检查表，不能带答案。"} if answers else None)
    sheet = sheet_of(ref)
    told = checklists.judge(sheet, answers)
    errors = {code: f"{_words(sheet, code)}：{sentence}" for code, sentence in told.errors.items()}
    if told.missing and whole:
        named = "、".join(f"“{_words(sheet, code)}”" for code in told.missing[:3])
        errors[told.missing[0]] = f"还有 {len(told.missing)} 项没有填：{named}{'等' if len(told.missing) > 3 else ''}"
    answered = [one for one in sheet.items if (answers.get(one.code) or {}).get("v") not in (None, "", checklists.NA)]
    return Judged(
        faults=[_fault(one) for one in told.faults],
        methods=frozenset(_METHODS[one.method] for one in answered if one.method),
        score=None if told.score is None else Decimal(str(told.score)), errors=errors,
    )  # fmt: skip


def sheet_of(ref: str) -> checklists.Sheet:
    """Raises Refused where there is no such checklist."""
    try:
        return checklists.sheet(ref)
    except checklists.NoSuchSheet:
        raise Refused("没有这张检查表，可能已经换了。请重新选一张。") from None


def _words(sheet: checklists.Sheet, code: str) -> str:
    item = sheet.item(code)
    text = item.text if item else code
    return text if len(text) <= 16 else text[:15] + "…"


def _fault(one: checklists.Fault) -> Fault:
    item = one.item
    return Fault(
        item=item.code, text=one.text, note=one.note, type=item.hazard_type, domain=item.domain,
        severity=item.severity, basis=str(item.basis), method=_METHODS.get(item.method, ""),
        photos=tuple(UUID(uid) for uid in one.photos if _is_uid(uid)),
    )  # fmt: skip


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_label_in(token: str, unit: Unit) -> bool:
    """Whether a valid label of that code hangs in the unit: somebody stands there."""
    label = registry.label_of(token)
    return label is not None and label.is_valid and label.subject.unit_id == institution_of(unit).pk


def subject_of(uid: UUID | None, home: Unit) -> registry.Subject | None:
    """The place or point of a unit that was looked at. Raises Refused where it is none of that unit."""
    if uid is None:
        return None
    found = registry.subject_of(uid)
    if found is None or found.unit_id != home.pk:
        raise Refused(f"{home.name}没有这个场所点位，可能已经停用或改过。请返回重新选。")
    found.unit = home
    return found


def note_visit(
    uid: UUID, subject: registry.Subject, at: datetime, by: Viewer, source: tuple[str, UUID], faults: int,
    inspection: Inspection,
) -> None:  # fmt: skip
    """A round at a point was walked; by the maintainer, where that is who came."""
    doer = "maintainer" if inspection.mode == Mode.UPKEEP else ""
    whole = not leaves_out_readings(inspection, subject)
    rounds.note_visit(
        uid=uid, subject=subject, at=at, by=by, source=source, faults=faults, scanned=inspection.scanned, doer=doer,
        whole=whole,
    )  # fmt: skip


def leaves_out_readings(inspection: Inspection, subject: registry.Subject) -> bool:
    """Whether the unit looked at a place of its own without the list that asks what the meters show there.

    Older phones offer "看过，一切正常" everywhere and may have kept it for days. Refusing it would drop that somebody
    was there, and when; as a round a press would stand for the readings. So it is kept, and answers no round.
    """
    return inspection.mode in (Mode.SELF, Mode.ROUND) and not inspection.sheet and checklists.wants_readings(subject)


def round_after(inspection: Inspection) -> str:
    """How the round stands at the place that was looked at."""
    visits = rounds.Visit.objects.select_related("subject__unit__parent")
    return rounds.told(visits.get(source_kind=Inspection.audit_kind, source_uid=inspection.pk))
