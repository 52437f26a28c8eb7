"""Forms of campaigns as pages show them: what one asks is read out of its own draft, so that the page cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import Stage, read_text
from weian.foundation.org.models import Unit
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.campaigns import outlines, queries
from weian.programs.campaigns.outlines import Span
from weian.programs.campaigns.pack_schema import CampaignForm, CampaignOutline, campaign_forms, campaign_outlines
from weian.programs.campaigns.presenters import words
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.proposing import Draft, Tables, draft_all

# Whom a draft speaks to: the commissions next below and one's own institutions, else all institutions.
_NEXT_BELOW = ("level.city", "level.county", "level.township")
_DIRECT, _ALL = "direct", "all"


@dataclass(frozen=True)
class Drafted:
    """A form for one unit on one day: its content, its days and the text of the notice."""

    outline: CampaignOutline
    form: CampaignForm | None
    span: Span
    text: str


@dataclass(frozen=True)
class Row:
    """One form in the list; `parts` are the pieces of which progress is shown as k of n."""

    outline: CampaignOutline
    span: Span
    basis: str
    stages: int
    parts: int

    @property
    def ends_by_event(self) -> bool:
        return bool(self.outline.stages and self.outline.stages[-1].event)


@dataclass(frozen=True)
class Line:
    """One thing asked, in the words of the working page of a notice."""

    title: str
    kind: str
    part: str
    to: str
    term: str
    evidence: str
    acceptor: str


@dataclass(frozen=True)
class Shown:
    drafted: Drafted
    row: Row
    stages: Sequence[Stage]
    lines: list[Line]
    composite: duties.Composite | None


def rows(unit: Unit) -> list[Row]:
    composites, forms, today = duties.composites(), campaign_forms(), clock.today()
    return [
        _row(one, _span(one, forms.get(one.form), unit, today), composites.get(one.composite))
        for one in campaign_outlines().values()
    ]


def drafted(outline: CampaignOutline, unit: Unit) -> Drafted:
    """The notice that `unit` would begin with today."""
    form, today = campaign_forms().get(outline.form), clock.today()
    span = _span(outline, form, unit, today)
    return Drafted(outline, form, span, outlines.text_of(outline, span, issuer=unit.name, to=_to(unit), today=today))


def shown(outline: CampaignOutline, unit: Unit) -> Shown:
    """One form with its stages, and its lines as the reader understands the draft."""
    found, names, composite = drafted(outline, unit), Names.in_force(), duties.composites().get(outline.composite)
    reading = read_text(found.text)
    drafts = draft_all(reading, Tables.in_force(unit))
    lines = [_line(one, names, composite) for one in drafts]
    return Shown(found, _row(outline, found.span, composite), reading.stages, lines, composite)


def _span(outline: CampaignOutline, form: CampaignForm | None, unit: Unit, today: date) -> Span:
    span = outlines.span_of(outline, form, today)
    known = queries.end_by_node(form, unit, span.starts)
    return replace(span, ends=known) if known else span


def _to(unit: Unit) -> list[str]:
    groups = (documents.group_of(unit, code) for code in (*_NEXT_BELOW, _DIRECT))
    found = [one for one in groups if one and one.found.exists()]
    nearest = [one.title for one in found if one.code != _DIRECT][:1]
    every = documents.group_of(unit, _ALL)
    return nearest + [one.title for one in found if one.code == _DIRECT] or [every.title if every else ""]


def _row(outline: CampaignOutline, span: Span, composite: duties.Composite | None) -> Row:
    basis = "；".join(f"{one.source} {one.clause}".strip() for one in outline.basis)
    parts = len(composite.parts) if composite else sum(len(block.items) for block in outline.blocks)
    return Row(outline, span, basis, len(outline.stages), parts)


def _line(draft: Draft, names: Names, composite: duties.Composite | None) -> Line:
    part = f"{composite.name} {draft.composite_part}/{len(composite.parts)}" if composite and draft.composite else ""
    return Line(
        title=draft.title, kind=names.kinds.get(draft.kind, draft.kind), part=part,
        to=words.receivers(draft, names.types), term=words.term(draft),
        evidence="、".join(names.evidence.get(code, code) for code in draft.evidence),
        acceptor=words.ACCEPTORS.get(draft.acceptor, draft.acceptor),
    )  # fmt: skip
