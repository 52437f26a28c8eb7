"""Leaders who did not look before a node of the year, on the ladder. What units owe climbs as a task does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.programs.campaigns.models import NodeCheck


def _waiting(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    found = NodeCheck.objects.open().filter(unit__in=by_id, due__lte=until).select_related("day", "post__unit")
    return [
        Waiting(
            NodeCheck.audit_kind, one.pk, by_id[one.unit_id], f"{one.day.title}节前带队检查（{one.post.title}）",
            reverse("node-check", args=[one.pk]), due=one.due, post=one.post,
        )
        for one in found
    ]  # fmt: skip


def _undone(rungs: Sequence[Rung]) -> list[Rung]:
    open_ = set(NodeCheck.objects.open().filter(pk__in={one.target for one in rungs}).values_list("pk", flat=True))
    return [one for one in rungs if one.target in open_]


CLIMBER = Climber(NodeCheck.audit_kind, "节前检查", _waiting, _undone)
