"""Stages as a row of steps with their days; an end that nobody knows yet is 待定 (S2-3.0)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from weian.programs.campaigns.forms import EventForm, StageForm
from weian.programs.campaigns.models import Campaign, Proposal, Stage
from weian.ui.words import isodate

UNKNOWN = "待定"


@dataclass(frozen=True)
class ShownStage:
    stage: Stage
    position: str
    progress: float
    starts: str
    ends: str
    event: str
    form: StageForm | None

    @property
    def is_here(self) -> bool:
        return self.position == "now"


@dataclass(frozen=True)
class Awaited:
    """An event that no stage has and lines wait for, with the form to enter its day."""

    event: str
    lines: int
    form: EventForm


def awaited(campaign: Campaign, lines: Iterable[Proposal], refused: EventForm | None = None) -> list[Awaited]:
    of_stages = {stage.to_event for stage in campaign.stages.all()}
    counts = Counter(one.due_event for one in lines if one.due_event and not one.due and not one.every)
    typed = refused["event"].value() if refused else None
    if typed and typed not in counts:  # somebody else entered it meanwhile: the refusal says so
        counts[typed] = 0
    return [
        Awaited(event, count, refused if refused and event == typed else _empty(event, number))
        for number, (event, count) in enumerate(counts.items())
        if event not in of_stages
    ]


def _empty(event: str, number: int) -> EventForm:
    return EventForm(initial={"event": event}, auto_id=f"event{number}-%s")


def shown_stages(
    campaign: Campaign, today: date, refused: tuple[UUID, StageForm] | None = None
) -> list[ShownStage]:  # fmt: skip
    """Stages in order; one that waits for an event carries the form to enter its day."""
    return [_shown(stage, today, refused) for stage in campaign.stages.all()]


def _shown(stage: Stage, today: date, refused: tuple[UUID, StageForm] | None) -> ShownStage:
    position = stage.position(today)
    event = stage.to_event or stage.from_event
    form = refused[1] if refused and refused[0] == stage.pk else None
    if form is None and event:
        form = StageForm(
            initial={"from_date": stage.from_date, "to_date": stage.to_date}, auto_id=f"stage{stage.order}-%s"
        )
    if form is not None:
        for name, known in (("from_date", stage.from_event), ("to_date", stage.to_event)):
            if not known:
                form.fields.pop(name, None)
        for only in form.fields.values() if len(form.fields) == 1 else ():
            only.required = True
    return ShownStage(
        stage=stage, position=position, progress={"before": 0.0, "now": 0.5, "after": 1.0}[position],
        starts=isodate(stage.from_date) or (UNKNOWN if stage.from_event else ""),
        ends=isodate(stage.to_date) or (UNKNOWN if stage.to_event else ""), event=event, form=form,
    )  # fmt: skip
