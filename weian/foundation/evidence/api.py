"""The door of evidence."""

from __future__ import annotations

from weian.foundation.evidence.actions.keeping import keep
from weian.foundation.evidence.actions.sweeping import sweep
from weian.foundation.evidence.deeds import done
from weian.foundation.evidence.gates import may_see_owner, owner_gate
from weian.foundation.evidence.likeness import alike
from weian.foundation.evidence.models import Attachment, Blob
from weian.foundation.evidence.queries import attachment_for, attachments_of, attachments_of_many, with_image
from weian.foundation.evidence.reading import bytes_of
from weian.foundation.evidence.rejected import Rejected
from weian.foundation.evidence.storage import disk_time

__all__ = [
    "Attachment",
    "Blob",
    "Rejected",
    "alike",
    "attachment_for",
    "attachments_of",
    "attachments_of_many",
    "bytes_of",
    "disk_time",
    "done",
    "keep",
    "may_see_owner",
    "owner_gate",
    "sweep",
    "with_image",
]
