"""How somebody said who they are before an act that asks again; what the trace and a signature keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models


class Way(models.TextChoices):
    """The last three say honestly that nobody could be asked."""

    PASSWORD = "password", "口令"
    PIN = "pin", "PIN"
    PASSKEY = "passkey", "通行密钥"
    CODE = "code", "动态口令"
    NONE = "none", "没有设口令，没有再问"
    PHONE = "phone", "手机离线记录，没有再问"
    HAND = "hand", "在检查人员的手机上手写"


@dataclass(frozen=True)
class Confirmed:
    """`at` is when it was said, which may be some minutes before the act; None where nobody was asked."""

    way: Way
    at: datetime | None = None

    @property
    def facts(self) -> dict[str, str]:
        when = {"confirmed_at": self.at.isoformat(timespec="seconds")} if self.at else {}
        return {"confirmed": self.way.value, **when}
