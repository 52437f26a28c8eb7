"""A sheet as a page draws it and as its POST is read: inspections and the preview of the builder share it.

Names of controls: `a-<code>` value, `n-<code>` note, `p-<code>` photos (with `p-<code>_origin` from the picker).
Draw it with `{% include "checklists/parts/fill.html" with fill=form %}` inside a multipart form that holds
`{% request_id %}`; a page that is not the phone's adds `ui/css/phone.css`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from weian.ground.checklists.judging import FAIL, NA, PASS, Answer, Judged, judge
from weian.ground.checklists.schema import Item, Kind, Section, Sheet

MOST_PHOTOS = 6
_PASS_WORDS = ((PASS, "合格", "good"), (FAIL, "不合格", "bad"))
_NA_WORDS = (NA, "不适用", "na")


@dataclass(frozen=True)
class Upload:
    """A photo that came with an item. Its uid is made of the form's key: a form sent twice keeps it once."""

    code: str
    uid: UUID
    file: UploadedFile[bytes]
    origin: str = ""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    kind: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One item as drawn."""

    item: Item
    number: int
    value: str
    note: str
    error: str
    options: tuple[Option, ...] = ()
    kept: tuple[str, ...] = ()
    hint: str = ""

    @property
    def name(self) -> str:
        return f"a-{self.item.code}"

    @property
    def is_na(self) -> bool:
        return self.value == NA

    @property
    def typed(self) -> str:
        """What stands in a field for words or figures."""
        return "" if self.is_na else self.value

    @property
    def is_open(self) -> bool:
        """Whether note and photos stand open: something was written there, or is asked for; not while unanswered."""
        written = bool(self.note or (self.error and self.value) or self.kept)
        return written or self.item.photo == "always" or self.item.kind == Kind.PHOTO

    @property
    def wants_photo(self) -> bool:
        return self.item.kind == Kind.PHOTO or self.item.photo == "always" or self.item.asks_photo_of_fault


@dataclass(frozen=True)
class Part:
    section: Section
    lines: tuple[Line, ...]


@dataclass
class FillForm:
    """A sheet with what was answered. Bound by `data`; `answers` may hold what is already known (a draft).

    `key` is the form's request id: photos get uids from it. `said` are sentences that belong to no item.
    """

    sheet: Sheet
    data: QueryDict | None = None
    files: MultiValueDict[str, UploadedFile[bytes]] | None = None
    key: UUID | None = None
    given: Mapping[str, Answer] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    @cached_property
    def uploads(self) -> list[Upload]:
        """The photos of this POST, in the order of the items."""
        found: list[Upload] = []
        for item in self.sheet.items:
            name = f"p-{item.code}"
            origins = self.data.getlist(f"{name}_origin") if self.data else []
            files = self.files.getlist(name) if self.files else []
            for at, file in enumerate(files[:MOST_PHOTOS]):
                uid = uuid5(self.key, f"{name}-{at}") if self.key else UUID(int=at)
                found.append(Upload(item.code, uid, file, origins[at] if at < len(origins) else ""))
        return found

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """What was answered, by item: value, note and the uids of photos. Items without any are absent."""
        if self.data is None:
            return {code: dict(answer) for code, answer in self.given.items()}
        photos: dict[str, list[str]] = {}
        for one in self.uploads:
            photos.setdefault(one.code, []).append(str(one.uid))
        found = {}
        for item in self.sheet.items:
            kept = [str(uid) for uid in (self.given.get(item.code) or {}).get("photos", ())]
            answer = {
                "v": self.data.get(f"a-{item.code}", "").strip() or self.data.get(f"x-{item.code}", ""),
                "note": self.data.get(f"n-{item.code}", "").strip(),
                "photos": [*kept, *photos.get(item.code, [])],
            }
            if any(answer.values()):
                found[item.code] = answer
        return found

    @cached_property
    def judged(self) -> Judged:
        return judge(self.sheet, self.answers)

    @property
    def is_valid(self) -> bool:
        return self.is_bound and self.judged.complete and not self.said

    def error_of(self, item: Item) -> str:
        if not self.is_bound:
            return ""
        if item.code in self.judged.missing:
            return "还没有拍照。" if item.kind == Kind.PHOTO else "还没有选。" if _is_chosen(item) else "还没有填。"
        return self.judged.errors.get(item.code, "")

    @cached_property
    def parts(self) -> list[Part]:
        number = 0
        drawn = []
        for section in self.sheet.sections:
            lines = []
            for item in section.items:
                number += 1
                lines.append(self._line(self.sheet.item_of(item), number))
            drawn.append(Part(section, tuple(lines)))
        return drawn

    @property
    def wrong(self) -> list[Line]:
        """Lines with an answer that cannot stay so, for the summary above the form."""
        missing = set(self.judged.missing)
        return [line for part in self.parts for line in part.lines if line.error and line.item.code not in missing]

    @property
    def unanswered(self) -> list[Line]:
        """Lines that must be answered and are not."""
        missing = set(self.judged.missing)
        return [line for part in self.parts for line in part.lines if line.item.code in missing]

    def _line(self, item: Item, number: int) -> Line:
        answer = self.answers.get(item.code) or {}
        value = str("" if answer.get("v") is None else answer.get("v", ""))
        given = (self.given.get(item.code) or {}).get("photos", ())
        return Line(
            item, number, value, str(answer.get("note") or ""), self.error_of(item), _options(item, value),
            tuple(str(uid) for uid in given), self.hints.get(item.code, ""),
        )  # fmt: skip


def _is_chosen(item: Item) -> bool:
    return item.kind in (Kind.PASS, Kind.CHOICE)


def _options(item: Item, value: str) -> tuple[Option, ...]:
    words: list[tuple[str, str, str]] = []
    if item.kind == Kind.PASS:
        words += _PASS_WORDS
    elif item.kind == Kind.CHOICE:
        words += [(one.code, one.text, "bad" if one.fault else "good") for one in item.choices]
    if item.na and words:
        words.append(_NA_WORDS)
    return tuple(Option(code, label, kind, code == value) for code, label, kind in words)
