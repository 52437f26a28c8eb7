"""On the ladder: a letter that nobody has receipted is its sender's; a plea that nobody has answered its holder's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from weian.foundation.ladder.api import Climber, Rung, Waiting
from weian.foundation.org.models import Unit
from weian.ground.hazards.models import Plea, Referral
from weian.kernel import calendar


def _letters(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    found = Referral.objects.filter(from_unit__in=by_id, received_on=None, receipt_due__lte=until)
    return [
        Waiting(
            Referral.audit_kind, one.pk, by_id[one.from_unit_id], f"取得签收：{one.no} 移交{one.to_name}",
            reverse("hazard", args=[one.hazard_id]), due=one.receipt_due, person=one.sent_by,
        )
        for one in found.select_related("sent_by")
    ]  # fmt: skip


def _unreceipted(rungs: Sequence[Rung]) -> list[Rung]:
    found = Referral.objects.filter(pk__in={one.target for one in rungs}, received_on=None).in_bulk()
    return [one for one in rungs if one.target in found]


def _pleas(units: Sequence[Unit], until: date) -> list[Waiting]:
    by_id = {unit.pk: unit for unit in units}
    found = Plea.objects.filter(holder__in=by_id, answered_at=None, due__lte=until)
    return [
        Waiting(
            Plea.audit_kind, one.pk, by_id[one.holder_id], f"答复协调请求：{one.hazard.title}",
            reverse("hazard", args=[one.hazard_id]), due=one.due,
        )
        for one in found.select_related("hazard")
    ]  # fmt: skip


def _unanswered(rungs: Sequence[Rung]) -> list[Rung]:
    found = Plea.objects.filter(pk__in={one.target for one in rungs}, answered_at=None).in_bulk()
    return [
        one for one in rungs
        if one.target in found
        and found[one.target].holder_id == one.unit_id
        and calendar.due_at(found[one.target].due) == one.since
    ]  # fmt: skip


CLIMBERS = (
    Climber(Referral.audit_kind, "移交签收", _letters, _unreceipted),
    Climber(Plea.audit_kind, "协调请求", _pleas, _unanswered),
)
