"""A hazard of the hospital and what hangs over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import Cast
from tests.ground.hazards.situations import Situations, photo
from tests.trust.steps.machine import Deed, Machine
from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.ground.hazards.api import Hazard, Listing, Status
from weian.ground.hazards.models import Supervision


class OfHazards(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.play = Situations(cast)

    def day(self) -> date:
        return self.play.day


class AHazard(OfHazards):
    model = Hazard

    def bring(self, situation: str) -> UUID:
        hazard, self.beside = self.play.at(Status(situation)), self.play.beside
        return hazard.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "grade": lambda h, by: hazards.grade(h, "large", by=by, why="看过现场"),
            "fix": lambda h, by: hazards.fix_on_the_spot(
                h, "当场搬走", by=by, photos=[photo("before"), photo("after")]
            ),
            "assign": lambda h, by: hazards.assign(h, self._elements(h), by=by),
            "rectify": lambda h, by: hazards.rectify(h, by=by, note="动手了"),
            "apply": lambda h, by: hazards.apply(h, by=by, note="改好了", photos=[photo("after")]),
            "verify": lambda h, by: hazards.verify(h, by=by),
            "return": lambda h, by: hazards.return_(h, by=by, why="没改好"),
            "close": lambda h, by: hazards.close(h, by=by),
            "reopen": lambda h, by: hazards.reopen(h, by=by, why="又出现"),
            "merge": lambda h, by: hazards.merge(h, into=self.beside, by=by),
        }

    def _elements(self, hazard: Hazard) -> hazards.Elements:
        return self.play.elements(due=hazard.due or self.play.day + timedelta(days=9))


class AListing(OfHazards):
    model = Supervision

    def bring(self, situation: str) -> UUID:
        cast, play = self.cast, self.play
        hazard = play.assigned("major")
        with play.step(cast.regulator) as by:
            until = play.day + timedelta(days=30)
            listing = hazards.list_hazard(hazard, Listing("整改", "院长", until), uid=uuid4(), by=by)
        with play.step(cast.pharmacist) as by:
            hazards.rectify(hazard, by=by, note="动手")
            hazards.apply(hazard, by=by, note="改好", photos=[photo("after")])
        if situation != "listed":
            with play.step(cast.officer) as by:
                hazards.ask_to_lift(hazard, "完成", by=by)
            with play.step(cast.regulator) as by:
                hazards.verify(hazard, by=by, note="看过")
        if situation == "lifted":
            with play.step(cast.regulator_2) as by:
                hazards.lift(hazard, "到现场看过", by=by)
        self.hazard = hazard.pk
        return listing.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        return Hazard.objects.visible_to(viewer).filter(pk=self.hazard).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "ask": lambda h, by: hazards.ask_to_lift(h, "完成", by=by),
            "refuse": lambda h, by: hazards.refuse_to_lift(h, "没有完成", by=by),
            "lift": lambda h, by: hazards.lift(h, "到现场看过", by=by),
        }
