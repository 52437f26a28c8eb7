"""The door of people."""

from __future__ import annotations

from weian.foundation.people.actions.accounts import invite, open_account, open_invitation, set_first_password, spend
from weian.foundation.people.actions.deputies import end_deputy, name_deputy
from weian.foundation.people.actions.people import add_person, add_post, appoint, end_appointment
from weian.foundation.people.actions.securing import shut_account
from weian.foundation.people.asking import Stencil, count_for, rows_for, stencil
from weian.foundation.people.models import Confirmed, Invitation, Way
from weian.foundation.people.pack_schema import limit
from weian.foundation.people.proving import proved
from weian.foundation.people.putting_out import is_put_out
from weian.foundation.people.qr import drawn
from weian.foundation.people.queries import deputies_of, holders_of, institution_of, names_of, posts_of, staff_of, who
from weian.foundation.people.roles import May, PostClass
from weian.foundation.people.viewer import Refused, Viewer, appointments_of, asks, leads, viewer_for

__all__ = [
    "Confirmed",
    "Invitation",
    "May",
    "PostClass",
    "Refused",
    "Stencil",
    "Viewer",
    "Way",
    "add_person",
    "add_post",
    "appoint",
    "appointments_of",
    "asks",
    "count_for",
    "deputies_of",
    "drawn",
    "end_appointment",
    "end_deputy",
    "holders_of",
    "institution_of",
    "invite",
    "is_put_out",
    "leads",
    "limit",
    "name_deputy",
    "names_of",
    "open_account",
    "open_invitation",
    "posts_of",
    "proved",
    "rows_for",
    "set_first_password",
    "shut_account",
    "spend",
    "staff_of",
    "stencil",
    "viewer_for",
    "who",
]
