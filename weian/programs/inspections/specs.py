"""What people say, before it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from weian.foundation.documents.models import Clause, Document
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Appointment, Person
from weian.ground.hazards import api as hazards


@dataclass(frozen=True)
class PlanSpec:
    """Who is to be visited, when and by whom. The uid is made by the form.

    `team` goes everywhere; `sent` are those who go to one unit, by its uid: what a draw gives.
    """

    uid: UUID
    title: str
    mode: str
    first_day: date
    last_day: date
    units: Sequence[Unit]
    team: Sequence[Person]
    experts: Sequence[Person] = ()
    methods: Sequence[str] = ()
    focuses: Sequence[str] = ()
    sheet: str = ""
    document: Document | None = None
    clauses: Sequence[UUID] = ()
    agencies: Sequence[Unit] = ()
    draw: UUID | None = None
    sent: Mapping[UUID, Sequence[Person]] = field(default_factory=dict)

    def team_to(self, unit: Unit) -> list[Person]:
        """Who goes to this unit, nobody twice."""
        return list({one.pk: one for one in [*self.team, *self.sent.get(unit.pk, ())]}.values())

    @property
    def everyone(self) -> list[Person]:
        return list({one.pk: one for unit in self.units for one in self.team_to(unit)}.values())


@dataclass(frozen=True)
class FindingSpec:
    """What is wrong, and one of two: put right on the spot (`fixed`, by `fixer`, two photos), or a name and a day.

    `found_at` is said where it was found earlier than it is told: without network.
    """

    uid: UUID
    text: str
    place: str = ""
    type: str = ""
    item: str = ""
    method: str = "look"
    severity: str = "general"
    clause: Clause | None = None
    basis: str = ""
    fixed: str = ""
    fixer: Appointment | None = None
    responsible: Appointment | None = None
    due: date | None = None
    measure: str = ""
    money: Decimal | None = None
    at_once: bool = True
    interim_measure: str = ""
    plan: str = ""
    photos: Sequence[hazards.Photo] = field(default_factory=tuple)
    found_at: datetime | None = None

    @property
    def elements(self) -> hazards.Elements:
        return hazards.Elements(
            responsible=self.responsible.person if self.responsible else None, measure=self.measure, money=self.money,
            due=self.due, plan=self.plan, interim_measure=self.interim_measure, at_once=self.at_once,
            responsible_post=self.responsible.post if self.responsible else None,
        )  # fmt: skip
