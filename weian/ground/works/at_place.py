"""What the page of a place shows: 停工 before anything else, the permits of the day, who serves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from weian.foundation.people.api import Viewer, asks
from weian.ground.registry.api import Subject
from weian.ground.works import access
from weian.ground.works.models import Contractor, Permit, Site
from weian.ground.works.pack_schema import permit_kinds, title_of
from weian.ground.works.states import Permitted
from weian.kernel import clock

SHOWN = 5


def card(subject: Subject, viewer: Viewer, token: str) -> dict[str, Any] | None:
    """A site with its stop-work order, the permits that run at a place today; None where there is nothing."""
    site = Site.objects.visible_to(viewer).select_related("contractor").filter(subject=subject).first()
    contractor = Contractor.objects.visible_to(viewer).filter(subject=subject).first()
    now = clock.now()
    permits = list(
        Permit.objects.visible_to(viewer).select_related("contractor")
        .filter(subject=subject, status__in=[Permitted.APPROVED, Permitted.WORKING, Permitted.ENDED])
        .filter(ends_at__gte=now - timedelta(days=1)).order_by("starts_at")[:SHOWN]
    )  # fmt: skip
    if site is None and contractor is None and not permits:
        return None
    kinds = permit_kinds()
    return {
        "site": site, "order": site.standing_order() if site else None,
        "contractor": contractor,
        "permits": [(one, title_of(kinds, one.kind)) for one in permits],
    }  # fmt: skip


def permit_url(subject: Subject, token: str) -> str:
    return f"{reverse('permit-new')}?subject={subject.pk}"


def may_ask(subject: Subject, viewer: Viewer) -> bool:
    return asks(access.check_can_ask_permit, viewer, subject.unit, None)[0] and subject.kind != "party"
