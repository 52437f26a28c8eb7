"""The door of duties."""

from __future__ import annotations

from weian.ground.duties.access import check_can_add
from weian.ground.duties.actions.accidents import AccidentSpec, hang_accident, read_accident, tell_accident
from weian.ground.duties.actions.activities import record_activity
from weian.ground.duties.actions.additions import add_below, renew_addition, withdraw_addition
from weian.ground.duties.actions.adopting import adopt
from weian.ground.duties.actions.behalf import confirm, mark
from weian.ground.duties.actions.cooperating import (
    Deed,
    contribute,
    name_cooperators,
    transfer,
)
from weian.ground.duties.actions.doors import close_door, open_task
from weian.ground.duties.actions.helping import answer_help, ask_help
from weian.ground.duties.actions.judging import accept, exempt, return_, submit
from weian.ground.duties.actions.leading import Led, note_led
from weian.ground.duties.actions.obligations import Spec, date_event, drop_obligations, put_obligations
from weian.ground.duties.actions.ordering import OrderLine, Team, take_order
from weian.ground.duties.actions.own import OwnLine, own_obligations
from weian.ground.duties.actions.recording import File, RecordSpec, answer, record
from weian.ground.duties.actions.relieving import ask_exemption, ask_extension, decide_relief
from weian.ground.duties.actions.replying import reply
from weian.ground.duties.actions.reusing import answer_with
from weian.ground.duties.actions.routing import set_route
from weian.ground.duties.actions.standing import end_campaign
from weian.ground.duties.actions.starting import hand_to, reviewer_of, start
from weian.ground.duties.actions.stepping import finish_step
from weian.ground.duties.actions.urging import urge
from weian.ground.duties.addresses import address, url_of, url_of_task
from weian.ground.duties.afterwards import Following, following, following_sources
from weian.ground.duties.behalf import behalf_of, check_can_write_for, overdue, to_confirm
from weian.ground.duties.burden import Shape, answered, shapes, units_lacking
from weian.ground.duties.cards import Card, Contact, campaign_card, card_sources
from weian.ground.duties.clause_map import KIND as CLAUSE_MAP
from weian.ground.duties.clause_map import Row as MappedClause
from weian.ground.duties.clause_map import answered as mapped_clauses
from weian.ground.duties.cooperating import period_of as cooperation_period
from weian.ground.duties.counted import Counts, countable, in_force, tasks_counted, units_counted
from weian.ground.duties.due import counted_from, is_round, period_on, runs_at_units, times_a_day, working_days_late
from weian.ground.duties.history import History, Median, Spent, history
from weian.ground.duties.kinds import door_kind, task_kind, task_kinds
from weian.ground.duties.led import asks_superior, led_source, led_sources
from weian.ground.duties.looks import Looks, looks, looks_source, looks_sources
from weian.ground.duties.models import (
    LATE,
    Acceptor,
    Aimed,
    Answer,
    AskKind,
    Behalf,
    Cooperation,
    Door,
    Obligation,
    OwedBy,
    Record,
    Routing,
    Size,
    Sort,
    Task,
    TaskForce,
    Transfer,
    Urging,
    binds,
    bound,
    unsorted,
)
from weian.ground.duties.naming import people_named
from weian.ground.duties.owed import Owed, one_owed, owed, owed_by, term_at
from weian.ground.duties.pack_schema import (
    Composite,
    CompositePart,
    EvidenceKind,
    composites,
    evidence_kinds,
    standing_packs,
)
from weian.ground.duties.parts import SIGNS, Cell, cells, missing
from weian.ground.duties.progress import UnitProgress, progress
from weian.ground.duties.queries import (
    binds_more_than,
    doors_of,
    helps_to_answer,
    last_urged,
    owing,
    reliefs_to_decide,
    to_review,
)
from weian.ground.duties.questions import Question, as_text, asked, fields_of, written
from weian.ground.duties.recorded import Recorded, evidence_source, evidence_sources
from weian.ground.duties.recorded import Source as EvidenceSource
from weian.ground.duties.replies import Sum, replies_of, sums
from weian.ground.duties.replies import counts as reply_counts
from weian.ground.duties.routing import route, routes
from weian.ground.duties.states import FINISHED, RING, TaskState

__all__ = [
    "CLAUSE_MAP",
    "FINISHED",
    "LATE",
    "RING",
    "SIGNS",
    "Acceptor",
    "AccidentSpec",
    "Aimed",
    "Answer",
    "AskKind",
    "Behalf",
    "Card",
    "Cell",
    "Composite",
    "CompositePart",
    "Contact",
    "Cooperation",
    "Counts",
    "Deed",
    "Door",
    "EvidenceKind",
    "EvidenceSource",
    "File",
    "Following",
    "History",
    "Led",
    "Looks",
    "MappedClause",
    "Median",
    "Obligation",
    "OrderLine",
    "Owed",
    "OwedBy",
    "OwnLine",
    "Question",
    "Record",
    "RecordSpec",
    "Recorded",
    "Routing",
    "Shape",
    "Size",
    "Sort",
    "Spec",
    "Spent",
    "Sum",
    "Task",
    "TaskForce",
    "TaskState",
    "Team",
    "Transfer",
    "UnitProgress",
    "Urging",
    "accept",
    "add_below",
    "address",
    "adopt",
    "answer",
    "answer_help",
    "answer_with",
    "answered",
    "as_text",
    "ask_exemption",
    "ask_extension",
    "ask_help",
    "asked",
    "asks_superior",
    "behalf_of",
    "binds",
    "binds_more_than",
    "bound",
    "campaign_card",
    "card_sources",
    "cells",
    "check_can_add",
    "check_can_write_for",
    "close_door",
    "composites",
    "confirm",
    "contribute",
    "cooperation_period",
    "countable",
    "counted_from",
    "date_event",
    "decide_relief",
    "door_kind",
    "doors_of",
    "drop_obligations",
    "end_campaign",
    "evidence_kinds",
    "evidence_source",
    "evidence_sources",
    "exempt",
    "fields_of",
    "finish_step",
    "following",
    "following_sources",
    "hand_to",
    "hang_accident",
    "helps_to_answer",
    "history",
    "in_force",
    "is_round",
    "last_urged",
    "led_source",
    "led_sources",
    "looks",
    "looks_source",
    "looks_sources",
    "mapped_clauses",
    "mark",
    "missing",
    "name_cooperators",
    "note_led",
    "one_owed",
    "open_task",
    "overdue",
    "owed",
    "owed_by",
    "owing",
    "own_obligations",
    "people_named",
    "period_on",
    "progress",
    "put_obligations",
    "read_accident",
    "record",
    "record_activity",
    "reliefs_to_decide",
    "renew_addition",
    "replies_of",
    "reply",
    "reply_counts",
    "return_",
    "reviewer_of",
    "route",
    "routes",
    "runs_at_units",
    "set_route",
    "shapes",
    "standing_packs",
    "start",
    "submit",
    "sums",
    "take_order",
    "task_kind",
    "task_kinds",
    "tasks_counted",
    "tell_accident",
    "term_at",
    "times_a_day",
    "to_confirm",
    "to_review",
    "transfer",
    "units_counted",
    "units_lacking",
    "unsorted",
    "urge",
    "url_of",
    "url_of_task",
    "withdraw_addition",
    "working_days_late",
    "written",
]
