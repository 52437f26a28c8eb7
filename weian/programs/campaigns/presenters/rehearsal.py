"""The page of a rehearsal: the forecast, its two signatures, and beside it what happened."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer, asks, names_of
from weian.programs.campaigns.actions.rehearsing import check_can_countersign
from weian.programs.campaigns.models import Campaign, Rehearsal
from weian.programs.campaigns.rehearsing.forecast import (
    Forecast,
    LineCost,
    digest_of,
    first_lacking,
    forecast,
    from_json,
)
from weian.programs.campaigns.rehearsing.outcome import AddedLevel, LineOutcome, Outcome, added, outcome
from weian.ui import words


@dataclass(frozen=True)
class Line:
    """`tenths` of an hour in all: those of all lines add up to the whole that is shown."""

    cost: LineCost
    tenths: int
    happened: LineOutcome | None


@dataclass(frozen=True)
class Signatures:
    """Who asked and who signed; `holds` while nothing was changed since."""

    why: str
    asked_by: str
    signed_by: str
    holds: bool
    may_sign: bool
    refusal: str


@dataclass(frozen=True)
class Shown:
    """`forecast` is None where a notice went out before forecasts were kept."""

    forecast: Forecast | None
    lines: list[Line]
    lacking: list[Unit]
    signatures: Signatures
    outcome: Outcome | None
    added: list[AddedLevel]

    @property
    def is_blocked(self) -> bool:
        """Whether the budget still holds the notice back."""
        signed = self.signatures.signed_by and self.signatures.holds
        return bool(self.outcome is None and self.forecast and self.forecast.over and not signed)

    @property
    def foreseen(self) -> int:
        """Minutes that the forecast has for those times of which somebody wrote down how long they took."""
        return sum(one.cost.minutes * one.happened.timed for one in self.lines if one.happened)

    @property
    def tenths(self) -> int:
        """The whole in tenths of an hour."""
        return sum(one.tenths for one in self.lines)

    @property
    def above(self) -> int:
        """By how many tenths of an hour the busiest week is above the budget, both as they are shown."""
        found = self.forecast
        return words.tenths(found.peak) - words.tenths(found.budget) if found else 0


def shown(campaign: Campaign, viewer: Viewer) -> Shown:
    kept = Rehearsal.objects.filter(campaign=campaign).first()
    if campaign.is_draft:
        found: Forecast | None = forecast(campaign)
    else:
        found = from_json(kept.forecast) if kept and kept.forecast else None
    happened = outcome(campaign) if campaign.was_issued else None
    by_line = happened.lines if happened else {}
    costs = found.lines if found else []
    parts = words.parted([one.whole for one in costs])
    return Shown(
        found, [Line(one, part, by_line.get(UUID(one.uid))) for one, part in zip(costs, parts, strict=True)],
        first_lacking(campaign) if found and found.units_lacking and campaign.is_draft else [],
        _signatures(campaign, viewer, kept), happened, added(campaign),
    )  # fmt: skip


def _signatures(campaign: Campaign, viewer: Viewer, kept: Rehearsal | None) -> Signatures:
    may_sign, refusal = asks(check_can_countersign, viewer, campaign, kept)
    if kept is None or kept.asked_by is None:
        return Signatures("", "", "", False, may_sign, refusal)
    names = names_of([kept.asked_by, kept.signed_by])
    holds = not campaign.is_draft or kept.digest == digest_of(campaign)
    signed_by = names.get(kept.signed_by, "") if kept.signed_by else ""
    return Signatures(kept.why, names.get(kept.asked_by, ""), signed_by, holds, may_sign, refusal)
