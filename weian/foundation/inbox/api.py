"""The door of inbox."""

from __future__ import annotations

from weian.foundation.inbox.actions.digesting import Line, digest, prefer, wants_at_once
from weian.foundation.inbox.actions.opening import mark_all_read, mark_read
from weian.foundation.inbox.actions.receipts import tell_addressees
from weian.foundation.inbox.actions.sending import DESK, send, send_to_desk
from weian.foundation.inbox.actions.urging import urge_receipts
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Viewer, count_for

__all__ = [
    "DESK",
    "Line",
    "Message",
    "digest",
    "mark_all_read",
    "mark_read",
    "prefer",
    "send",
    "send_to_desk",
    "tell_addressees",
    "unread_count",
    "urge_receipts",
    "wants_at_once",
]


def unread_count(viewer: Viewer) -> int:
    """How many messages the person has not opened."""
    return count_for(viewer, "inbox.unread", lambda me: Message.objects.visible_to(me).unread())
