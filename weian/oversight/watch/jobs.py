"""What nobody presses: at night new acts are compared; on Mondays some are picked by lot."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.foundation.org.models import Unit
from weian.kernel import clock
from weian.oversight.watch.actions import looking
from weian.oversight.watch.models import Signal
from weian.oversight.watch.pictures import copied_since
from weian.oversight.watch.states import SignalStatus


@app.periodic(cron="40 2 * * *")
@app.task(name="watch.look", queueing_lock="watch.look")
def look(timestamp: int) -> int:
    """Returns how many signals were made; a unit at a time, each in its own transaction."""
    with audit.acting_as_system("提示复核") as system:
        since = clock.now() - looking.FRESH
        made = sum(len(looking.look(unit, by=system)) for unit in looking.units_with_acts(since))
        made += sum(len(looking.look(unit, by=system, also=acts)) for unit, acts in copied_since(since).items())
        waiting = Signal.objects.filter(status=SignalStatus.TOLD).values("unit").distinct()
        for unit in Unit.objects.filter(pk__in=waiting).order_by("pos"):
            looking.show_due(unit, by=system)
    return made


@app.periodic(cron="10 3 * * 1")
@app.task(name="watch.pick", queueing_lock="watch.pick")
def pick(timestamp: int) -> int:
    """Returns how many acts were picked by lot for a second look."""
    with audit.acting_as_system("随机复核") as system:
        units = looking.units_with_acts(clock.now() - timedelta(days=7))
        week = "{}-{:02}".format(*clock.today().isocalendar()[:2])
        return sum(len(looking.pick_random(unit, week, by=system)) for unit in units)
