"""A permit for hot work by the hospital's own staff, a building site of it, and an order to stop there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import Cast
from tests.conftest import acting
from tests.ground.works.situations import NOW, Situations, shot
from tests.trust.steps.machine import Deed, Machine
from weian.foundation.people.api import Viewer
from weian.ground.works import api as works
from weian.kernel import clock


class OfWorks(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.play, self.moment = Situations(cast), NOW

    def day(self) -> str:
        return self.moment

    def act(self, name: str, who: Viewer, uid: UUID) -> None:
        """One step on the way to a situation."""
        with acting(who):
            self.steps[name](self.seen(who, uid), who)


class APermit(OfWorks):
    model = works.Permit
    way: Mapping[str, tuple[str, ...]] = {
        "asked": (), "approved": ("approve",), "refused": ("refuse",), "working": ("approve", "begin"),
        "ended": ("approve", "begin", "end"), "closed": ("approve", "begin", "end", "recheck"),
        "halted": ("approve", "halt"), "cancelled": ("cancel",),
    }  # fmt: skip

    def bring(self, situation: str) -> UUID:
        with clock.moved_to(self.moment):
            permit = self.play.asked()
            for name in self.way[situation]:
                self.moment = "2026-11-16 12:00" if name == "recheck" else self.moment
                who = self.cast.pharmacist if name in ("begin", "end", "cancel") else self.cast.officer_2
                with clock.moved_to(self.moment):
                    self.act(name, who, permit.pk)
        if situation == "ended":
            self.moment = "2026-11-16 12:00"  # the time of smouldering is over
        return permit.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        known = works.Permit.objects.select_related("unit__parent", "subject", "asked_by", "contractor", "site")
        return known.visible_to(viewer).filter(pk=uid).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "approve": lambda one, by: works.approve(one, by=by),
            "refuse": lambda one, by: works.refuse(one, by=by, why="没有清场"),
            "begin": lambda one, by: works.begin(one, by=by, photos=shot("before")),
            "end": lambda one, by: works.end(one, by=by, photos=shot("after")),
            "recheck": lambda one, by: works.recheck(one, by=by, note="没有余火"),
            "halt": lambda one, by: works.halt(one, by=by, why="没有看火人"),
            "cancel": lambda one, by: works.cancel(one, by=by, why="改天再做"),
        }


class ASite(OfWorks):
    model = works.Site

    def bring(self, situation: str) -> UUID:
        with clock.moved_to(self.moment):
            builder = self.play.builder
            with acting(self.cast.officer) as by:
                project = works.Project(
                    name="门诊楼扩建", contractor=builder, keeper=self.cast.officer_2.person, starts_on=clock.today(),
                    ends_on=clock.today() + timedelta(days=300), supervisor="正和监理", plan="分区围挡",
                )  # fmt: skip
                site = works.add_site(project, uid=uuid4(), by=by)
            for name in {"planned": (), "building": ("begin",), "finished": ("begin", "finish")}[situation]:
                self.act(name, self.cast.officer, site.pk)
        return site.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "begin": lambda one, by: works.begin_site(one, by=by),
            "finish": lambda one, by: works.finish_site(one, by=by),
        }


class AStop(OfWorks):
    model = works.StopOrder

    def bring(self, situation: str) -> UUID:
        with clock.moved_to(self.moment):
            with acting(self.cast.officer) as by:
                order = works.stop(self.play.site, uid=uuid4(), by=by, reason="临边没有防护")
            if situation != "ordered":
                self.act("ask", self.cast.officer_2, order.pk)
            if situation == "lifted":
                self.act("lift", self.cast.officer, order.pk)
        return order.pk

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        known = works.StopOrder.objects.select_related("site__contractor__party", "unit__parent")
        return known.visible_to(viewer).filter(pk=uid).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "ask": lambda one, by: works.ask_resume(one, by=by, answer="已装护栏", photos=shot("after")),
            "refuse": lambda one, by: works.refuse_resume(one, by=by, why="东侧还缺"),
            "lift": lambda one, by: works.lift(one, by=by),
        }
