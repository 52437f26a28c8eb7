"""Which hazards a list shows: a saved view and conditions, all of them in the address."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.hazards import apart, pack_schema, turns
from weian.ground.hazards.kinds import Grade, Mode
from weian.ground.hazards.models import Hazard, HazardQuerySet
from weian.ground.hazards.queries import are_many
from weian.ground.hazards.states import WITH_VERIFIER, Status
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.kernel import clock

Choices = dict[str, str]


@dataclass(frozen=True)
class View:
    """One saved view of the list. `whole`: it also shows what is no production safety (S3-2.2a).

    `among`: it is those of the open ones that this holds of, and can be counted without looking at the rows.
    `in_order`: an index has its hazards in the order of the list.
    """

    key: str
    title: str
    narrow: Callable[[HazardQuerySet, Viewer], HazardQuerySet]
    whole: bool = False
    among: Callable[[], Q] | None = None
    in_order: bool = True


def _open(key: str, title: str, among: Callable[[], Q]) -> View:
    return View(key, title, lambda found, viewer: found.open().filter(among()), among=among)


VIEWS = (
    _open("open", "全部在办", Q),
    View("mine", "轮到我", lambda found, viewer: found.filter(pk__in=turns.keys(viewer)), whole=True),
    _open("overdue", "逾期", HazardQuerySet.is_overdue),
    _open("major", "重大", lambda: Q(grade=Grade.MAJOR)),
    _open("applied", "待验收", lambda: Q(status__in=WITH_VERIFIER)),
    View(
        "month", "本月新报", lambda found, viewer: found.filter(found_on__gte=clock.today().replace(day=1)),
        in_order=False,
    ),
    View("closed", "已销号", lambda found, viewer: found.closed()),
    View("apart", "不计入安全生产", lambda found, viewer: found.apart(), whole=True, in_order=False),
)  # fmt: skip
MOST_PLACES = 300
MOST_UNITS = 30
MANY = 1_000
KEYS = {
    "status": "状态",
    "unit": "机构",
    "place": "场所点位",
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

    @cached_property
    def place(self) -> Subject | None:
        """The place of the register that is asked for."""
        given = self.query.get("place", "").strip()
        if not given:
            return None
        try:
            return Subject.objects.visible_to(self.viewer).filter(pk=UUID(given)).first()
        except ValueError:
            return None

    @property
    def shape(self) -> tuple[Hashable, ...]:
        """All that a question under these conditions depends on, beside the viewer."""
        where = (self.place.unit_id, self.place.name) if self.place else None
        span = self.unit.span if self.unit else None
        return self.view.key, tuple(self.set.items()), span, where, apart.domains_apart(), self.wide, clock.today()

    @cached_property
    def wide(self) -> bool:
        return are_many(self.unit or self.viewer.reach)

    def walked(self, total: int) -> bool:
        """Whether a page of `total` hazards is found sooner along their order than by sorting them."""
        return self.view.in_order and (total > MANY or (self.wide and self.view.key != "mine"))

    def conditioned(self, me: Viewer | None = None, *, whole: bool = False) -> HazardQuerySet:
        """What the viewer may see under the conditions, whatever the view.

        Only production safety, unless the `whole` is wanted or a type is asked for that is none.
        """
        found: HazardQuerySet = Hazard.objects.visible_to(me or self.viewer)
        if not whole and not self._asks_for_apart:
            found = found.safety()
        plain = {"status": "status", "type": "type", "grade": "grade", "mode": "found_mode"}
        found = found.filter(**{field: self.set[key] for key, field in plain.items() if key in self.set})
        if self.unit:
            found = found.under(self.unit)
        if self.place:
            found = found.at_place(self.place)
        if "since" in self.set:
            found = found.filter(found_on__gte=self.set["since"])
        return found.filter(found_on__lte=self.set["until"]) if "until" in self.set else found

    def narrowed(self, me: Viewer | None = None) -> HazardQuerySet:
        return self.seen_in(self.view, me)

    def seen_in(self, view: View, me: Viewer | None = None) -> HazardQuerySet:
        """What a view shows under the conditions."""
        return view.narrow(self.conditioned(me, whole=view.whole), me or self.viewer)

    def options(self) -> Iterator[tuple[str, str, Choices]]:
        """Key, word and choices of each condition; choices in words. Units may be very many: see `units_named`."""
        for key, word in KEYS.items():
            own = key == "unit" and not self.viewer.is_commission
            yield key, "科室" if own else word, self._choices(key)

    def units_named(self, words: str) -> Choices:
        """Units to choose from: those directly below, or those anywhere below that are called so; some of them."""
        found = org.search_units(words, self.viewer.scope.ranges, limit=MOST_UNITS) if words.strip() else (
            org.children_of(self.viewer.unit, limit=MOST_UNITS)
        )  # fmt: skip
        return {str(unit.uid): unit.title for unit in found}

    def in_words(self, key: str) -> str:
        value = self.set[key]
        if key == "unit" and self.unit:
            return self.unit.title
        if key == "place" and self.place:
            return self.place.name
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

    def addresses(self, key: str, values: Iterable[str]) -> list[str]:
        """The address with each of many values of a condition that is not set: what they share is written once."""
        here = self.address()
        return [f"{here}&{urlencode({key: value})}" if value else here for value in values]

    def _known(self, key: str, value: str) -> bool:
        if key in ("unit", "place"):
            return getattr(self, key) is not None
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
                return {}
            case "place":
                return self._places
        today = clock.today()
        starts = {today.replace(day=1): "本月", today.replace(month=1, day=1): "今年"}
        return (
            {day.isoformat(): f"{word}（{day.isoformat()} 起）" for day, word in starts.items()}
            if key == "since"
            else {}
        )

    @cached_property
    def _types(self) -> Choices:
        return {code: kind.title for code, kind in self._kinds.items()}

    @cached_property
    def _places(self) -> Choices:
        """The places of one's own institution; a commission comes from the page of a place."""
        if self.viewer.is_commission or self.place:
            return {}
        found = registry.subjects_of(self.viewer.unit).at_work().values_list("uid", "name")
        return {str(uid): name for uid, name in found[:MOST_PLACES]}

    @property
    def _asks_for_apart(self) -> bool:
        kind = self._kinds.get(self.query.get("type", "").strip())
        return kind is not None and kind.domain in apart.domains_apart()

    @cached_property
    def _kinds(self) -> dict[str, pack_schema.HazardType]:
        return pack_schema.types()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
