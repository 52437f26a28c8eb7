"""What a reading of a notice consists of. Shapes follow the notice contract."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive, from 0) of source line ``line`` (from 1)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Target:
    """A norm: ``op`` is >=, <= or =; unit ratio (1.0 = 100%), permille, count, hour, day, …"""

    op: str
    value: float
    unit: str


@dataclass
class Actor:
    """Who answers for a clause; role is lead, support or responsible."""

    name: str
    role: str
    spans: list[Span] = field(default_factory=list)


@dataclass
class Ask:
    """One thing asked. ``sure`` is False exactly when ``doubts`` has a sentence in it."""

    kind: str
    text: str
    line: list[int]
    due: date | None = None
    due_event: str | None = None
    every: str | None = None
    by: str | None = None
    times: int | None = None
    who: list[str] = field(default_factory=list)
    target: Target | None = None
    doubts: list[str] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        return not self.doubts


@dataclass
class Clause:
    """One clause; ``no`` as an official would cite it, ``line`` its first and last source line."""

    no: str
    heading: str | None
    text: str
    line: list[int]
    actors: list[Actor] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    receiver: str | None = None  # of a row of a table that says to whom it is handed in


@dataclass
class Stage:
    """A stage of a campaign; an end or beginning that no calendar knows stands in the events."""

    name: str
    first: date | None
    last: date | None
    from_event: str | None
    to_event: str | None
    line: list[int]
    doubts: list[str] = field(default_factory=list)


@dataclass
class Report:
    """A thing to be reported; ``clause_no`` and ``line`` lead back to its ask."""

    what: str
    to: str | None
    due: date | None
    due_event: str | None
    every: str | None
    line: list[int]
    clause_no: str


@dataclass
class Cite:
    title: str | None
    doc_no: str | None


@dataclass
class Paragraph:
    """Every source line belongs to exactly one paragraph (blank lines inside a wrapped one included)."""

    line: list[int]
    text: str
    kind: str
    clause_no: str | None = None


@dataclass
class Reading:
    """What a notice says and asks. Nothing in it is repaired; contradictions are in ``warnings``."""

    title: str
    doc_no: str | None
    issuer: str | None
    issued_on: date | None
    addressees: list[str] = field(default_factory=list)
    cites: list[Cite] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def asks(self) -> list[Ask]:
        return [ask for clause in self.clauses for ask in clause.asks]

    def to_dict(self) -> dict[str, Any]:
        """Plain values ready for JSON; dates in ISO form; stages with ``from`` and ``to``."""
        result: dict[str, Any] = _plain(asdict(self))
        for stage in result["stages"]:
            stage["from"], stage["to"] = stage.pop("first"), stage.pop("last")
        for clause, source in zip(result["clauses"], self.clauses, strict=True):
            for ask, original in zip(clause["asks"], source.asks, strict=True):
                ask["sure"] = original.sure
        return result


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
