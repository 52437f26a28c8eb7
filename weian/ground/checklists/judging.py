"""What the answers to a sheet mean. Pure: no table, no clock; the phone judges by the same rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from weian.ground.checklists.schema import Item, Kind, Sheet, plain

PASS, FAIL, NA = "pass", "fail", "na"
LONGEST_NOTE, LONGEST_TEXT = 500, 2_000
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Something that is not as the item asks. `text` is the sentence for a hazard, `note` what the person added."""

    item: Item
    text: str
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass
class Judged:
    """`missing` are codes of required items without an answer; `errors` sentences by code for answers that cannot be.

    `score` is 0–100 over what applied, None where nothing could be scored. `met`/`of` count what the sheet scores by:
    items, or sections without a fault.
    """

    faults: list[Fault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    answered: int = 0
    not_applicable: int = 0
    met: int = 0
    of: int = 0
    score: float | None = None

    @property
    def complete(self) -> bool:
        return not self.missing and not self.errors


def judge(sheet: Sheet, answers: Mapping[str, Answer]) -> Judged:
    """Judge answers {item code: {"v": value, "note": str, "photos": [uid …]}}.

    A value is pass|fail|na for pass items, a number for readings, a choice's code, a text, or the uid or name that
    stands for a signature; na is understood wherever the item allows it. Not applicable items leave the base.
    """
    told = Judged()
    known = {item.code for item in sheet.items}
    told.errors |= {code: "检查表里没有这一项，可能换了版本。" for code in answers if code not in known}
    got = full = 0.0
    for section in sheet.sections:
        counted = failed = 0
        for item in map(sheet.item_of, section.items):
            met = _judge_item(item, answers.get(item.code) or {}, told)
            if met is None or not item.can_fail:
                continue
            counted += 1
            failed += not met
            full += item.weight
            got += item.weight * met
        if sheet.score == "sections":
            told.of += bool(counted)
            told.met += bool(counted) and not failed
        else:
            told.of += counted
            told.met += counted - failed
    if sheet.score == "sections":
        got, full = told.met, told.of
    told.score = round(got * 100 / full, 1) if full else None
    return told


def _judge_item(item: Item, answer: Answer, told: Judged) -> bool | None:
    """Whether the item is met; None while it has no usable answer or does not apply."""
    value, note, photos = _parts(answer)
    if len(note) > LONGEST_NOTE:
        told.errors[item.code] = f"说明最多 {LONGEST_NOTE} 个字，现在 {len(note)} 个。"
        return None
    if item.kind == Kind.PHOTO and value != NA:
        value = "photo" if photos else ""
    if value == "":
        if item.required:
            told.missing.append(item.code)
        return None
    if value == NA:
        if not item.na:
            told.errors[item.code] = "这一项不能填“不适用”。"
            return None
        told.answered += 1
        told.not_applicable += 1
        return None
    wrong = _cannot_be(item, value)
    if wrong:
        told.errors[item.code] = wrong
        return None
    told.answered += 1
    text = fault_of(item, value)
    if text:
        told.faults.append(Fault(item, text, note, photos))
    if not photos and (item.photo == "always" or (item.photo == "fault" and text)):
        told.errors[item.code] = "这一项不合格，要有一张照片。" if text else "这一项要有一张照片。"
    return not text


def _parts(answer: Answer) -> tuple[str, str, tuple[str, ...]]:
    raw = answer.get("v")
    value = "" if raw is None else plain(raw) if isinstance(raw, float) else str(raw).strip()
    photos = answer.get("photos") or ()
    return value, str(answer.get("note") or "").strip(), tuple(str(one) for one in photos)


def _cannot_be(item: Item, value: str) -> str:
    """A sentence where the value is none that the item can have."""
    if item.kind == Kind.PASS and value not in (PASS, FAIL):
        return "请选合格、不合格或不适用。"
    if item.kind == Kind.READING and number(value) is None:
        return f"要填数字{f'，单位 {item.unit}' if item.unit else ''}。"
    if item.kind == Kind.CHOICE and value not in {one.code for one in item.choices}:
        return "没有这个选项，请重新选。"
    if item.kind in (Kind.TEXT, Kind.SIGNATURE) and len(value) > LONGEST_TEXT:
        return f"最多 {LONGEST_TEXT} 个字，现在 {len(value)} 个。"
    return ""


def fault_of(item: Item, value: str) -> str:
    """The sentence for what is wrong with a value that can be; empty where nothing is."""
    if item.kind == Kind.PASS and value == FAIL:
        return item.fault or f"不符合：{item.text}"
    if item.kind == Kind.READING:
        found = number(value)
        assert found is not None
        if (item.low is not None and found < item.low) or (item.high is not None and found > item.high):
            what = f"实测 {plain(found)} {item.unit}".rstrip()
            return f"{item.fault or item.text}：{what}，应为 {item.limits}"
    if item.kind == Kind.CHOICE:
        chosen = next(one for one in item.choices if one.code == value)
        if chosen.fault:
            return f"{item.fault or item.text}：{chosen.text}"
    return ""


def number(value: str) -> float | None:
    """A reading as typed, full-width digits and a decimal comma included; None where it is no number."""
    try:
        found = float(value.translate(_WIDE))
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e12 else None


_WIDE = str.maketrans("０１２３４５６７８９．－，,", "0123456789.-..")
