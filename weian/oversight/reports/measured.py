"""What a figure is: a measure with its definition, and the measure taken at a node on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse

from weian.foundation.documents.models import Document
from weian.foundation.org.models import Unit
from weian.ui.words import share

_page = lru_cache(lambda code: reverse("figure", args=[code]))

NUMERATOR, DENOMINATOR, REMAINDER = "numerator", "denominator", "remainder"
UNKNOWN = "底数不清"
# (code, title, count)
Part = tuple[str, str, int]


@dataclass(frozen=True)
class Measure:
    """One entry of the catalogue. A change of what is counted is a new version."""

    code: str
    title: str
    unit: str
    version: str
    definition: str
    kind: Literal["count", "rate"]
    needs_document: bool = False
    parameters: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        return self.kind == "rate"


@dataclass(frozen=True)
class Measured:
    """A measure taken: `value` is per cent for a rate, a count else, None where there is no base.

    `numerator + remainder == denominator` for rates. `exclusions` stand outside the denominator; `details` are parts
    of what is counted that the law wants shown apart (not removed).
    """

    measure: Measure
    node: Unit
    on: date
    document: Document | None
    value: int | float | None
    numerator: int
    denominator: int | None = None
    remainder: int | None = None
    exclusions: tuple[Part, ...] = ()
    details: tuple[Part, ...] = ()
    note: str = ""
    parameters: tuple[tuple[str, str], ...] = field(default=())
    # The measure's title with its parameters: 在办隐患（重大）.
    title: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def text(self) -> str:
        """`92.4%`, `12` or 底数不清; never 100% while something remains."""
        if self.value is None:
            return UNKNOWN
        return share(self.numerator, self.denominator) or UNKNOWN if self.measure.is_rate else str(self.value)

    @property
    def url(self) -> str:
        """The page behind the figure."""
        return f"{_page(self.measure.code)}?{urlencode(self.query)}"

    @property
    def query(self) -> dict[str, str]:
        asked = {"node": str(self.node.pk), **dict(self.parameters)}
        return asked | {"document": str(self.document.pk)} if self.document else asked

    def door(self, part: str) -> str:
        """The list of one part: numerator, denominator, remainder, or the code of an exclusion or a detail."""
        return f"{self.url}&{urlencode({'part': part})}"

    def count_of(self, part: str) -> int | None:
        """How many rows the list of `part` has; None for a part that the measure does not have."""
        main = {NUMERATOR: self.numerator, DENOMINATOR: self.denominator, REMAINDER: self.remainder}
        return (main | {code: count for code, _, count in (*self.exclusions, *self.details)}).get(part)

    @property
    def parts(self) -> list[Part]:
        """Every part that has a list, in the order of the page."""
        words = (NUMERATOR, "分子"), (REMAINDER, "余数"), (DENOMINATOR, "分母")
        if not self.measure.is_rate:
            words = ((NUMERATOR, "计入"),)  # type: ignore[assignment]
        main = [(code, title, self.count_of(code) or 0) for code, title in words]
        return [*main, *self.details, *self.exclusions]


@dataclass(frozen=True)
class Row:
    """One record in the list behind a figure. `key` is where the next page goes on."""

    title: str
    meta: str
    unit: str
    url: str
    state: str
    key: str = ""
    progress: float = 0.0


class Unmeasurable(Exception):
    """The measure was asked in a way that cannot be answered; the message is a Chinese sentence for the page."""
