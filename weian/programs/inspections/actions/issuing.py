"""Numbered papers of an inspection. What a paper said is kept with it and printed from that alone.

Of 挂牌督办通知, 验收意见 and 移送函 there is one series of numbers, that of the hazards; instruments of these kinds are
such as were given out before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer, institution_of, names_of
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.kernel.series import following
from weian.kernel.text.numbers import DocNo
from weian.programs.inspections import access, pack_schema
from weian.programs.inspections.kinds import Method, Side
from weian.programs.inspections.models import Counter, Finding, Inspection, Instrument, Interview, Outcome, Signature

# Record and order are given out with the visit itself and are its own papers; these follow when there is reason. They
# are acts on the hazards that it found, and their papers are the hazards' (hazards/papers).
LATER = (hazards.PaperKind.LISTING, hazards.PaperKind.ACCEPTANCE, hazards.PaperKind.TRANSFER)


@dataclass(frozen=True)
class Demand:
    """What the acts ask: what is demanded or said; of a listing who leads it until when, of a letter to whom."""

    text: str = ""
    leader: str = ""
    due: date | None = None
    agency: Unit | None = None
    to_name: str = ""


def issue_own(one: Inspection, kind: str, *, by: Viewer) -> Instrument:
    """The record or the order of this visit; once."""
    found = Finding.objects.filter(inspection=one, dropped=False).select_related("clause", "hazard")
    rows = list(found.order_by("found_at", "uid"))
    if kind == "order":
        rows = [row for row in rows if not row.fixed]
    # A record demands nothing: only the order has a day.
    dues = [row.due for row in rows if row.due and kind == "order"]
    body = {**_head(one), "findings": [_line(row) for row in rows], "outcomes": _outcomes(one)}
    return _write(one, kind, body, min(dues, default=None), by, uuid5(one.pk, kind))


def issue(
    one: Inspection, kind: str, *, by: Viewer, uid: UUID | None = None, findings: Sequence[Finding] = (),
    demand: Demand,
) -> list[hazards.Paper]:  # fmt: skip
    """List, accept or hand over what this visit found: the very act of the page of each hazard, with its gates and what
    follows from it, by one paper each, numbered one after the other. The same uid again is the same papers.

    Raises Refused; then nothing is done.
    """
    access.check_can_issue(by, one)
    if kind not in LATER:
        raise Refused("请选挂牌督办、验收意见或移送函；检查记录和整改通知在办结时自动出具。")
    rows = [row for row in findings if row.inspection_id == one.pk and not row.dropped and row.hazard is not None]
    if not rows:
        raise Refused("请选这份文书针对哪几条问题。")
    key = uid or uuid4()
    with transaction.atomic():
        return [_give_out(row.hazard, kind, demand, uuid5(key, str(row.pk)), by) for row in rows if row.hazard]


def _give_out(hazard: hazards.Hazard, kind: str, said: Demand, uid: UUID, by: Viewer) -> hazards.Paper:
    if kind == hazards.PaperKind.LISTING:
        if said.due is None:
            raise Refused("请写明挂牌督办的期限，今天或以后的日子。")
        hazards.list_hazard(hazard, hazards.Listing(said.text, said.leader, said.due), uid=uid, by=by)
    elif kind == hazards.PaperKind.TRANSFER:
        letter = hazards.Letter(said.text, clock.today(), said.agency, said.to_name)
        hazards.refer(hazard, letter, uid=uid, by=by)
    else:
        hazards.accept(hazard, said.text, uid=uid, by=by)
    return hazards.paper_of_act(uid, kind)


def number(office: Unit, kind: str) -> str:
    """The next number of the office's series of this year: 白鹭县卫生健康局检记〔2026〕3号."""
    paper = pack_schema.papers().get(kind)
    if paper is None:
        raise Refused("没有这种文书，请系统管理员装入检查的内容包。")
    counter = following(Counter, office=office, kind=kind, year=clock.today().year)
    return str(DocNo(f"{office.title}{paper.word}", counter.year, counter.last))


def _write(
    one: Inspection, kind: str, body: dict[str, Any], due: date | None, by: Viewer, uid: UUID
) -> Instrument:  # fmt: skip
    no = number(one.office, kind)
    made = Instrument(
        uid=uid, inspection=one, office=one.office, kind=kind, title=pack_schema.papers()[kind].title, no=no,
        body=body, due=due, issued_at=clock.now(), issued_by=by.person.pk,
    ).at(institution_of(one.target))  # fmt: skip
    made.org_pos = one.org_pos
    audit.created(made, "instrument.issued", by=by, facts={"inspection": str(one.pk), "kind": kind, "no": no})
    return made


def _head(one: Inspection) -> dict[str, Any]:
    """Who was where, when, by which methods, and what was said to it: as it stood when the paper was given out."""
    names = names_of([*one.team])
    signatures = Signature.objects.filter(inspection=one).select_related("person").order_by("given_at")
    talks = list(Interview.objects.filter(inspection=one).values_list("knew", "asked"))
    return {
        "target": one.target.name, "office": one.office.name, "mode": one.get_mode_display(),
        "from": _moment(one.started_at), "until": _moment(one.ended_at), "note": one.note,
        "methods": [Method(code).label for code in one.methods],
        "team": [names.get(uid, "") + ("（专家）" if uid in one.experts else "") for uid in one.team],
        "interviews": {"people": len(talks), "knew": sum(a for a, _ in talks), "asked": sum(b for _, b in talks)},
        "signatures": [
            {
                "side": Side(row.side).label, "word": row.get_word_display(), "who": f"{row.post} {row.person.name}",
                "text": row.text, "at": _moment(row.given_at),
            }
            for row in signatures
        ],
    }  # fmt: skip


def _line(row: Finding) -> dict[str, str]:
    hazard = row.hazard
    return {
        "uid": str(row.pk), "text": row.text, "place": row.place, "method": row.get_method_display(),
        "basis": row.basis or (f"《{row.clause.document.title}》{row.clause.label}" if row.clause else ""),
        "grade": hazards.Grade(row.severity).label if row.severity else "", "demand": row.demand,
        "fixed": row.fixed, "due": row.due.isoformat() if row.due else "",
        "who": hazard.responsible.name if hazard and hazard.responsible else "",
        "no": hazard.no if hazard else "", "objection": row.objection, "answer": row.answer,
        "result": hazard.result if hazard else "",
    }  # fmt: skip


def _outcomes(one: Inspection) -> list[dict[str, str]]:
    return [
        {"agency": row.agency.name, "kind": row.kind, "no": row.doc_no, "due": row.due.isoformat() if row.due else ""}
        for row in Outcome.objects.filter(inspection=one).select_related("agency").order_by("made_at")
    ]  # fmt: skip


def _moment(at: Any) -> str:
    return at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""
