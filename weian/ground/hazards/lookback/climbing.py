"""回头看 on the ladder: what was put down to be looked at again and nobody has looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.ground.hazards.models import LookBack


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    found = LookBack.objects.filter(by_unit__in=by_id, result="", due__lte=until).select_related("hazard")
    return [
        Waiting(
            LookBack.audit_kind, one.pk, by_id[one.by_unit_id], f"回头看：{one.hazard.title}",
            reverse("hazard", args=[one.hazard_id]), due=one.due,
        )
        for one in found
    ]  # fmt: skip


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    found = set(LookBack.objects.filter(pk__in={one.target for one in rungs}, result="").values_list("pk", flat=True))
    return [one for one in rungs if one.target in found]


CLIMBER = Climber(LookBack.audit_kind, "回头看", _waiting, _undone)
