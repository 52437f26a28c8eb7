"""检测评估 of a unit: each yearly test with its report and how long it holds, and the places that nobody assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from weian.foundation.org.models import Unit
from weian.foundation.packs import api as packs
from weian.ground.duties import api as duties
from weian.ground.duties.models import Record, Task
from weian.ground.registry import api as registry
from weian.kernel import clock


class AssessedPlaces(BaseModel):
    """Which places of the register one yearly test (`item` of a standing pack) covers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    item: str
    tags: list[str] = Field(min_length=1)


def register() -> None:
    packs.kind("assessed_places", AssessedPlaces)


@dataclass(frozen=True)
class Test:
    """One yearly test that the unit owes; `record` is the last accepted report, `until` the last day that it holds."""

    title: str
    item: str
    url: str
    state: str
    record: Record | None = None
    until: date | None = None

    @property
    def holds(self) -> bool:
        return self.until is not None and self.until >= clock.today()


@dataclass(frozen=True)
class Place:
    name: str
    test: str
    word: str


def tests_of(unit: Unit) -> list[Test]:
    """What of kind 检测 stands for the unit by standing packs, in the present period."""
    asked = [one for one in duties.owed([unit]) if one.obligation.kind == duties.AskKind.MEASUREMENT]
    items = {one.obligation.pack_item for one in asked if one.obligation.pack_item}
    done = (
        Task.objects.filter(unit=unit, status=duties.TaskState.ACCEPTED, obligation__pack_item__in=items)
        .select_related("obligation").order_by("due")
    )  # fmt: skip
    last = {task.obligation.pack_item: task for task in done}
    found: dict[str, Test] = {}
    for one in asked:
        item = one.obligation.pack_item
        if item and item not in found:
            record, until = _report(last.get(item))
            found[item] = Test(one.obligation.title, item, duties.url_of(one), one.state.label, record, until)
    return list(found.values())


def places_of(unit: Unit, tests: list[Test]) -> list[Place]:
    """The places that tests cover: 未评估 where no valid report stands."""
    by_item = {one.item: one for one in tests}
    found = []
    for rule in packs.entries("assessed_places", AssessedPlaces).values():
        test = by_item.get(rule.item)
        if test is None:
            continue
        word = f"{test.until:%Y-%m-%d} 前有效" if test.holds and test.until else "未评估"
        for subject in registry.subjects_of(unit):
            if set(subject.tags) & set(rule.tags):
                found.append(Place(subject.name, test.title, word))
    return found


def _report(task: Task | None) -> tuple[Record | None, date | None]:
    if task is None:
        return None, None
    answer = task.answers.select_related("record").order_by("-record__happened_on").first()
    if answer is None:
        return None, None
    record: Record = answer.record
    told = record.facts.get("next_on")
    return record, date.fromisoformat(told) if told else _in_a_year(record.happened_on)


def _in_a_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
