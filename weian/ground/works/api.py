"""The door of works."""

from __future__ import annotations

from weian.ground.works.actions.building import (
    Project,
    add_site,
    ask_resume,
    begin_site,
    finish_site,
    invite,
    lift,
    refuse_resume,
    stop,
)
from weian.ground.works.actions.charging import Order, charge, charge_found, hand_over, prove
from weian.ground.works.actions.contracting import Terms, add_contractor, admit, dismiss, end_contract, sign_contract
from weian.ground.works.actions.finding import Found, find
from weian.ground.works.actions.permitting import (
    Work,
    approve,
    ask,
    begin,
    cancel,
    end,
    halt,
    recheck,
    refuse,
)
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site, StopOrder, Violation
from weian.ground.works.records import Record, record_sources, records_of

__all__ = [
    "Charge",
    "Contract",
    "Contractor",
    "Found",
    "Order",
    "Permit",
    "Project",
    "Record",
    "Site",
    "StopOrder",
    "Terms",
    "Violation",
    "Work",
    "add_contractor",
    "add_site",
    "admit",
    "approve",
    "ask",
    "ask_resume",
    "begin",
    "begin_site",
    "cancel",
    "charge",
    "charge_found",
    "dismiss",
    "end",
    "end_contract",
    "find",
    "finish_site",
    "halt",
    "hand_over",
    "invite",
    "lift",
    "prove",
    "recheck",
    "record_sources",
    "records_of",
    "refuse",
    "refuse_resume",
    "sign_contract",
    "stop",
]
