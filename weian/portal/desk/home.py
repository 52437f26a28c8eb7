"""A home, put together once for the desk and for the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from weian.foundation.people.api import Viewer
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.portal.desk.acts import Act, acts_of
from weian.portal.desk.watching import Watch

# Rows of a group before its way to the others.
SHOWN = 10


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    note: str


LATE = Group("late", "已逾期", "件，先做")
TODAY = Group("today", "今天", "件")
OPEN = Group("open", "随到随办", "件，有人在等")
WEEK = Group("week", "本周", "件")
LATER = Group("later", "以后", "件")
LASTING = Group("lasting", "没有期限", "件")
GROUPS = (LATE, TODAY, OPEN, WEEK, LATER, LASTING)
NOW = (LATE, TODAY, OPEN)


@dataclass(frozen=True)
class Home:
    day: date
    acts: dict[str, list[Act]]
    counts: dict[str, int]
    watch: Watch

    @property
    def now(self) -> int:
        """Acts of today: late, due today, and those that somebody waits for."""
        return sum(len(self.acts[group.key]) for group in NOW)

    @property
    def late(self) -> int:
        return len(self.acts[LATE.key])

    @property
    def ahead(self) -> int:
        return sum(len(self.acts[group.key]) for group in GROUPS if group not in NOW)

    @property
    def beyond(self) -> int:
        """Hazards that wait for this viewer and are not read here: more than a home shows."""
        read = sum(act.source == "hazards" for acts in self.acts.values() for act in acts)
        return max(0, self.counts["mine"] - read)

    def groups(self, opened: str = "", shown: int = SHOWN) -> list[dict[str, Any]]:
        """The groups with their first rows; the one named by `opened` with all. The first act of all is marked."""
        drawn: list[dict[str, Any]] = []
        for group in GROUPS:
            acts = self.acts[group.key]
            if not acts:
                continue
            rows = acts if group.key == opened else acts[:shown]
            more = len(acts) - len(rows)
            drawn.append({
                "key": group.key, "title": group.title, "note": f"{len(acts)}{group.note}",
                "rows": [{"act": act, "is_next": not drawn and not place} for place, act in enumerate(rows)],
                "more": f"展开另{more}件" if more else "", "more_url": f"?{urlencode({'open': group.key})}#{group.key}",
            })  # fmt: skip
        return drawn


def home_of(viewer: Viewer) -> Home:
    """All that a home shows, in a number of queries that does not grow with what it shows."""
    day = clock.today()
    sorted_: dict[str, list[Act]] = {group.key: [] for group in GROUPS}
    for act in acts_of(viewer):
        sorted_[_group(act, day).key].append(act)
    counts = hazards.desk_counts(viewer)
    return Home(day, sorted_, counts, Watch(viewer, counts))


def due_now(viewer: Viewer) -> list[Act]:
    """What is late, falls due today or has no day, in this order, but for hazards: they are listed by themselves."""
    day, acts = clock.today(), acts_of(viewer, with_hazards=False)
    return [act for group in NOW for act in acts if _group(act, day) is group]


def _group(act: Act, day: date) -> Group:
    if act.is_late:
        return LATE
    if act.due is None:
        return LASTING if act.lasting else OPEN
    if act.due <= day:
        return TODAY
    return WEEK if act.due <= day + timedelta(days=6 - day.weekday()) else LATER
