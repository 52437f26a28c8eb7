from __future__ import annotations

from weian.foundation.inbox.models import Message
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock


def mark_read(message: Message, *, by: Viewer) -> None:
    """The receiver has opened it. Reading again changes nothing."""
    Message.objects.visible_to(by).unread().filter(pk=message.pk).update(read_at=clock.now())


def mark_all_read(*, by: Viewer) -> int:
    """Everything unread of the person; returns how many."""
    return Message.objects.visible_to(by).unread().update(read_at=clock.now())
