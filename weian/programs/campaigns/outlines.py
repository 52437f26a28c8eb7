"""A form of campaign as the draft of a notice: its days counted from today, its text as an office would type it.

The draft is read like any other notice, so that what the form asks is told once, in the words of its outline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from weian.foundation.documents.paper.outline import chinese_date
from weian.kernel.text.numerals import to_chinese
from weian.programs.campaigns.forms_of import end_of, last_of
from weian.programs.campaigns.pack_schema import CampaignForm, CampaignOutline, OutlineStage

# From this month on the whole years of a form are those that come.
_NEXT_YEAR_FROM = 10
_EARLY = timedelta(days=30)


@dataclass(frozen=True)
class Span:
    """First and last day of a campaign."""

    starts: date
    ends: date

    def words(self) -> dict[str, str]:
        early = self.starts + min(_EARLY, (self.ends - self.starts) / 3)
        return {
            "year": str(self.starts.year), "starts": chinese_date(self.starts), "ends": chinese_date(self.ends),
            "early": chinese_date(early),
        }  # fmt: skip


def span_of(outline: CampaignOutline, form: CampaignForm | None, today: date) -> Span:
    """The days of a campaign that begins now, or with its next season."""
    starts = _start(form, today)
    return Span(starts, end_of(form, starts) or starts + timedelta(days=(outline.days or 1) - 1))


def _start(form: CampaignForm | None, today: date) -> date:
    if form and form.window:
        last, window = last_of(form.window, today), form.window
        crosses = window.first > window.last
        return max(today, date(last.year - crosses, *map(int, window.first.split("-"))))
    if form and form.items and today.month >= _NEXT_YEAR_FROM:
        return date(today.year + 1, 1, 1)
    return today


def text_of(outline: CampaignOutline, span: Span, *, issuer: str, to: list[str], today: date) -> str:
    """The whole text, from the issuer's name to the day."""
    words, subject = span.words(), outline.subject.format(**span.words())
    title = f"{issuer}{subject}" if subject.startswith("关于") else subject
    lines = [title, "", f"{'，'.join(to)}：" if to else "", "", "现将有关事项通知如下：", ""]
    lines += _body(outline, span, words)
    return "\n".join([*lines, "", issuer, chinese_date(today), ""])


def _body(outline: CampaignOutline, span: Span, words: dict[str, str]) -> Iterator[str]:
    heads, items = map(to_chinese, count(1)), count(1)
    for block in outline.blocks:
        yield f"{next(heads)}、{block.heading}"
        yield from (f"{next(items)}. {one.heading}。{one.text.format(**words)}" for one in block.items)
    for clause in outline.clauses:
        yield f"{next(heads)}、{clause.heading}"
        yield clause.text.format(**words)
    if outline.stages:
        yield f"{next(heads)}、实施步骤"
        starts = span.starts
        for number, stage in enumerate(outline.stages, 1):
            last = _last_of(stage, starts, span)
            term = f"{chinese_date(starts)}至{stage.event if last is None else chinese_date(last)}"
            yield f"（{to_chinese(number)}）{stage.name}（{term}）。{stage.text.format(**words)}"
            starts = (last or starts) + timedelta(days=1)


def _last_of(stage: OutlineStage, starts: date, span: Span) -> date | None:
    if stage.event:
        return None
    if stage.until:
        return date(span.starts.year + stage.until - 1, 12, 31)
    return starts + timedelta(days=stage.days - 1) if stage.days else span.ends
