"""All kinds of acts that are read here."""

from __future__ import annotations

from weian.portal.phone.acts import Doing, Done, Kind, hazards, inspections, visits


def _discard(doing: Doing) -> Done:
    """Thrown away on the phone by its person before it was sent: nothing is done, and its number is accounted for."""
    return Done()


KINDS: dict[str, Kind] = {**hazards.KINDS, **inspections.KINDS, **visits.KINDS, "phone.discard": Kind(_discard)}
