"""Which hazards a list shows: a saved view and conditions, all of them in the address."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import QueryDict

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import pack_schema, turns
from weian.ground.hazards.kinds import Grade, Mode
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.ground.hazards.states import WITH_VERIFIER, Status
from weian.kernel import clock

Choices = dict[str, str]


@dataclass(frozen=True)
class View:
    """One saved view of the list."""

    key: str
    title: str
    narrow: Callable[[HazardQuerySet, Viewer], HazardQuerySet]


VIEWS = (
    View("open", "全部在办", lambda found, viewer: found.open()),
    View("mine", "轮到我", lambda found, viewer: found.filter(turns.mine(viewer))),
    View("overdue", "逾期", lambda found, viewer: found.overdue()),
    View("major", "重大", lambda found, viewer: found.open().filter(grade=Grade.MAJOR)),
    View("applied", "待验收", lambda found, viewer: found.filter(status__in=WITH_VERIFIER)),
    View("month", "本月新报", lambda found, viewer: found.filter(found_on__gte=clock.today().replace(day=1))),
    View("closed", "已销号", lambda found, viewer: found.closed()),
)
_WIDE = {org.Level.NATION, org.Level.PROVINCE, org.Level.CITY}
KEYS = {
    "status": "状态",
    "unit": "机构",
    "type": "类别",
    "grade": "等级",
    "mode": "发现方式",
    "since": "发现起",
    "until": "发现止",
}


class Filters:
    """Conditions read from the address. What cannot be read is left out; nothing widens what may be seen."""

    def __init__(self, query: QueryDict, viewer: Viewer) -> None:
        self.query, self.viewer = query, viewer
        self.view = next((one for one in VIEWS if one.key == query.get("view")), VIEWS[0])

    @cached_property
    def set(self) -> dict[str, str]:
        """Conditions in force, by key."""
        given = {key: self.query.get(key, "").strip() for key in KEYS}
        return {key: value for key, value in given.items() if value and self._known(key, value)}

    @cached_property
    def unit(self) -> Unit | None:
        given = self.query.get("unit", "").strip()
        if not given:
            return None
        try:
            return Unit.objects.within(self.viewer.scope.ranges).filter(pk=UUID(given)).first()
        except ValueError:
            return None

    @property
    def shape(self) -> tuple[Hashable, ...]:
        """All that a question under these conditions depends on, beside the viewer."""
        return self.view.key, tuple(self.set.items()), self.unit.span if self.unit else None, clock.today()

    @property
    def wide(self) -> bool:
        """Whether these are likely to be many of all hazards: those of a city and more, whoever has to move them."""
        top = self.unit or self.viewer.reach
        return self.view.key != "mine" and top.kind == org.Kind.COMMISSION and top.level in _WIDE

    def conditioned(self, me: Viewer | None = None) -> HazardQuerySet:
        """What the viewer may see under the conditions, whatever the view."""
        found: HazardQuerySet = Hazard.objects.visible_to(me or self.viewer)
        plain = {"status": "status", "type": "type", "grade": "grade", "mode": "found_mode"}
        found = found.filter(**{field: self.set[key] for key, field in plain.items() if key in self.set})
        if self.unit:
            found = found.under(self.unit)
        if "since" in self.set:
            found = found.filter(found_on__gte=self.set["since"])
        return found.filter(found_on__lte=self.set["until"]) if "until" in self.set else found

    def narrowed(self, me: Viewer | None = None) -> HazardQuerySet:
        return self.view.narrow(self.conditioned(me), me or self.viewer)

    def options(self) -> Iterator[tuple[str, str, Choices]]:
        """Key, word and choices of each condition; choices in words."""
        for key, word in KEYS.items():
            own = key == "unit" and not self.viewer.is_commission
            yield key, "科室" if own else word, self._choices(key)

    def in_words(self, key: str) -> str:
        value = self.set[key]
        if key == "unit" and self.unit:
            return self.unit.title
        return self._choices(key).get(value, value)

    def terms(self) -> str:
        """The conditions as a phrase, for the head of an export."""
        words = [f"{KEYS[key]}：{self.in_words(key)}" for key in self.set]
        return "，".join([self.view.title, *words])

    def address(self, **changed: str) -> str:
        """The query string with some keys changed; an empty value drops the key, and paging starts anew."""
        kept = {"view": self.view.key, **self.set, **changed}
        query = QueryDict(mutable=True)
        query.update({key: value for key, value in kept.items() if value})
        return "?" + query.urlencode()

    def _known(self, key: str, value: str) -> bool:
        if key == "unit":
            return self.unit is not None
        if key in ("since", "until"):
            return _is_day(value)
        return value in self._choices(key)

    def _choices(self, key: str) -> Choices:
        match key:
            case "status":
                return dict(Status.choices)
            case "grade":
                return dict(Grade.choices)
            case "mode":
                return dict(Mode.choices)
            case "type":
                return self._types
            case "unit":
                return self._units
        today = clock.today()
        starts = {today.replace(day=1): "本月", today.replace(month=1, day=1): "今年"}
        return (
            {day.isoformat(): f"{word}（{day.isoformat()} 起）" for day, word in starts.items()}
            if key == "since"
            else {}
        )

    @cached_property
    def _types(self) -> Choices:
        return {code: kind.title for code, kind in pack_schema.types().items()}

    @cached_property
    def _units(self) -> Choices:
        return {str(unit.uid): unit.title for unit in org.children_of(self.viewer.unit)}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
