"""Second looks of the demo (复核提示): some checks stand out, the nights tell whose they are, some are looked at again.

Nothing is said to be a signal: people act, and the product's own job of a night finds what stands out.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.visiting import sheet_at, uid_of, walked
from weian.config.demo.ward import NAME, Ward
from weian.foundation.audit import api as audit
from weian.foundation.people.viewer import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.oversight.watch import api as watch
from weian.programs.inspections import api as inspections

PASSAGE, STORE = "A-03-2", "B-02"
ALL_FINE = "各项设施完好，通道畅通，一切正常。"
# What the head of security and the head nurse say of theirs.
EVENING_WHY = "白天九处都走到了，手机没电，晚上回值班室一起补录的。"
ONE_PHOTO_WHY = "后两处是连着看的，传照片时选成了同一张。"
ONE_PHOTO = {"A-03-3": 1.0, "A-03-4": 0.98}  # the light of it, by point
# Of the drug store, days ago: two things on each of four days, all put right before the evening.
STORE_DAYS = (19, 15, 11, 7)
LATE_EVENING = 21


class Relooks:
    """What stands out, day by day; the hospital's points are `places`, those of its ward are in `ward`."""

    def __init__(
        self, crew: Crew, today: date, ward: Ward, places: Sequence[registry.Subject], store: registry.Subject
    ) -> None:  # fmt: skip
        self.hero, self.today, self.walked = crew.hero, today, places
        self.places = {one.code: one for one in (*places, *ward.points, store)}
        self.dice = random.Random(11)
        self.officer, self.security = crew.desk(crew.hero), crew.of(crew.hero, "保卫科科长", "保卫科")
        self.deputy, self.pharmacist = crew.of(crew.hero, "分管副院长"), crew.of(crew.hero, "药剂科主任", "药剂科")
        self.nurse, self.keeper = crew.of(crew.hero, "护士长", NAME), crew.of(crew.hero, "科室安全员", NAME)
        self.asked: Viewer | None = None
        self.differed = False
        self.late_evening = today - timedelta(days=LATE_EVENING)
        self.store_days = [today - timedelta(days=ago) for ago in STORE_DAYS]
        began = {self.late_evening: 1, self.one_photo: 1, self.store_days[-1]: 2, self.always_fine: 1}
        self.nights = {today} | {day + timedelta(days=n + later) for day, n in began.items() for later in (0, 1, 3)}

    @cached_property
    def one_photo(self) -> date:
        """A Sunday on which the head nurse sends one photo and one sentence for the whole ward."""
        week_ago = self.today - timedelta(days=7)
        return week_ago - timedelta(days=(week_ago.weekday() + 1) % 7)

    @cached_property
    def always_fine(self) -> date:
        """The last weekday: the keeper finds the passage in order as always, the officer in the afternoon does not."""
        yesterday = self.today - timedelta(days=1)
        return yesterday - timedelta(days=max(0, yesterday.weekday() - 4))

    def on_the_ward(self, day: date) -> Mapping[str, Any]:
        """How the ward is walked on a day: mostly as always, on Saturdays something stands in the passage."""
        if day == self.one_photo:
            return {"note": ALL_FINE, "photos": ONE_PHOTO, "pace": 8}
        if day == self.always_fine:
            return {"pace": 3}
        return {"faults": {PASSAGE: "way"}} if day.weekday() == 5 else {}

    def evening(self, day: date) -> None:
        if day == self.late_evening:
            self._write_up(day)
        if day == self.always_fine:
            self._come_by(PASSAGE, "way", day)
        if day in self.store_days:
            self._keep_store(day)
        if day == self.store_days[-1] + timedelta(days=1):
            self._come_by(STORE, _items(self.places[STORE])[-1], day)
        if day.weekday() == 5:
            self._put_right(uid_of("round", day, PASSAGE), self.nurse, day, 9, "床和轮椅推回库房，通道已让开。")

    def night(self, day: date) -> None:
        """The job of the night; on Mondays some are picked by lot. Then people say why, ask and look again.

        Nights in which nothing can be new are passed over.
        """
        if (day not in self.nights and day.weekday() != 0) or day <= self.late_evening:
            return
        with audit.acting_as_system("提示复核") as system, clock.moved_to(_at(day, 2, 40)):
            watch.look(self.hero, by=system)
            watch.show_due(self.hero, by=system)
        if day.weekday() == 0:
            with audit.acting_as_system("随机复核") as system, clock.moved_to(_at(day, 3, 10)):
                watch.pick_random(self.hero, "{}-{:02}".format(*day.isocalendar()[:2]), by=system)
        self._explain(day)
        self._arrange(day)

    def _write_up(self, day: date) -> None:
        """All nine places in one sitting, in the order of the list."""
        seconds = 0
        for place in self.walked:
            seconds += 10 + 4 * len(_items(place))
            with acting(self.security, day, 23, 44) as by, clock.moved_by(timedelta(seconds=seconds)):
                self._look_at(place, "evening", by, pace=3, note=ALL_FINE)

    def _keep_store(self, day: date) -> None:
        """Two things are wrong and right again by the evening; the photo is the one of the time before."""
        store, turn = self.places[STORE], self.store_days.index(day)
        with acting(self.pharmacist, day, 14, 20) as by:
            seen = [hazards.Photo(photo("store", tidy=True, light=1 - 0.01 * turn), "scene", "camera")]
            wrong = _items(store)[2 * turn : 2 * turn + 2]
            made = self._look_at(store, "store", by, faults=wrong, photos=seen)
        self._put_right(made.pk, self.pharmacist, day, 17, "当天处理，已恢复。")

    def _come_by(self, code: str, item: str, day: date) -> None:
        """The officer comes by in the afternoon, and something is not as it was written down."""
        with acting(self.officer, day, 16, 30) as by:
            self._look_at(self.places[code], "afternoon", by, faults={item})

    def _look_at(self, place: registry.Subject, when: str, by: Viewer, **how: Any) -> inspections.Inspection:
        uid = uid_of(when, place.code, clock.today())
        return walked(place, sheet_at(place), self.dice, uid=uid, by=by, **how)

    def _put_right(self, inspection: UUID, who: Viewer, day: date, hour: int, how: str) -> None:
        """What was found is put right the same day, and seen to be right on the next."""
        with acting(who, day, hour, 10) as by:
            found = list(hazards.Hazard.objects.visible_to(by).filter(source_uid=inspection).order_by("uid"))
            for one in found:
                photos = [
                    hazards.Photo(photo(str(one.pk), tidy=tidy), role, "camera")
                    for role, tidy in (("before", False), ("after", True))
                ]
                hazards.fix_on_the_spot(one, how, by=by, photos=photos)
        with acting(self.officer, day + timedelta(days=1), 7, 40) as by:
            for one in found:
                if hazards.Mark.PAIR in one.marks:  # it was so the week before
                    hazards.answer_pair(one, same=True, by=by)
                hazards.grade(one, "general", by=by)
                hazards.verify(one, by=by, note="到现场看过，已改好。")
                hazards.close(one, by=by)

    def _explain(self, day: date) -> None:
        """Two say what it was, on the day after."""
        said = {self.late_evening: (self.security, EVENING_WHY), self.one_photo: (self.nurse, ONE_PHOTO_WHY)}
        who, why = said.get(day - timedelta(days=1), (None, ""))
        if who is not None:
            with acting(who, day, 8, 50) as by:
                for one in _signals(by, watch.SignalStatus.TOLD).filter(person=by.person):
                    watch.explain(one, why, by=by)

    def _arrange(self, day: date) -> None:
        """What is shown by now is looked at again; the drug store's, and one by lot of this week, wait for the desk."""
        shown: dict[UUID, watch.Signal] = {}
        for who in (self.officer, self.security):  # neither is told when their own check was picked by lot
            with acting(who, day, 9, 10) as by:
                shown |= {one.pk: one for one in _signals(by, watch.SignalStatus.SHOWN)}
        for one in shown.values():
            this_week = one.made_at.astimezone(clock.SHANGHAI).date() > self.today - timedelta(days=7)
            if one.inspection.subject is None:
                self._drop(one, day)
            elif one.random and this_week:
                if self.asked is None and one.person_id != self.keeper.person.pk:
                    self.asked = self._ask(one, self.keeper, day)
            elif one.person_id != self.pharmacist.person.pk:
                self._look(one, self._ask(one, self._another(one), day), day)

    def _drop(self, one: watch.Signal, day: date) -> None:
        with acting(self._decider(one), day, 9, 15) as by:
            watch.drop(one, "是对照全院的自查表填的，不是在一处看的，重查一遍没有意义。", by=by)

    def _ask(self, one: watch.Signal, other: Viewer, day: date) -> Viewer:
        with acting(self._decider(one), day, 9, 20) as by:
            watch.ask_relook(one, other.person, by=by)
        return other

    def _look(self, one: watch.Signal, other: Viewer, day: date) -> None:
        """At the same place with the same list. Of the evening in one sitting, and once by lot, something is wrong."""
        sheet = checklists.sheet(one.inspection.sheet)
        place = next(place for place in self.places.values() if place.pk == one.inspection.subject)
        wrong = not self.differed if one.random else one.person_id == self.security.person.pk
        self.differed = self.differed or one.random
        with acting(other, day, 10, 30) as by:
            uid = uid_of("second look", one.pk)
            walked(place, sheet, self.dice, uid=uid, by=by, faults=[*_ticks(sheet)][:1] if wrong else ())
        with acting(other, day, 10, 40) as by:
            watch.settle(_signals(by, watch.SignalStatus.ASKED).get(pk=one.pk), by=by)

    def _decider(self, one: watch.Signal) -> Viewer:
        """Nobody arranges a second look at their own check."""
        return self.security if one.person_id == self.officer.person.pk else self.officer

    def _another(self, one: watch.Signal) -> Viewer:
        involved = {one.person_id, self._decider(one).person.pk}
        return next(x for x in (self.security, self.deputy, self.officer) if x.person.pk not in involved)


def _signals(by: Viewer, status: watch.SignalStatus) -> QuerySet[watch.Signal]:
    known = watch.Signal.objects.visible_to(by).filter(status=status).order_by("made_at", "uid")
    found: QuerySet[watch.Signal] = known.select_related("inspection", "person", "unit")
    return found


def _at(day: date, hour: int, minute: int) -> str:
    return f"{day}T{hour:02}:{minute:02}:00+08:00"


def _items(place: registry.Subject) -> list[str]:
    return _ticks(sheet_at(place))


def _ticks(sheet: checklists.Sheet) -> list[str]:
    """What can be found wrong with a tick, by code."""
    return [one.code for one in sheet.items if one.can_fail and one.kind == checklists.Kind.PASS]
