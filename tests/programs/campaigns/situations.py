"""Campaigns in situations: read in, all confirmed, addressed, published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from tests.cast import Cast
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock, scope
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign, Proposal

NOTICES = Path(__file__).resolve().parents[3] / "weian" / "content" / "demo" / "notices"
CITY = (NOTICES / "city_winter_2026.txt").read_text("utf-8")
PROVINCE = (NOTICES / "province_spring_2026.txt").read_text("utf-8")
DAY = "2026-11-23T09:00"


class Situations:
    """Each method leaves the city's (or the province's) notice where its name says. Acts as the person named."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @contextmanager
    def acting(self, viewer: Viewer) -> Iterator[Viewer]:
        with clock.moved_to(DAY), scope.applied(viewer.scope):
            yield viewer

    def read(self, text: str = CITY, *, by: Viewer | None = None, uid: UUID | None = None) -> Campaign:
        with self.acting(by or self.cast.regulator) as viewer:
            return api.read_notice(by=viewer, uid=uid or uuid4(), text=text)

    def line(self, campaign: Campaign, words: str) -> Proposal:
        """The first line in whose text the words stand."""
        lines = campaign.proposals.in_order().select_related("campaign__issuer", "campaign__document", "clause")
        return next(one for one in lines if words in one.text)

    def confirmed(self, text: str = CITY, *, by: Viewer | None = None) -> Campaign:
        by = by or self.cast.regulator
        campaign = self.read(text, by=by)
        with self.acting(by):
            api.accept_certain(campaign, by=by)
            api.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=by)
        return campaign

    def addressed(self, *, signed: bool = True) -> Campaign:
        """Two groups, and the county hospital by name; what it costs above the budget a second person signed."""
        campaign = self.confirmed()
        with self.acting(self.cast.regulator) as by:
            api.set_addressees(campaign, groups=["level.county", "direct"], named=[self.cast.hospital.pk], by=by)
        if signed:
            self.countersigned(campaign)
        return campaign

    def countersigned(self, campaign: Campaign) -> None:
        """Patrols every two hours cost a post more than the budget has."""
        with self.acting(self.cast.regulator) as by:
            api.ask_signature(campaign, why="每2小时巡查是上级的要求", by=by)
        with self.acting(self.cast.regulator_2) as by:
            api.countersign(campaign, by=by)

    def published(self) -> Campaign:
        campaign = self.addressed()
        with self.acting(self.cast.regulator) as by:
            api.publish(campaign, by=by)
        return campaign
