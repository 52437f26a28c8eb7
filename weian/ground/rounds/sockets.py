"""What rounds fills into the sockets of lower apps: positions, content, the morning list, the page of a place."""

from __future__ import annotations

from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.people.api import May
from weian.foundation.people.viewer import may
from weian.ground.registry import api as registry
from weian.ground.rounds import climbing, pack_schema, presenters
from weian.ground.rounds.models import Visit
from weian.ui import api as ui


def fill() -> None:
    org.positioned(Visit)
    pack_schema.register()
    for climber in (climbing.CLIMBER, climbing.UPKEEPS):
        ladder.climber(climber)
    registry.place_card(registry.Card("rounds", 10, "rounds/parts/card.html", presenters.card))
    ui.menu_item("rounds", "巡查", "rounds", "scan", 35, visible=may(May.INSPECT))
