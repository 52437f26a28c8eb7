"""One inspection as the page draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Viewer, asks, institution_of
from weian.foundation.people.models import Appointment
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.inspections import access, below, coverage, reach
from weian.programs.inspections.actions.recording import answers_of, methods_used
from weian.programs.inspections.forms import acts as forms
from weian.programs.inspections.kinds import Method, Mode, Side, Word
from weian.programs.inspections.models import (
    Dispute,
    Finding,
    Held,
    Inspection,
    Instrument,
    Interview,
    Outcome,
    Signature,
)
from weian.programs.inspections.presenters.history import history
from weian.programs.inspections.states import Status

Form = type[forms.ActForm]


def _respond(to: Status) -> Callable[..., object]:
    return lambda by, one: access.check_can_respond(by, one, to)


def _decide(by: Viewer, one: Inspection) -> None:
    access.check_can_decide(by, one, by.unit)


# act → (word, gate, form)
ACTS: dict[str, tuple[str, Callable[..., object], Form]] = {
    "start": ("到场开始", access.check_can_start, forms.StartForm),
    "finding": ("记一个问题", access.check_can_write, forms.FindingForm),
    "interview": ("访谈一位职工（不记名）", access.check_can_write, forms.InterviewForm),
    "finish": ("检查完毕", access.check_can_finish, forms.FinishForm),
    "release": ("审核并公布", access.check_can_release, forms.ReleaseForm),
    "signature": ("签字确认", _respond(Status.SIGNED), forms.SignForm),
    "objection": ("提出异议", _respond(Status.OBJECTED), forms.ObjectForm),
    "dispute": ("提请上级裁定", access.check_can_dispute, forms.DisputeForm),
    "ruling": ("裁定争议", access.check_can_rule, forms.RulingForm),
    "opinion": ("签专家意见", access.check_can_opine, forms.OpinionForm),
    "refusal": ("拒绝签字", _respond(Status.REFUSED), forms.RefuseForm),
    "unsigned": ("对方拒签，如实记下", access.check_can_note_refusal, forms.NoteRefusalForm),
    "replies": ("答复异议", access.check_can_show_again, forms.AnswersForm),
    "closure": ("办结，发文书和隐患", access.check_can_close, forms.CloseForm),
    "outcome": ("登记部门处理结果", _decide, forms.OutcomeForm),
    "paper": ("出具文书", access.check_can_issue, forms.PaperForm),
    "cancellation": ("取消", access.check_can_cancel, forms.CancelForm),
    "leak": ("记走漏消息", access.check_in_team, forms.LeakForm),
}
MAIN = {
    Status.PLANNED: "start", Status.STARTED: "finding", Status.HELD: "release", Status.SHOWN: "signature",
    Status.SIGNED: "closure", Status.OBJECTED: "replies", Status.REFUSED: "closure", Status.CLOSED: "paper",
}  # fmt: skip


ENDED = (Status.CLOSED, Status.RECORDED)
TURNS = {
    Status.PLANNED: "检查组", Status.STARTED: "检查组", Status.HELD: "检查单位的复核人", Status.SHOWN: "被检查单位",
    Status.OBJECTED: "检查组", Status.SIGNED: "检查组", Status.REFUSED: "检查组",
}  # fmt: skip


def context(one: Inspection, viewer: Viewer, bound: forms.ActForm | None = None) -> dict[str, Any]:
    """All that `inspections/one.html` needs. `bound` is a refused form, shown again with what was typed."""
    reads = reach.reads_findings(viewer, one)
    acts, refusals = _acts(one, viewer, bound)
    answers, note = answers_of(one) if reads else ({}, "")
    # Of a visit in review they stand nowhere yet: its row is the unit's.
    told = one.methods if one.status not in (Status.STARTED, Status.HELD) else methods_used(one) if reads else []
    names = people.names_of([*one.team])
    signatures = _signatures(one) if reads else []
    findings = _findings(one) if reads else []
    return {
        "menu_key": "inspections",
        "one": one,
        "plan": one.plan if one.plan and (viewer.unit.pk == one.office_id or reach.in_team(viewer, one)) else None,
        "acts": acts,
        "line": _line(one, refusals, mine=any(act["main"] for act in acts), answered=_answered(signatures)),
        "reads": reads,
        "team": [names.get(uid, "") + ("（专家）" if uid in one.experts else "") for uid in one.team],
        "methods": [{"label": label, "used": code in told} for code, label in Method.choices],
        "methods_used": len(told),
        "findings": findings,
        "dropped": sum(found["row"].dropped for found in findings),
        "loose": _loose(one, answers) if reads and one.status == Status.STARTED else [],
        "sheet": _sheet(one, answers) if reads and one.sheet else None,
        "sheet_url": reverse("inspection-sheet", args=[one.pk]) if _may_write(viewer, one) and one.sheet else "",
        "note": note,
        "dispute": Dispute.objects.filter(inspection=one).select_related("made_by", "ruled_by").first()
        if reads
        else None,
        "approval": _approval(one),
        "own_data": _own_data(one) if reads else None,
        "talks": _talks(one) if reads else None,
        "signatures": signatures,
        "outcomes": Outcome.objects.filter(inspection=one).select_related("agency").order_by("made_at"),
        "papers": Instrument.objects.filter(inspection=one).order_by("issued_at") if reads else [],
        "given": _given(one, viewer) if reads and one.status == Status.CLOSED else [],
        "photos": _photos(one) if reads else [],
        "agencies": _agencies(one),
        "events": history(one, viewer) if reads and not viewer.is_agency else [],
        "leaked": one.leaked if viewer.unit.pk == one.office_id else "",
    }


def _given(one: Inspection, viewer: Viewer) -> QuerySet[hazards.Paper]:
    """What was given out about the hazards of this visit, from its page or from theirs."""
    found = Finding.objects.filter(inspection=one, hazard__isnull=False).values_list("hazard", flat=True)
    return hazards.papers_of(list(found), viewer)


def _acts(
    one: Inspection, viewer: Viewer, bound: forms.ActForm | None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """What the viewer may do now, the main act first; and of the main act why not."""
    offered, refused = [], []
    main_name = MAIN.get(Status(one.status), "")
    for name, (word, gate, form) in ACTS.items():
        if name == "leak" and (not one.sealed or one.under_seal or one.leaked):
            continue
        may, why = asks(gate, viewer, one)
        if may:
            shown = bound if bound is not None and bound.name == form.name else form(one=one, viewer=viewer)
            if name == "objection" and not shown.fields:
                continue  # nothing was found that could be objected to
            main = name == main_name
            offered.append({
                "name": name, "word": word, "form": shown, "main": main, "is_open": main or shown.is_bound,
                "url": reverse(f"inspection-{name}", args=[one.pk]), "has_files": shown.is_multipart(),
            })  # fmt: skip
        elif name == main_name and _falls_to_house_of(viewer, one):
            refused.append({"label": word, "reason": why})
    return sorted(offered, key=lambda act: not act["main"]), refused


def _falls_to_house_of(viewer: Viewer, one: Inspection) -> bool:
    """Whether the next step is one of the viewer's own side: only there it is worth saying why this person may not."""
    if one.status == Status.SHOWN:
        return bool(viewer.unit.pk == institution_of(one.target).pk)
    return bool(viewer.unit.pk == one.office_id) or reach.in_team(viewer, one)


