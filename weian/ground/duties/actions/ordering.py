"""The order of an external superior (专委会 …) that stands in the library becomes the unit's own work (S1-3b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Document
from weian.foundation.people.api import Refused, Viewer
from weian.ground.duties.access import check_can_take_order
from weian.ground.duties.actions.obligations import Spec
from weian.ground.duties.actions.own import OwnLine, own_obligations
from weian.ground.duties.models import AskKind, Obligation, TaskForce
from weian.ground.duties.naming import people_named
from weian.kernel import clock


@dataclass(frozen=True)
class OrderLine:
    what: str
    who: str
    due: date


@dataclass(frozen=True)
class Team:
    """A team to set up for the order."""

    name: str
    leader: str
    members: Sequence[str]
    ends_on: date


@transaction.atomic
def take_order(
    document: Document, lines: Sequence[OrderLine], *, uid: UUID, by: Viewer, team: Team | None = None
) -> list[Obligation]:
    """Lines of an outside body's order become the unit's own obligations, whose source stays that body.

    The same uid again changes nothing. Raises Refused.
    """
    check_can_take_order(by, document)
    if not lines and team is None:
        raise Refused("还没有填要办的事，也没有填专班。")
    if team is not None:
        _set_up(document, team, uid, by)
    found = people_named(by.unit, [line.who for line in lines])
    own = []
    for number, line in enumerate(lines, 1):
        who = found.get(line.who)
        spec = Spec(
            uid=uuid5(uid, str(number)), kind=AskKind.OTHER, title=line.what[:200], text=f"{line.what}（{line.who}）",
            clause=document.clauses.first(), due=line.due, evidence=("record",), lead=(line.who,), order=number,
        )  # fmt: skip
        own.append(OwnLine(spec, who.post if who else None, who.person if who else None))
    return own_obligations(document, own, by=by)


def _set_up(document: Document, team: Team, uid: UUID, by: Viewer) -> None:
    key = uuid5(uid, "team")
    if TaskForce.objects.filter(pk=key).exists():
        return
    if team.ends_on < clock.today():
        raise Refused("专班的结束日期在今天以前，请核对。")
    made = TaskForce(
        uid=key, document=document, name=team.name, leader=team.leader, members=list(team.members),
        ends_on=team.ends_on, made_at=clock.now(), made_by=by.actor_uid,
    ).at(by.unit)  # fmt: skip
    audit.created(made, "taskforce.set_up", by=by, facts={"document": str(document.pk), "until": str(team.ends_on)})
