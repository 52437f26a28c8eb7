"""An issued notice reaches its units: batch by batch, each a transaction of its own, each unit once (docs/adr/0011)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.programs.campaigns import access
from weian.programs.campaigns.models import Addressee, Campaign, Dispatch
from weian.programs.campaigns.states import DispatchState

IN_THE_REQUEST = 50  # units that the person who presses waits for
BATCH = 200  # units a transaction: some hundred milliseconds in which their chains are locked
STILL = timedelta(seconds=60)  # without a batch for so long, the worker was killed
JOB = "campaigns.send"


def begin(campaign: Campaign, *, total: int, digest: str, by: Actor) -> Dispatch:
    """Start the way of a notice that was issued in this very transaction."""
    now = clock.now()
    dispatch = Dispatch(
        campaign=campaign, total=total, digest=digest, sending_at=now, moved_at=now, sending_by=by.actor_uid,
        post=by.actor_post,
    )  # fmt: skip
    audit.created(dispatch, "dispatch.sending", by=by, facts={"campaign": str(campaign.pk), "list": digest})
    if total <= IN_THE_REQUEST:
        send_all(dispatch, by=by)
    else:
        defer(dispatch)
    return dispatch


def defer(dispatch: Dispatch, *, once: bool = False) -> None:
    """Ask for the job that sends; it commits with the act, and carries the person on whose behalf it runs.

    With `once` only where no such request waits already.
    """
    task = app.configure_task(JOB, queueing_lock=f"{JOB}:{dispatch.pk}" if once else None)
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(dispatch=str(dispatch.pk), person=str(dispatch.sending_by), appointment=str(dispatch.post))


def send_all(dispatch: Dispatch, *, by: Actor) -> None:
    """Send to every unit that waits, here and now."""
    while send_batch(dispatch.pk, by=by):
        pass


@transaction.atomic
def send_batch(uid: UUID, *, by: Actor) -> bool:
    """Send to the next units of the list; whether more wait.

    Two workers never send at once: the second finds the row locked and leaves. What a killed one had not committed
    is still on the list. A job of somebody who was relieved by a colleague has nothing to send. Raises Refused where
    `by` may not send any more.
    """
    found = Dispatch.objects.select_for_update(of=("self",), skip_locked=True).filter(status=DispatchState.SENDING)
    found = found.filter(pk=uid, sending_by=by.actor_uid, post=by.actor_post)
    dispatch = found.select_related("campaign__issuer", "campaign__document__unit").first()
    if dispatch is None:
        return False
    campaign = dispatch.campaign
    waiting = list(_waiting(campaign).select_related("unit").order_by("unit__pos")[:BATCH])
    fit = [one for one in waiting if not _noted(one, campaign)]
    if fit:
        _send(campaign, fit, by)
    dispatch.moved_at = clock.now()
    dispatch.save(update_fields=["moved_at"])
    if len(waiting) == BATCH and _waiting(campaign).exists():
        return True
    facts = {"reached": campaign.addressees.exclude(reached_at=None).count(), "total": dispatch.total}
    audit.move(dispatch, DispatchState.SENT, by=by, facts=facts)
    return False


@transaction.atomic
def pause(dispatch: Dispatch, *, by: Actor, why: str = "") -> None:
    """Hold the sending after the batch that is under way; units that were reached keep what they got."""
    access.check_can_steer(by, dispatch)
    if not dispatch.is_paused:
        audit.move(dispatch, DispatchState.PAUSED, by=by, why=why, values={"why": why})


@transaction.atomic
def resume(dispatch: Dispatch, *, by: Actor) -> None:
    """Go on where it was held, from now on on behalf of the person who resumes."""
    access.check_can_steer(by, dispatch)
    fresh = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch.pk)
    if fresh.status == DispatchState.PAUSED:
        now = clock.now()
        audit.move(dispatch, DispatchState.SENDING, by=by, values={"post": by.actor_post, "why": "", "moved_at": now})
        defer(dispatch)


def _waiting(campaign: Campaign):  # type: ignore[no-untyped-def]
    return campaign.addressees.filter(reached_at=None, trouble="")


def _send(campaign: Campaign, fit: Sequence[Addressee], by: Actor) -> None:
    made = documents.send_also(
        campaign.document, by=by, addressees=[one.unit for one in fit], via={one.unit_id: one.via for one in fit}
    )
    inbox.tell_addressees(campaign.document, made)
    asked = duties.Obligation.objects.filter(document=campaign.document).exclude(support=[])
    duties.name_cooperators(asked, [one.unit for one in fit], by=by)
    Addressee.objects.filter(pk__in=[one.pk for one in fit]).update(reached_at=clock.now())


def _noted(one: Addressee, campaign: Campaign) -> bool:
    """Whether the unit cannot be sent to any more; the list then says why, and the others still get theirs."""
    one.trouble = documents.unfit(one.unit, campaign.issuer)[:200]
    if one.trouble:
        one.save(update_fields=["trouble"])
    return bool(one.trouble)


def halt(uid: UUID, why: str) -> None:
    """The system holds a dispatch that cannot go on by itself; a person who may issues resumes it."""
    with audit.acting_as_system(why) as system:
        dispatch = Dispatch.objects.select_related("campaign").filter(pk=uid, status=DispatchState.SENDING).first()
        if dispatch is not None:
            audit.move(dispatch, DispatchState.PAUSED, by=system, why=why, values={"why": why[:200]})


def try_batch(uid: UUID, *, by: Actor) -> bool:
    """`send_batch` for the job: a refusal does not repeat itself for ever, it halts the dispatch and says why."""
    try:
        return send_batch(uid, by=by)
    except Refused as refusal:
        halt(uid, str(refusal))
        return False


def left_behind() -> list[Dispatch]:
    """Dispatches under way that stand still."""
    return list(
        Dispatch.objects.filter(status=DispatchState.SENDING, moved_at__lt=clock.now() - STILL).order_by("moved_at")
    )