def _line(one: Inspection, refusals: list[dict[str, str]], *, mine: bool, answered: Status) -> dict[str, Any]:
    way = [Status.PLANNED, Status.STARTED, *([Status.HELD] if one.sealed else []), Status.SHOWN, Status.SIGNED]
    if one.status in (Status.OBJECTED, Status.REFUSED):
        way[-1] = Status(one.status)
    elif one.status == Status.CLOSED:
        way[-1] = answered
    way = [*way, Status.CLOSED]
    if one.status in (Status.RECORDED, Status.CANCELLED):
        way = [Status(one.status)]
    here = way.index(Status(one.status))
    now = 1.0 if one.status in ENDED else 0.5
    steps = [
        {"word": step.label, "progress": 1.0 if at < here else now if at == here else 0.0, "is_here": at == here,
         "kind": ""}
        for at, step in enumerate(way)
    ]  # fmt: skip
    facts = [{"label": "检查单位", "value": one.office.title}]
    if one.status in TURNS:
        whose, step = TURNS[Status(one.status)], ACTS[MAIN[Status(one.status)]][0]
        facts = [{"label": "轮到", "value": "我" if mine else whose}, {"label": "下一步", "value": step}, *facts]
    return {
        "steps": steps, "facts": facts, "refusals": refusals,
        "due": one.release_by if one.status == Status.HELD else None, "due_text": "公布",
    }  # fmt: skip


