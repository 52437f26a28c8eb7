"""Who acts: a person in a post, or the system for a stated reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """What every action takes as `by`. A signed-in viewer is one; so is System."""

    @property
    def actor_uid(self) -> UUID | None:
        """The person; None for the system."""

    @property
    def actor_post(self) -> UUID | None:
        """The appointment under which the person acts; None for the system."""

    @property
    def actor_reason(self) -> str:
        """Why the system acts; empty for a person."""

    @property
    def actor_proof(self) -> Mapping[str, str]:
        """How the person said who they are before an act that asks again; empty where it does not ask."""


@dataclass(frozen=True)
class System:
    """The system itself, never without a reason."""

    actor_reason: str
    actor_uid: UUID | None = None
    actor_post: UUID | None = None
    actor_proof: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.actor_reason.strip():
            raise ValueError("the system acts only for a stated reason")
