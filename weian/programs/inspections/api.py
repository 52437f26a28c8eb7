"""The door of inspections."""

from __future__ import annotations

from weian.programs.inspections.actions.arbitrating import dispute, rule
from weian.programs.inspections.actions.closing import close
from weian.programs.inspections.actions.deciding import decide
from weian.programs.inspections.actions.exchanging import (
    answer,
    finish,
    note_refusal,
    object_,
    opine,
    refuse,
    release,
    show_again,
    sign,
    take_objections,
    take_signature,
)
from weian.programs.inspections.actions.issuing import Demand, issue
from weian.programs.inspections.actions.planning import cancel, open_seal, opened_by, plan
from weian.programs.inspections.actions.recording import (
    answers_of,
    ask_staff,
    fill,
    find,
    methods_used,
    note_leak,
    start,
)
from weian.programs.inspections.actions.submitting import keep, look_up, submit
from weian.programs.inspections.along import Along, at_hand, clause_of, responsible, visits_along
from weian.programs.inspections.below import leaves_out_readings
from weian.programs.inspections.found import Found
from weian.programs.inspections.kinds import OWN, SEALED, Method, Mode
from weian.programs.inspections.models import (
    Dispute,
    Finding,
    Inspection,
    Instrument,
    Interview,
    Opening,
    Outcome,
    Plan,
)
from weian.programs.inspections.pack_schema import questions
from weian.programs.inspections.presenters.listing import Waiting, waiting_for
from weian.programs.inspections.specs import FindingSpec, PlanSpec
from weian.programs.inspections.states import DONE, STATES, TOLD, VISITED, Status

__all__ = [
    "DONE",
    "OWN",
    "SEALED",
    "STATES",
    "TOLD",
    "VISITED",
    "Along",
    "Demand",
    "Dispute",
    "Finding",
    "FindingSpec",
    "Found",
    "Inspection",
    "Instrument",
    "Interview",
    "Method",
    "Mode",
    "Opening",
    "Outcome",
    "Plan",
    "PlanSpec",
    "Status",
    "Waiting",
    "answer",
    "answers_of",
    "ask_staff",
    "at_hand",
    "cancel",
    "clause_of",
    "close",
    "decide",
    "dispute",
    "fill",
    "find",
    "finish",
    "issue",
    "keep",
    "leaves_out_readings",
    "look_up",
    "methods_used",
    "note_leak",
    "note_refusal",
    "object_",
    "open_seal",
    "opened_by",
    "opine",
    "plan",
    "questions",
    "refuse",
    "release",
    "responsible",
    "rule",
    "show_again",
    "sign",
    "start",
    "submit",
    "take_objections",
    "take_signature",
    "visits_along",
    "waiting_for",
]
