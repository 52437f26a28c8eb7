"""A visit of the city to the hospital, and a sign that a check is worth a second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from tests.conftest import acting
from tests.ground.hazards.situations import photo
from tests.programs.inspections.situations import Situations
from tests.trust.steps.machine import Deed, Machine, first_of
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Viewer
from weian.kernel import clock
from weian.oversight.watch import api as watch
from weian.oversight.watch.models import Signal
from weian.programs.inspections import api
from weian.programs.inspections.models import Finding, Inspection
from weian.programs.inspections.states import Status


class AnInspection(Machine):
    model = Inspection

    def situation_of(self, state: str, act: str) -> str:
        special = {("started", "hold"): "secret", ("objected", "show"): "answered", ("objected", "close"): "answered"}
        return special.get((state, act), state)

    def bring(self, situation: str) -> UUID:
        play = Situations(self.cast)
        if situation == "secret":
            return play.found("secret").pk
        if situation == "answered":
            one = play.objected()
            with acting(self.cast.regulator) as by:
                api.answer(Finding.objects.get(inspection=one), "仍属锁闭", by=by, drop=False)
            return one.pk
        if situation == "recorded":
            with acting(self.cast.keeper) as by:
                sent = {"uid": uuid4(), "mode": "round", "note": "走了一遍", "unit": self.cast.ward}
                return api.submit(**sent, findings=[], by=by).pk
        return play.at(situation).pk

    def seen(self, viewer: Viewer, uid: UUID) -> Inspection | None:
        related = Inspection.objects.select_related("target", "office", "plan", "unit")
        return related.visible_to(viewer).filter(pk=uid).first()

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "start": lambda one, by: api.start(one, by=by, why_no_code="没有标签"),
            "cancel": lambda one, by: api.cancel(one, by=by, why="改期"),
            "hold": lambda one, by: api.finish(one, by=by),
            "show": _shown,
            "sign": lambda one, by: first_of(
                lambda: api.sign(one, by=by),
                lambda: api.take_signature(one, photo("signature"), by=by, name="钱守正", title="副院长"),
            ),
            "object": _objected,
            "refuse": lambda one, by: first_of(
                lambda: api.refuse(one, by=by, why="不同意"),
                lambda: api.note_refusal(one, by=by, why="院长不在，护士长在场"),
            ),
            "close": lambda one, by: api.close(one, by=by),
        }


def _shown(one: Inspection, by: Viewer) -> object:
    acts = {Status.STARTED: api.finish, Status.HELD: api.release}
    return acts.get(Status(one.status), api.show_again)(one, by=by)


def _objected(one: Inspection, by: Viewer) -> object:
    row = Finding.objects.filter(inspection=one).first()
    return api.object_(one, {row.pk: "有人值守"} if row else {}, by=by)


class ASignal(Machine):
    model = Signal

    def bring(self, situation: str) -> UUID:
        cast = self.cast
        one = self._walked(cast.keeper)
        with audit.acting_as_system("提示复核") as system:
            signal = Signal(
                inspection=one, person=cast.keeper.person, happened_at=one.started_at, score=1.0, made_at=clock.now()
            ).at(cast.hospital)
            audit.created(signal, "signal.made", by=system)
            if situation != "told":
                audit.move(signal, "shown", by=system)
        if situation in ("asked", "settled"):
            with acting(cast.officer) as by:
                watch.ask_relook(signal, cast.officer_2.person, by=by)
            self._walked(cast.officer_2)
        if situation == "settled":
            with acting(cast.officer_2) as by:
                watch.settle(signal, by=by)
        if situation == "dropped":
            with acting(cast.officer) as by:
                watch.drop(signal, "当天确实去了", by=by)
        return signal.pk

    def _walked(self, who: Viewer) -> Inspection:
        with acting(who) as by:
            return api.submit(uid=uuid4(), mode="round", note="走了一遍", unit=self.cast.hospital, findings=[], by=by)

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "ask": lambda one, by: watch.ask_relook(one, self.cast.officer_2.person, by=by),
            "settle": lambda one, by: watch.settle(one, by=by),
            "drop": lambda one, by: watch.drop(one, "当天确实去了", by=by),
        }

    @property
    def inner(self) -> Mapping[str, Callable[[UUID], object]]:
        return {"show": self._days_later}

    def _days_later(self, uid: UUID) -> None:
        with clock.moved_by(timedelta(days=9)), audit.acting_as_system("提示复核") as system:
            watch.show_due(self.cast.hospital, by=system)