def _findings(one: Inspection) -> list[dict[str, Any]]:
    rows = list(
        Finding.objects.filter(inspection=one)
        .select_related("clause__document", "hazard__responsible")
        .order_by("found_at", "uid")
    )
    files = evidence.attachments_of_many(Finding.audit_kind, [row.pk for row in rows])
    held = people.names_of([row.found_by for row in rows])
    asked = {row.elements["responsible"] for row in rows if "responsible" in row.elements}
    held_by = {one.pk: one.person.name for one in Appointment.objects.filter(pk__in=asked).select_related("person")}
    return [
        {
            "row": row, "photos": sorted((file for file in files[row.pk] if file.blob.is_image), key=_before_first),
            "basis": row.basis or (f"《{row.clause.document.title}》{row.clause.label}" if row.clause else ""),
            "by": held.get(row.found_by, ""),
            "who": held_by.get(UUID(row.elements["responsible"]), "") if "responsible" in row.elements else "",
            "hazard_url": reverse("hazard", args=[row.hazard_id]) if row.hazard_id else "",
        }
        for row in rows
    ]  # fmt: skip


def _before_first(file: Any) -> int:
    return {"before": 0, "after": 2}.get(file.role, 1)


def _loose(one: Inspection, answers: dict[str, Any]) -> list[below.Fault]:
    """Faults of the checklist that are not yet written as findings."""
    written = set(Finding.objects.filter(inspection=one).values_list("item", flat=True))
    judged = below.judged(one.sheet, answers, whole=False)
    return [fault for fault in judged.faults if fault.item not in written]


def _sheet(one: Inspection, answers: dict[str, Any]) -> dict[str, Any]:
    sheet = below.sheet_of(one.sheet)
    judged = checklists.judge(sheet, answers)
    return {
        "title": sheet.title, "count": sheet.count, "answered": judged.answered, "faults": len(judged.faults),
        "score": judged.score,
    }  # fmt: skip


def _approval(one: Inspection) -> str:
    """How far the score of a cross-check is approved by both sides (S4-4c)."""
    if one.mode != Mode.CROSS or one.score is None or one.status in (Status.STARTED, Status.PLANNED):
        return ""
    if one.status == Status.OBJECTED and access.waits_for_ruling(one):
        return "有争议，待上级裁定"
    agreed = Signature.objects.filter(inspection=one, side=Side.UNIT, word=Word.SIGNED).exists()
    return "双方认可" if agreed else "被检查单位拒签" if one.status == Status.REFUSED else "待被检查单位认可"


def _own_data(one: Inspection) -> dict[str, Any] | None:
    """Beside a sample of rounds and double posts: what the unit's own records say of that day (S3-2.4l)."""
    if one.started_at is None or not coverage.is_sample(one):
        return None
    day = one.started_at.astimezone(clock.SHANGHAI).date()
    found = rounds.rounds_of(institution_of(one.target), day)
    return {
        "day": day, "done": sum(each.judged.state == rounds.State.DONE for each in found), "whole": len(found),
        "missed": sum(each.is_missed for each in found),
    }  # fmt: skip


def _talks(one: Inspection) -> dict[str, int] | None:
    rows = list(Interview.objects.filter(inspection=one).values_list("knew", "asked"))
    if not rows:
        return None
    return {"people": len(rows), "knew": sum(a for a, _ in rows), "asked": sum(b for _, b in rows)}


def _signatures(one: Inspection) -> list[dict[str, Any]]:
    rows = Signature.objects.filter(inspection=one).select_related("person").order_by("given_at")
    return [{"row": row, "side": Side(row.side).label} for row in rows]


def _answered(signatures: list[dict[str, Any]]) -> Status:
    """As what a visit was closed: by the last word of the inspected side."""
    words = [one["row"].word for one in signatures if one["row"].side == Side.UNIT]
    known: dict[str, Status] = {Word.REFUSED: Status.REFUSED, Word.OBJECTED: Status.OBJECTED}
    return known.get(words[-1], Status.SIGNED) if words else Status.SIGNED


def _photos(one: Inspection) -> list[Any]:
    """Photographs that hang on no finding: of the visit itself, and of answers."""
    held = Held.objects.filter(inspection=one).values_list("pk", flat=True).first()
    files = evidence.attachments_of(Inspection.audit_kind, one.pk)
    if held is not None:
        files += evidence.attachments_of(Held.audit_kind, held)
    return [file for file in files if file.blob.is_image]


def _agencies(one: Inspection) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=one.plan.agencies)) if one.plan and one.plan.agencies else []


def _may_write(viewer: Viewer, one: Inspection) -> bool:
    return asks(access.check_can_write, viewer, one)[0]
