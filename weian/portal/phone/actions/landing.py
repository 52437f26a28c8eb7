"""Photos that were announced come in pieces; the last piece completes what waited for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.evidence import api as evidence
from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.portal.phone import storage
from weian.portal.phone.actions.syncing import acting, answer_of, judge
from weian.portal.phone.acts import Landed
from weian.portal.phone.models import Arrival, Awaited, Outcome


class NotAwaited(Exception):
    """Nobody announced this photo, or somebody else did."""


@dataclass(frozen=True)
class Landing:
    """How far the photo is here. `right` is False where the piece did not begin there and was not taken."""

    at: int
    right: bool = True
    landed: bool = False
    reason: str = ""
    outcome: dict[str, Any] | None = None


def land(viewer: Viewer, uid: UUID, at: int, data: bytes) -> Landing:
    """Take one piece. Raises NotAwaited."""
    with acting(viewer) as by:
        photo = Awaited.objects.select_for_update(of=("self",)).filter(pk=uid).select_related("arrival__line").first()
        if photo is None or photo.arrival.line.person_id != by.person.pk:
            raise NotAwaited
        if photo.landed_at or photo.reason:
            return _landing(photo)
        got = min(photo.got, storage.length(uid))
        if at != got or got + len(data) > photo.size:
            return Landing(at=got if at != got else 0, right=False)
        storage.write(uid, got, data)
        photo.got = got + len(data)
        if photo.got == photo.size:
            _complete(photo, by)
        photo.save(update_fields=["got", "landed_at", "reason"])
        return _landing(photo)


def _landing(photo: Awaited) -> Landing:
    outcome = answer_of(photo.arrival) if photo.landed_at or photo.reason else None
    return Landing(photo.got, landed=photo.landed_at is not None, reason=photo.reason, outcome=outcome)


def _complete(photo: Awaited, by: Viewer) -> None:
    """All bytes are here: they must be those that were announced."""
    data = storage.part_of(photo.pk).read_bytes()
    if hashlib.sha256(data).hexdigest() != photo.sha256:
        storage.drop(photo.pk)
        photo.got = 0
        return
    arrival = Arrival.objects.select_for_update(of=("self",)).select_related("unit").get(pk=photo.arrival_id)
    photo.arrival, photo.landed_at = arrival, clock.now()
    if arrival.body is not None:
        photo.save(update_fields=["got", "landed_at"])
        _finish(arrival, by)
    elif arrival.outcome != Outcome.REFUSED:
        photo.reason = _keep(photo, data, by)
        transaction.on_commit(partial(storage.drop, photo.pk))


def _keep(photo: Awaited, data: bytes, by: Viewer) -> str:
    """Keep it with its record; the sentence why not, where it is not accepted."""
    assert photo.owner_uid is not None
    try:
        with transaction.atomic():
            evidence.keep(
                _file(photo, data), by=by, unit=photo.owner_unit or photo.arrival.unit,
                owner_kind=photo.owner_kind, owner_uid=photo.owner_uid, role=photo.role, source=photo.source,
                uid=photo.pk, claimed_at=photo.taken_at,
            )  # fmt: skip
    except Rejected as rejected:
        return str(rejected)
    return ""


def _file(photo: Awaited, data: bytes) -> ContentFile[bytes]:
    return ContentFile(data, name=photo.name or "photo.jpg")


def _finish(arrival: Arrival, by: Viewer) -> None:
    """The last photo that an act waited for is here: it is judged now."""
    photos = list(Awaited.objects.filter(arrival=arrival).order_by("taken_at", "uid"))
    if any(one.landed_at is None for one in photos):
        return
    if lost := [one for one in photos if storage.length(one.pk) != one.size]:
        # A restored machine has the rows and not the pieces: the phone still has them, and is asked again.
        Awaited.objects.filter(pk__in=[one.pk for one in lost]).update(got=0, landed_at=None)
        return
    body, arrival.body = arrival.body, None
    landed = [Landed(one.pk, _file(one, storage.part_of(one.pk).read_bytes()), one.role, one.source) for one in photos]
    judge(arrival, body, by, announced=[one.pk for one in photos], photos=landed)
    decided = {"outcome": arrival.outcome, "reason": arrival.reason, "result": arrival.result}
    with audit.changed(arrival, "phone.judged", by=by, facts={"outcome": arrival.outcome}):
        arrival.body = None
        for name, value in decided.items():
            setattr(arrival, name, value)
    for one in photos:
        transaction.on_commit(partial(storage.drop, one.pk))
