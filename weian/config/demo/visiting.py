"""What somebody who walked and looked writes down, and the uids of what the demo records in the field."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from weian.config.demo.acting import uids
from weian.config.demo.photos import photo
from weian.foundation.people.viewer import Viewer
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.ground.registry import api as registry
from weian.kernel import clock
from weian.programs.inspections import api as inspections

uid_of = uids("fieldwork")


@cache
def sheet_at(place: registry.Subject) -> checklists.Sheet:
    """With which list a place is walked, all the weeks long."""
    return checklists.sheets_at(place, "round")[0]


def walked(
    subject: registry.Subject, sheet: checklists.Sheet, dice: random.Random, *, uid: UUID, by: Viewer,
    label: str | None = None, wrong: float = 0, faults: Collection[str] = (), pace: float = 14, note: str = "",
    photos: Sequence[hazards.Photo] = (),
) -> inspections.Inspection:  # fmt: skip
    """A round at one place that ends now; `pace` is about how many seconds an item took."""
    said = answers(sheet, dice, wrong=wrong, faults=faults)
    took = timedelta(seconds=round(len(said["answers"]) * pace * dice.uniform(0.8, 1.25)))
    return inspections.submit(
        uid=uid, by=by, unit=subject.unit, mode=inspections.Mode.ROUND, subject=subject.pk, sheet_ref=sheet.ref,
        at_scan=label, answers=said["answers"], photos=[*said["photos"], *photos], note=note,
        started_at=clock.now() - took, ended_at=clock.now(),
    )  # fmt: skip


def answers(
    sheet: checklists.Sheet, dice: random.Random, *, wrong: float, faults: Collection[str] = ()
) -> dict[str, Any]:  # fmt: skip
    """What somebody who looked writes: in order but for `faults` and, now and then, something else; readings within
    their limits, a photo where one is asked."""
    said: dict[str, Any] = {}
    photos: list[hazards.Photo] = []
    for item in sheet.items:
        bad = item.can_fail and (dice.random() < wrong or item.code in faults)
        answer: dict[str, Any] = {"v": _value(item, dice, bad=bad), "note": ""}
        if item.photo == "always" or (bad and item.photo == "fault") or item.kind == checklists.Kind.PHOTO:
            photos.append(hazards.Photo(photo(str(dice.random()), tidy=not bad), "scene", "camera", uuid4()))
            answer["photos"] = [str(photos[-1].uid)]
        said[item.code] = answer
    return {"answers": said, "photos": photos}


def _value(item: checklists.Item, dice: random.Random, *, bad: bool) -> str:
    if item.kind == checklists.Kind.READING:
        low = item.low if item.low is not None else (item.high or 0) * 0.6
        high = item.high if item.high is not None else low * 1.4 + 1
        return f"{high + 1 if bad and item.high is not None else dice.uniform(low, high):.1f}"
    if item.kind == checklists.Kind.CHOICE:
        fits = [one.code for one in item.choices if one.fault == bad] or [item.choices[0].code]
        return dice.choice(fits)
    if item.kind == checklists.Kind.PASS:
        return checklists.FAIL if bad else checklists.PASS
    return "已看，正常。"
