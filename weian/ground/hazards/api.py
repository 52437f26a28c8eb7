"""The door of hazards."""

from __future__ import annotations

from weian.ground.hazards.actions.assigning import Elements, Incomplete, assign, default_due
from weian.ground.hazards.actions.citing import cite
from weian.ground.hazards.actions.closing import close, reopen
from weian.ground.hazards.actions.extending import ask_extension, decide_extension
from weian.ground.hazards.actions.finding import record_finding
from weian.ground.hazards.actions.fixing import fix_on_the_spot
from weian.ground.hazards.actions.grading import grade
from weian.ground.hazards.actions.rectifying import apply, rectify
from weian.ground.hazards.actions.reporting import Photo, report
from weian.ground.hazards.actions.verifying import return_, verify
from weian.ground.hazards.apart import domains_apart
from weian.ground.hazards.costing.acts import account
from weian.ground.hazards.criteria.actions import ask_regrade, decide_regrade, judge
from weian.ground.hazards.danger import FIRE
from weian.ground.hazards.danger import numbers as danger_numbers
from weian.ground.hazards.doors import RECTIFY
from weian.ground.hazards.kinds import Acceptor, Grade, Mark, Mode, PaperKind
from weian.ground.hazards.likening.asking import answer_alike, ask_alike
from weian.ground.hazards.lookback.actions import look_back, sample
from weian.ground.hazards.models import Hazard, Paper, Referral
from weian.ground.hazards.outside import Outside, outside_sources, put_right_outside
from weian.ground.hazards.pack_schema import HazardType, LedgerView, ledger_views, types
from weian.ground.hazards.pairing.actions import answer_pair, merge
from weian.ground.hazards.papers.accepting import accept
from weian.ground.hazards.papers.issuing import paper_of_act, papers_of
from weian.ground.hazards.papers.schema import titles as paper_titles
from weian.ground.hazards.placing.acts import correct as correct_place
from weian.ground.hazards.presenters.progress import ring_of
from weian.ground.hazards.problems.settling import settle
from weian.ground.hazards.queries.beside import waiting_beside
from weian.ground.hazards.queries.counting import know_open_count
from weian.ground.hazards.queries.desk import (
    desk_counts,
    falling_to,
    major_open,
    next_act,
    reported_by,
    standing_since,
    waiting_on_others,
)
from weian.ground.hazards.queries.searching import search
from weian.ground.hazards.referring.actions import (
    Letter,
    answer_plea,
    confirm_receipt,
    note_receipt,
    note_result,
    pass_up,
    plead,
    refer,
)
from weian.ground.hazards.states import OPEN, RUNNING, STATES, STOPPED, Status
from weian.ground.hazards.supervising.actions import (
    Listing,
    ask_to_lift,
    lift,
    list_hazard,
    refuse_to_lift,
    report_progress,
)
from weian.ground.hazards.supervising.limits import Term, terms_of
from weian.ground.hazards.sweeping.actions import set_sweep
from weian.ground.hazards.turns import whose

__all__ = [
    "FIRE",
    "OPEN",
    "RECTIFY",
    "RUNNING",
    "STATES",
    "STOPPED",
    "Acceptor",
    "Elements",
    "Grade",
    "Hazard",
    "HazardType",
    "Incomplete",
    "LedgerView",
    "Letter",
    "Listing",
    "Mark",
    "Mode",
    "Outside",
    "Paper",
    "PaperKind",
    "Photo",
    "Referral",
    "Status",
    "Term",
    "accept",
    "account",
    "answer_alike",
    "answer_pair",
    "answer_plea",
    "apply",
    "ask_alike",
    "ask_extension",
    "ask_regrade",
    "ask_to_lift",
    "assign",
    "cite",
    "close",
    "confirm_receipt",
    "correct_place",
    "danger_numbers",
    "decide_extension",
    "decide_regrade",
    "default_due",
    "desk_counts",
    "domains_apart",
    "falling_to",
    "fix_on_the_spot",
    "grade",
    "judge",
    "know_open_count",
    "ledger_views",
    "lift",
    "list_hazard",
    "look_back",
    "major_open",
    "merge",
    "next_act",
    "note_receipt",
    "note_result",
    "outside_sources",
    "paper_of_act",
    "paper_titles",
    "papers_of",
    "pass_up",
    "plead",
    "put_right_outside",
    "record_finding",
    "rectify",
    "refer",
    "refuse_to_lift",
    "reopen",
    "report",
    "report_progress",
    "reported_by",
    "return_",
    "ring_of",
    "sample",
    "search",
    "set_sweep",
    "settle",
    "standing_since",
    "terms_of",
    "types",
    "verify",
    "waiting_beside",
    "waiting_on_others",
    "whose",
]
