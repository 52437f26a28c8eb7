"""销号, and what happens when it comes back."""

from __future__ import annotations

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.hazards import access, numbers, telling
from weian.ground.hazards.kinds import Acceptor
from weian.ground.hazards.ledgers.completeness import gaps
from weian.ground.hazards.lookback.planning import give_up, plan
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.referring.settling import settle_plea
from weian.ground.hazards.states import Status
from weian.kernel import clock
from weian.kernel.actor import Actor


def close(hazard: Hazard, *, by: Actor) -> Hazard:
    """Close with a number of the unit's closing series.

    Raises Refused for a fixer, and while a list that counts for closing has a gap (S2-2.1j).
    """
    access.check_can_close(by, hazard)
    if missing := gaps(hazard):
        raise Refused("不能销号：" + "；".join(missing) + "。")
    no = numbers.take(numbers.CLOSING, hazard.unit, clock.today().year)
    audit.move(hazard, Status.CLOSED, by=by, values={"close_no": no}, facts={"close_no": no})
    telling.closed(hazard)
    settle_plea(hazard, by=by)
    plan(hazard, by=by)
    return hazard


def reopen(hazard: Hazard, *, by: Actor, why: str) -> Hazard:
    """It came back: a new round of the same hazard, counted as a relapse. Raises Refused without a reason."""
    access.check_can_reopen(by, hazard)
    if not why.strip():
        raise Refused("请写明为什么重开。")
    return reopen_for(hazard, by=by, why=why)


def reopen_for(hazard: Hazard, *, by: Actor, why: str) -> Hazard:
    """Open it again; who may was asked by the act that comes here. A look back that was owed is answered by it."""
    give_up(hazard, by=by, why=why)
    facts = {"close_no": hazard.close_no, "closed_at": hazard.closed_at.isoformat() if hazard.closed_at else ""}
    cleared = ("fixed", "assigned", "rectifying", "applied", "verified", "closed")
    values = {
        "reopen_reason": why.strip(), "reopens": hazard.reopens + 1, "close_no": "", "result": "", "due": None,
        "verify_note": "", "return_reason": "", "responsible": None, "responsible_post": None, "on_the_spot": False,
        "acceptor": Acceptor.OWN, **{f"{step}_{what}": None for step in cleared for what in ("at", "by")},
    }  # fmt: skip
    audit.move(hazard, Status.REOPENED, by=by, why=why.strip(), values=values, facts=facts)
    telling.reopened(hazard)
    return hazard
