"""Months of rounds, honest and not, out of a fixed seed. Pure: thousands of acts in a second."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from weian.kernel.clock import SHANGHAI
from weian.oversight.watch.acts import Act, Due, Seen, Where

ITEMS = [f"i{at}" for at in range(10)]
START = datetime(2026, 10, 1, 9, 0, tzinfo=SHANGHAI)


def day_of(at: datetime) -> Due:
    """The round of a day."""
    begin = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Due("每日巡查", begin, begin + timedelta(days=1))


class Months:
    def __init__(self, seed: int, *, people: int = 8, points: int = 6, days: int = 30) -> None:
        self.dice = random.Random(seed)
        self.people = [self._uid() for _ in range(people)]
        self.points = [self._uid() for _ in range(points)]
        self.days = days
        self.habit = {one: self.dice.lognormvariate(0, 0.2) for one in self.people}
        self.rate = {one: self.dice.choice([0.02, 0.05, 0.15]) for one in self.points}

    def _uid(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128))

    def honest(self) -> list[Act]:
        """Everybody walks all points on two days of three; some wait with it until the evening."""
        acts = []
        for person in self.people:
            evening = self.dice.random() < 0.2
            for day in range(self.days):
                if self.dice.random() < 1 / 3:
                    continue
                at = START + timedelta(days=day, hours=11.5 if evening else 0, minutes=self.dice.uniform(0, 90))
                for point in self.points:
                    at += timedelta(seconds=self.dice.uniform(40, 240))
                    act = self._act(person, point, at)
                    at = act.ended
                    acts.append(act)
        return acts

    def _act(self, person: UUID, point: UUID, at: datetime) -> Act:
        seconds = len(ITEMS) * 8 * self.habit[person] * self.dice.lognormvariate(0, 0.35)
        faults = frozenset(self.dice.sample(ITEMS, 1)) if self.dice.random() < self.rate[point] else frozenset()
        words = (
            (f"{self.dice.choice(['走廊', '机房', '门口', '配电间'])}{self.dice.randint(1, 400)} 号有一处要处理",)
            if faults
            else ()
        )
        return Act(
            self._uid(), person, point, point, "pack:x@1", at, at + timedelta(seconds=seconds),
            passed=frozenset(ITEMS) - faults, faults=faults, words=words, dues=(day_of(at),),
            fixed=tuple(self.dice.random() < 0.4 for _ in faults),
        )  # fmt: skip

    def invented(self, person: UUID, day: int) -> list[Act]:
        """All points of a day ticked off in one sitting before midnight, with one photo."""
        at = START.replace(hour=23, minute=30) + timedelta(days=day)
        acts: list[Act] = []
        for point in self.points:
            at += timedelta(seconds=self.dice.uniform(1, 4))
            act = replace(
                self._act(person, point, at), ended=at + timedelta(seconds=self.dice.uniform(4, 9)), faults=frozenset(),
                passed=frozenset(ITEMS), words=("各项设施完好，一切正常。",), fixed=(),
                seen=(Seen(Where.OTHER_PLACE, at.date()),) if acts else (),
            )  # fmt: skip
            at = act.ended
            acts.append(act)
        return acts
