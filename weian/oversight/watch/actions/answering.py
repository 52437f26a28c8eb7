"""What people do with a signal: explain it, have somebody look again, or say that there is no need."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.inbox import api as inbox
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Person
from weian.ground.duties import api as duties
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.oversight.watch import access, queries
from weian.oversight.watch.models import Signal
from weian.oversight.watch.reading import acts_of
from weian.oversight.watch.states import SignalStatus

# The door before whoever is asked to look again.
RELOOK = "watch.relook"


def explain(signal: Signal, text: str, *, by: Viewer) -> None:
    """The person says what it was; whoever decides on a second look reads it first."""
    access.check_can_explain(by, signal)
    if not text.strip():
        raise Refused("请写一句当时的情况。")
    with audit.changed(signal, "signal.explained", by=by):
        signal.explained, signal.explained_at = text.strip()[:500], clock.now()


@transaction.atomic
def ask_relook(signal: Signal, to: Person, *, by: Viewer) -> None:
    """Ask another person of the unit to look at the same place; they are not told why."""
    access.check_can_decide(by, signal)
    if to.pk == signal.person_id:
        raise Refused("复核要换一个人去。")
    if to.pk not in queries.lookers(signal.unit, but=signal.person_id):
        raise Refused(f"{to.name}没有检查职责，请换一个人。")
    audit.move(
        signal, SignalStatus.ASKED, by=by, verb="signal.asked", facts={"to": str(to.pk)}, values={"relook_by": to}
    )
    subject = signal.inspection.subject
    where = registry.titles([subject]).get(subject, "") if subject else ""
    title = f"再查一次：{where or signal.inspection.get_mode_display()}"
    duties.open_task(RELOOK, signal.pk, unit=signal.unit, person=to, title=title, by=by)
    inbox.send(
        [to], kind="watch", title="请再查一次", text="请到同一处按同一张检查表看一遍，照实记。",
        url=signal.get_absolute_url(),
    )  # fmt: skip


@transaction.atomic
def drop(signal: Signal, why: str, *, by: Viewer) -> None:
    access.check_can_decide(by, signal)
    if not why.strip():
        raise Refused("请写为什么不必复核。")
    audit.move(
        signal, SignalStatus.DROPPED, by=by, verb="signal.dropped", why=why, values={"drop_reason": why.strip()[:300]}
    )
    duties.close_door(RELOOK, signal.pk, by=by)


def settle(signal: Signal, *, by: Viewer) -> bool:
    """Whoever was asked has looked: compare. Raises Refused where no such look is recorded yet."""
    access.check_can_settle(by, signal)
    return settle_if_done(signal, by=by)


@transaction.atomic
def settle_if_done(signal: Signal, *, by: Actor) -> bool:
    """Whether what was said to be right was found wrong by the look that was asked for. Raises Refused without one."""
    acts = {act.uid: act for act in acts_of(signal.unit, signal.happened_at)}
    first = acts.get(signal.inspection_id)
    looks = [
        act for act in acts.values()
        if first is not None and signal.asked_at is not None and act.person == signal.relook_by_id
        and act.started >= signal.asked_at and (act.subject, act.sheet) == (first.subject, first.sheet)
    ]  # fmt: skip
    if first is None or not looks:
        raise Refused("还没有您在同一处、用同一张检查表的新记录。查完再来。")
    look = min(looks, key=lambda act: act.started)
    differs = bool(first.passed & look.faults) or bool(look.faults - first.faults)
    audit.move(
        signal, SignalStatus.SETTLED, by=by, verb="signal.settled", facts={"differs": differs},
        values={"relook_id": look.uid, "differs": differs},
    )  # fmt: skip
    duties.close_door(RELOOK, signal.pk, by=by)
    return differs
