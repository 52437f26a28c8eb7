"""What rounds fills into the sockets of lower apps."""

from __future__ import annotations

from weian.foundation.org import api as org
from weian.ground.rounds import pack_schema
from weian.ground.rounds.models import Visit


def fill() -> None:
    org.positioned(Visit)
    pack_schema.register()
