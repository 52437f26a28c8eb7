from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from weian.ground.hazards import api as hazards


@dataclass(frozen=True)
class Found:
    """Something that an inspector saw beside the items of a checklist; the uid is the client's."""

    uid: UUID
    text: str
    place: str = ""
    type: str = ""
    item: str = ""
    method: str = "look"
    severity: str = ""
    basis: str = ""
    photos: Sequence[hazards.Photo] = ()

    def told(self) -> list[str]:
        """What was said, for telling a repeat from another thing under the same uid."""
        return [
            str(self.uid), self.text, self.place, self.type, self.item, self.method, self.severity, self.basis
        ]  # fmt: skip
