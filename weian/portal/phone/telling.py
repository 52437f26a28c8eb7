"""Whom it concerns is told that a phone lost records: its person, and the safety desk of the unit."""

from __future__ import annotations

from django.urls import reverse

from weian.foundation.inbox import api as inbox
from weian.portal.phone.models import Line


def lost(line: Line) -> None:
    inbox.send_to_desk(
        [line.unit], also=[line.person], kind="phone", title=f"{line.person.name}的手机上丢了第 {line.missing} 条记录",
        text="手机给过编号，没有送到，手机上也不在了。请本人回想后重新记。", url=reverse("phone-mine") + "#gaps",
        digest_key=f"phone-gap:{line.pk}",
    )  # fmt: skip
