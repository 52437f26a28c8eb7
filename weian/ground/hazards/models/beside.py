"""What the records that lie beside a hazard have in common."""

from __future__ import annotations

from typing import Any, Self

from weian.foundation.org.models import Positioned
from weian.ground.hazards.models.hazard import Hazard


class Beside(Positioned):
    """A record about one hazard, counting where the hazard counts."""

    hazard: Any

    class Meta:
        abstract = True

    def of(self, hazard: Hazard) -> Self:
        """Place this record with its hazard."""
        self.hazard, self.unit = hazard, hazard.unit
        self.org_pos, self.region = hazard.org_pos, hazard.region
        return self
