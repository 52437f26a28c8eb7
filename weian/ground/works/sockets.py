"""What works fills into the sockets of lower apps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from weian.foundation.evidence import api as evidence
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.viewer import may
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.ground.works import at_place, handing, reach
from weian.ground.works.models import Charge, Contract, Contractor, Permit, Site, StopOrder, Violation
from weian.ui import api as ui

POSITIONED = (Contractor, Contract, Charge, Site, StopOrder, Permit, Violation)


def fill() -> None:
    for model in POSITIONED:
        org.positioned(model)
    org.work(handing.WORK)
    for owner in (Contract, Permit, StopOrder):
        evidence.owner_gate(owner.audit_kind, _gate(owner))
    for linked in (Contractor, Charge, Permit, Site):
        _link(linked)
    registry.outside_door("works", entry)
    registry.party_source("works", parties)
    hazards.put_right_outside(hazards.Outside("contractors", may_fix, shown_to, url_of))
    registry.place_card(registry.Card("works", 5, "works/parts/at_place.html", at_place.card))
    registry.place_act(registry.Act("permit", "申请作业票", "key", 30, at_place.permit_url, at_place.may_ask))
    ui.menu_item(
        "works",
        "外包与施工",
        "works",
        "building",
        46,
        visible=may(May.INSPECT, May.REPORT_HAZARD, May.SERVE, May.COOPERATE),
    )


def parties(units: Sequence[Unit]) -> dict[UUID, UUID]:
    """Contractors among these bodies: what a maintainer owes is late for it too (S0-2.7d)."""
    return dict(Contractor.objects.filter(party__in=[one.pk for one in units]).values_list("party", "subject"))


def may_fix(hazard: hazards.Hazard, unit: Unit) -> bool:
    """People of the contractor on whose account the hazard stands."""
    return Charge.objects.filter(hazard=hazard, contractor__party=unit).exists()


def shown_to(uid: UUID, viewer: Viewer) -> bool:
    """A contractor looks at the photographs of what is on its account."""
    return viewer.is_contractor and Charge.objects.visible_to(viewer).filter(hazard=uid).exists()


def url_of(hazard: hazards.Hazard, unit: Unit) -> str:
    charge = Charge.objects.filter(hazard=hazard, contractor__party=unit).first()
    return reverse("charge", args=[charge.pk]) if charge else ""


def _gate(model: Any) -> Callable[[UUID, Viewer], bool]:
    return lambda uid, viewer: reach.find(model, uid, viewer) is not None


def _link(model: Any) -> None:
    name = model.audit_kind
    ui.link(
        name, url=lambda uid: reverse(name, args=[uid]), title=lambda uid: str(model.objects.get(pk=uid)),
        can_see=_gate(model),
    )  # fmt: skip


def entry(subject: UUID, viewer: Viewer) -> str:
    """Who builds at a site, or co-operates there, and scans its entry comes to the site's own page."""
    if not reach.is_guest(viewer):
        return ""
    site = Site.objects.visible_to(viewer).filter(subject=subject).values_list("pk", flat=True).first()
    return reverse("site", args=[site]) if site else ""
