"""The door of documents."""

from __future__ import annotations

from weian.foundation.documents.access import (
    can_annul,
    can_forward,
    can_issue,
    can_review,
    can_sign,
    sees_document,
)
from weian.foundation.documents.actions.annulling import annul, settle_review
from weian.foundation.documents.actions.drafting import add_to_library, draft_notice
from weian.foundation.documents.actions.filing import file_own, replace_own
from weian.foundation.documents.actions.issuing import announce, forward, issue, send_also, send_copies, unfit
from weian.foundation.documents.actions.signing import note_reminder, sign, urge
from weian.foundation.documents.addressees import Group, Matched, copies_of, group_of, groups_for, match_addressees
from weian.foundation.documents.basis import Basis, basis_of, linked
from weian.foundation.documents.beside import Beside, beside, beside_sources
from weian.foundation.documents.due import review_by
from weian.foundation.documents.models import Cite, Clause, Document, Receipt
from weian.foundation.documents.publicity import PublicEntry, public_list
from weian.foundation.documents.queries import (
    documents_visible_to,
    force,
    readable,
    receipt_counts,
    receipt_of,
    receipts_of,
    receipts_page,
    sent_receipts,
    states_for,
    titles,
    to_review,
    unsigned,
    waiting_for,
)
from weian.foundation.documents.reliance import resting_on
from weian.foundation.documents.states import DocumentStatus, ReceiptStatus

__all__ = [
    "Basis",
    "Beside",
    "Cite",
    "Clause",
    "Document",
    "DocumentStatus",
    "Group",
    "Matched",
    "PublicEntry",
    "Receipt",
    "ReceiptStatus",
    "add_to_library",
    "announce",
    "annul",
    "basis_of",
    "beside",
    "beside_sources",
    "can_annul",
    "can_forward",
    "can_issue",
    "can_review",
    "can_sign",
    "copies_of",
    "documents_visible_to",
    "draft_notice",
    "file_own",
    "force",
    "forward",
    "group_of",
    "groups_for",
    "issue",
    "linked",
    "match_addressees",
    "note_reminder",
    "public_list",
    "readable",
    "receipt_counts",
    "receipt_of",
    "receipts_of",
    "receipts_page",
    "replace_own",
    "resting_on",
    "review_by",
    "sees_document",
    "send_also",
    "send_copies",
    "sent_receipts",
    "settle_review",
    "sign",
    "states_for",
    "titles",
    "to_review",
    "unfit",
    "unsigned",
    "urge",
    "waiting_for",
]
