"""Above the budget a second person signs, for a stated reason; the forecast is kept with the issued notice."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Campaign, Rehearsal
from weian.programs.campaigns.rehearsing.forecast import Forecast, digest_of, forecast
from weian.ui.words import hours, tenths


@transaction.atomic
def ask_signature(campaign: Campaign, *, why: str, by: Viewer) -> Rehearsal:
    """Say why this notice may cost more than the budget; a colleague then signs. Asking anew voids what was signed."""
    access.check_can_confirm(by, campaign)
    if not why.strip():
        raise Refused("请写明为什么要超出预算下发。")
    rehearsal = _rehearsal(campaign, by)
    with audit.changed(rehearsal, "rehearsal.asked", by=by, why=why.strip()):
        rehearsal.digest, rehearsal.why = digest_of(campaign), why.strip()
        rehearsal.asked_at, rehearsal.asked_by = clock.now(), by.actor_uid
        rehearsal.signed_at = rehearsal.signed_by = None
    return rehearsal


@transaction.atomic
def countersign(campaign: Campaign, *, by: Viewer) -> None:
    """The second signature. Signing twice changes nothing. Raises Refused."""
    rehearsal = Rehearsal.objects.select_for_update().filter(campaign=campaign).first()
    check_can_countersign(by, campaign, rehearsal)
    if rehearsal is not None and rehearsal.signed_by is None:
        with audit.changed(rehearsal, "rehearsal.signed", by=by, facts={"digest": rehearsal.digest}):
            rehearsal.signed_at, rehearsal.signed_by = clock.now(), by.actor_uid


def check_can_countersign(by: Viewer, campaign: Campaign, rehearsal: Rehearsal | None) -> None:
    """Another person of the issuing desk, for what was asked and not changed since."""
    access.check_can_confirm(by, campaign)
    if rehearsal is None or rehearsal.asked_by is None:
        raise Refused("还没有人申请会签。请先写明超出预算的理由。")
    if rehearsal.asked_by == by.actor_uid:
        raise Refused("会签要由另一个人签；请本单位另一位有下发职责的人来签。")
    if rehearsal.digest != digest_of(campaign):
        raise Refused("申请会签以后条目或发送对象改过，请重新申请会签。")


def keep(campaign: Campaign, *, by: Actor) -> Forecast:
    """Keep the forecast with the notice that is being issued. Above the budget without two signatures: Refused."""
    found = forecast(campaign)
    check_within_budget(found, campaign)
    rehearsal = _rehearsal(campaign, by)
    facts = {name: getattr(found, name) for name in ("units", "posts", "tasks", "minutes", "over", "peak", "budget")}
    with audit.changed(rehearsal, "rehearsal.kept", by=by, facts=facts):
        rehearsal.forecast, rehearsal.kept_at = found.as_json(), clock.now()
    return found


def check_within_budget(found: Forecast, campaign: Campaign) -> None:
    if not found.over:
        return
    rehearsal = Rehearsal.objects.filter(campaign=campaign).first()
    if rehearsal is None or rehearsal.signed_by is None or rehearsal.digest != digest_of(campaign):
        budget, peak = hours(tenths(found.budget)), hours(tenths(found.peak))
        raise Refused(
            f"有 {found.over} 个岗位一周要用 {budget} 小时以上（最多 {peak} 小时），超出预算。"
            "请在“预演”里写明理由，由本单位另一人会签后再下发。"
        )


def _rehearsal(campaign: Campaign, by: Actor) -> Rehearsal:
    known = Rehearsal.objects.filter(campaign=campaign).first()
    if known is None:
        known = Rehearsal(campaign=campaign)
        audit.created(known, "rehearsal.begun", by=by)
    return known
