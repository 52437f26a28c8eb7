"""What hazards fills into the sockets of lower apps."""

from __future__ import annotations


def fill() -> None:
    from weian.foundation.org import api as org
    from weian.ground.hazards import pack_schema
    from weian.ground.hazards.models import Extension, Hazard

    org.positioned(Hazard)
    org.positioned(Extension)
    pack_schema.register()
