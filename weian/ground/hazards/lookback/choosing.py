"""Which closed hazards are looked at again: all majors, and of the rest a share that nobody can foresee."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from weian.ground.hazards.criteria.schema import rule
from weian.ground.hazards.kinds import Grade
from weian.ground.hazards.models import Hazard, LookBack


def chosen(hazard: Hazard) -> LookBack.Why | None:
    """Why it is to be looked at again, or None."""
    if hazard.grade == Grade.MAJOR:
        return LookBack.Why.MAJOR
    return LookBack.Why.RANDOM if _lot(hazard) < rule("lookback_percent") else None


def _lot(hazard: Hazard) -> int:
    """0–99, the same whenever it is asked for one closing; a uid is made by a client, so the secret is mixed in."""
    told = f"lookback {hazard.pk} {hazard.reopens}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % 100
