"""The door of campaigns."""

from __future__ import annotations

from weian.programs.campaigns.actions.addressing import set_addressees
from weian.programs.campaigns.actions.anchoring import anchor_stage, date_event
from weian.programs.campaigns.actions.carrying import carry_over
from weian.programs.campaigns.actions.confirming import (
    accept,
    accept_certain,
    accept_chosen,
    bulk_correct,
    correct,
    drop,
    reopen,
    split,
)
from weian.programs.campaigns.actions.contacting import hand_over_contact
from weian.programs.campaigns.actions.listing import set_lists
from weian.programs.campaigns.actions.nodes import DaySpec, note_check, set_days
from weian.programs.campaigns.actions.publishing import close, discard, publish
from weian.programs.campaigns.actions.reading_in import read_notice
from weian.programs.campaigns.actions.rehearsing import ask_signature, countersign
from weian.programs.campaigns.actions.sending import pause, resume, send_all
from weian.programs.campaigns.proposing.pieces import pieces_of
from weian.programs.campaigns.queries import campaign_of_document, listed, visible_to
from weian.programs.campaigns.rehearsing.forecast import forecast
from weian.programs.campaigns.states import CampaignState

__all__ = [
    "CampaignState",
    "DaySpec",
    "accept",
    "accept_certain",
    "accept_chosen",
    "anchor_stage",
    "ask_signature",
    "bulk_correct",
    "campaign_of_document",
    "carry_over",
    "close",
    "correct",
    "countersign",
    "date_event",
    "discard",
    "drop",
    "forecast",
    "hand_over_contact",
    "listed",
    "note_check",
    "pause",
    "pieces_of",
    "publish",
    "read_notice",
    "reopen",
    "resume",
    "send_all",
    "set_addressees",
    "set_days",
    "set_lists",
    "split",
    "visible_to",
]
