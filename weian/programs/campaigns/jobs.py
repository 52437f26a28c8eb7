"""What nobody presses: notices on their way, what a killed worker left behind, and checks before nodes of the year."""

from __future__ import annotations

import time
from uuid import UUID

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.org.api import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, viewer_for
from weian.foundation.people.models import Person
from weian.kernel import clock, scope
from weian.programs.campaigns.actions import nodes, sending
from weian.programs.campaigns.actions.sending import JOB
from weian.programs.campaigns.models import KeyDay

TURN = 10.0  # seconds until a long dispatch lets other jobs have the worker; below the grace of a stopping worker
NODES = "重要时间节点检查"
GONE = "下发人已经不在原来的岗位，请由本单位有下发职责的人点“继续”。"


@app.task(name=JOB)
def send(dispatch: str, person: str, appointment: str) -> int:
    """Send for `person` in `appointment` until all is sent, held, or the turn is over; returns the batches sent."""
    uid, began, batches = UUID(dispatch), time.monotonic(), 0
    viewer = _viewer(UUID(person), UUID(appointment))
    if viewer is None:
        sending.halt(uid, GONE)
        return 0
    more = True
    while more:
        with scope.applied(viewer.scope):
            more = sending.try_batch(uid, by=viewer)
            if more and time.monotonic() - began > TURN:
                app.configure_task(JOB).defer(dispatch=dispatch, person=person, appointment=appointment)
                more = False
        batches += 1
    return batches


@app.periodic(cron="* * * * *")
@app.task(name="campaigns.take_up", queueing_lock="campaigns.take_up")
def take_up(timestamp: int) -> int:
    """Start again what stands still; returns how many. `timestamp` is the scheduler's and not used."""
    with audit.acting_as_system("接着下发中断的通知"):
        stalled = sending.left_behind()
        for one in stalled:
            sending.defer(one, once=True)
    return len(stalled)


@app.periodic(cron="0 6 * * *")
@app.task(name="campaigns.open_node_checks", queueing_lock="campaigns.open_node_checks")
def open_node_checks(timestamp: int) -> int:
    """Every morning: fixed days are entered for the topmost commissions, and nodes whose check begins open a door for
    each leader; returns how many doors are new (S0-3.1d)."""
    today, made = clock.today(), 0
    with audit.acting_as_system(NODES) as system:
        for unit in Unit.objects.current().commissions().filter(parent__kind=Kind.ROOT):
            nodes.set_fixed(unit, today, by=system)
        coming = list(KeyDay.objects.filter(last__gte=today, first__lte=today + nodes.FAR).select_related("unit"))
    for day in coming:
        with audit.acting_as_system(NODES) as system:
            made += nodes.open_checks(day, by=system)
    return made


def _viewer(person: UUID, appointment: UUID) -> Viewer | None:
    """The person in that very post; None where it was given up since."""
    found = Person.objects.filter(pk=person).first()
    viewer = viewer_for(found, appointment) if found else None
    return viewer if viewer and viewer.appointment.uid == appointment else None
