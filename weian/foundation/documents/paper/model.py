"""What an official document consists of, apart from how it is printed.

The order of parts is that of GB/T 9704-2012, clause 7: issuer's mark, number, title, addressees,
text, list of attachments, signature and date, attachments, colophon.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

UNKNOWN_BASE = "底数不清"


class Kind(StrEnum):
    """Why digits in a text are no computed number."""

    PLAIN = "plain"
    QUOTED = "quoted"
    DATE = "date"
    DOC_NO = "doc_no"


@dataclass(frozen=True, slots=True)
class Text:
    """Words. Digits belong here only as part of a quotation, a date or a document number."""

    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed number together with what it counts and the list behind it.

    ``value`` is printed as given (a Decimal keeps its places); None prints 底数不清. ``list_url``
    opens the list; raises ValueError unless it is an http or https address.
    """

    value: int | Decimal | None
    unit: str
    measure_key: str
    measure: str
    list_url: str
    numerator: int | None = None
    denominator: int | None = None
    exclusions: str = ""
    as_of: dt.date | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not self.list_url.startswith(("https://", "http://")):
            raise ValueError(f"list_url must be an http(s) address, got {self.list_url!r}")
        if not self.measure_key or not self.measure:
            raise ValueError("a figure needs the key and the name of its measure")

    @property
    def printed(self) -> str:
        """The number with its unit; % and ‰ stand close, other units too, as in official prose."""
        if self.value is None:
            return UNKNOWN_BASE
        large = self.value >= 10_000 or self.value <= -10_000
        digits = f"{self.value:,f}" if isinstance(self.value, Decimal) else f"{self.value:,}"
        return (digits if large else digits.replace(",", "")) + self.unit


Run = Text | Figure
Runs = str | Run | Sequence[Run]


def runs_of(content: Runs) -> list[Run]:
    """Return any accepted way of writing runs as a list; a bare string is plain Text."""
    if isinstance(content, str):
        return [Text(content)]
    if isinstance(content, (Text, Figure)):
        return [content]
    return list(content)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, its number (一、 （一） 1. （1）) written by the caller."""

    level: int
    text: Runs

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError("headings have levels 1 to 4")


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of text, first line indented by two characters."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items, printed as paragraphs numbered 1. 2. 3.: official documents know no dots."""

    items: Sequence[Runs]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: heading, relative width, alignment (left, center, right)."""

    title: str
    width: float = 1.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is repeated on every page; rows shorter than the header are filled."""

    columns: Sequence[Column | str]
    rows: Sequence[Sequence[Runs]]
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs columns")
        if any(len(row) > len(self.columns) for row in self.rows):
            raise ValueError("a row has more cells than the table has columns")


Block = Heading | Para | Bullets | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment: named under the text, printed on pages of its own if it has blocks."""

    title: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One document.

    ``issuer`` is the red mark at the head (发文机关标志, usually a name and 文件), None for paper
    without one. ``signature`` and ``date`` stand under the text. ``demo`` marks every page as not
    official. ``footnotes`` are remarks printed with the notes on the figures.
    """

    title: str
    blocks: Sequence[Block]
    issuer: str | None = None
    doc_no: str | None = None
    addressees: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()
    signature: str = ""
    date: dt.date | None = None
    cc: Sequence[str] = ()
    printed_by: str = ""
    printed_on: dt.date | None = None
    demo: bool = False
    footnotes: Sequence[str] = ()
