from __future__ import annotations

from typing import Self

from weian.foundation.org.models import PositionedQuerySet
from weian.foundation.people.viewer import Viewer


class OfContractor(PositionedQuerySet):
    """What belongs to a contractor of a hospital: `to_contractor` is the way from the row to it."""

    to_contractor = "contractor"

    def visible_to(self, viewer: Viewer) -> Self:
        """Everybody of the unit and those above it; a contractor's people what is their own. Agencies: see Site."""
        if viewer.is_contractor:
            return self.filter(**{f"{self.to_contractor}__party": viewer.unit})
        return self.within(viewer.scope.ranges)
