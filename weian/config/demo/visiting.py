"""What somebody who walked and looked writes down, and the uids of what the demo records in the field."""

from __future__ import annotations

import random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from weian.config.demo.photos import photo
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards


def answers(sheet: checklists.Sheet | None, dice: random.Random, *, wrong: float) -> dict[str, Any]:
    """What somebody who looked writes: mostly in order, readings within their limits, a photo where one is asked."""
    said: dict[str, Any] = {}
    photos: list[hazards.Photo] = []
    for item in sheet.items if sheet else ():
        bad = item.can_fail and dice.random() < wrong
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


def uid_of(*words: object) -> UUID:
    return uuid5(NAMESPACE_URL, "/".join(map(str, ("demo fieldwork", *words))))
