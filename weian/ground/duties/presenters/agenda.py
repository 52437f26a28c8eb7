"""What a meeting of the unit has to talk about: how the last decisions stand, then what is red."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weian.foundation.documents.models import Document
from weian.ground.duties import kinds
from weian.ground.duties.addresses import url_of
from weian.ground.duties.models import Door, OwedBy
from weian.ground.duties.owed import Owed, owed
from weian.ground.duties.presenters import words
from weian.ground.duties.states import FINISHED
from weian.kernel import clock

MOST_RED = 12


@dataclass(frozen=True)
class Agenda:
    """`decisions` come first: those of the last meeting, and older ones that are still open."""

    decisions: list[dict[str, Any]] = field(default_factory=list)
    red: list[dict[str, Any]] = field(default_factory=list)


def of(one: Owed) -> Agenda:
    """The agenda of the meeting that is owed here, from the records as they stand now."""
    whole = [each for each in owed([one.unit]) if each.obligation.pk != one.obligation.pk]
    decided = [each for each in whole if _is_decision(each)]
    last = max((each.obligation.made_at for each in decided), default=None)
    shown = [each for each in decided if each.state not in FINISHED or each.obligation.made_at == last]
    late = sorted((each for each in whole if each.overdue and not _is_decision(each)), key=lambda each: -each.late_days)
    doors = Door.objects.open().filter(unit=one.unit, due__lt=clock.today()).order_by("due")[:MOST_RED]
    red = [_line(each) for each in late] + [_door(door) for door in doors]
    return Agenda([_line(each) for each in shown], red[:MOST_RED])


def text(agenda: Agenda) -> str:
    """The agenda in lines, as the form proposes it."""
    items = [("上次议定", agenda.decisions), ("红色事项", agenda.red)]
    told = [f"{kind}：{item['title']}（{item['who']}{item['word']}）" for kind, found in items for item in found]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(told, 1))


def _is_decision(one: Owed) -> bool:
    return one.obligation.owed_by == OwedBy.OWN and one.obligation.document.kind == Document.Kind.MINUTES


def _line(one: Owed) -> dict[str, Any]:
    who = words.whose(one) or "、".join(one.obligation.lead)
    late = f"，逾期{one.late_days}个工作日" if one.overdue else ""
    return {
        "title": one.obligation.title, "url": url_of(one), "who": f"{who}，" if who else "",
        "word": f"{one.word}{late}", "due": one.due,
    }  # fmt: skip


def _door(door: Door) -> dict[str, Any]:
    kind = kinds.door_kind(door.kind)
    return {
        "title": door.title, "url": kind.url(door.target), "who": "", "due": door.due,
        "word": f"{kind.title}，{door.due} 到期没有办完",
    }  # fmt: skip
