"""On the ladder: leaders who did not look before a node of the year, units that did not check themselves in a stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.programs.campaigns import stages
from weian.programs.campaigns.models import NodeCheck

SELF_CHECK = "stage_self_check"


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


def _unchecked(units: Sequence[Unit], until: date) -> list[Waiting]:
    """Units that have not checked themselves by the end of a stage that asks for it (S2-3.2)."""
    return [
        Waiting(
            SELF_CHECK, one.stage.pk, one.unit, f"{one.stage.campaign.title}：{one.stage.name}，还没有自查"[:200],
            reverse("stage-progress", args=[one.stage.campaign_id, one.stage.pk]), due=one.stage.to_date,
        )
        for one in stages.lacking(stages.ended(until), units)
    ]  # fmt: skip


def _still_unchecked(rungs: Sequence[Rung]) -> list[Rung]:
    wanted = {one.target for one in rungs}
    running = [one for one in stages.ended(clock.today()) if one.pk in wanted]
    units = Unit.objects.filter(pk__in={one.unit_id for one in rungs})
    left = {(one.stage.pk, one.unit.pk) for one in stages.lacking(running, units)}
    return [one for one in rungs if (one.target, one.unit_id) in left]


SELF_CHECKS = Climber(SELF_CHECK, "阶段自查", _unchecked, _still_unchecked)
CLIMBER = Climber(NodeCheck.audit_kind, "节前检查", _waiting, _undone)
