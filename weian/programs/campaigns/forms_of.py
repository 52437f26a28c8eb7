"""Forms of campaigns out of the packs: which one a title names, and when it ends where the notice does not say."""

from __future__ import annotations

import re
from datetime import date, timedelta

from weian.programs.campaigns.pack_schema import CampaignForm, Window, campaign_forms

_YEAR = re.compile(r"(20\d\d)年")


def form_named_in(title: str) -> CampaignForm | None:
    """The form whose longest word stands in the title."""
    found = [(len(word), form) for form in campaign_forms().values() for word in form.words if word in title]
    return max(found, key=lambda one: one[0])[1] if found else None


def end_of(form: CampaignForm | None, starts: date | None, title: str = "") -> date | None:
    """The last day by the form, counted from the first; a window may cross the end of a year.

    Whole years begin with the one that the title names (2027年…工作要点), else with that of the first day.
    """
    if form is None or starts is None:
        return None
    if form.window:
        return last_of(form.window, starts)
    if form.days:
        return starts + timedelta(days=form.days - 1)
    named = _YEAR.search(title)
    first = int(named[1]) if named else starts.year
    return date(first + form.years - 1, 12, 31) if form.years else None


def last_of(window: Window, day: date) -> date:
    """The first end of the window on or after `day`."""
    month, number = (int(part) for part in window.last.split("-"))
    this = date(day.year, month, number)
    return this if this >= day else date(day.year + 1, month, number)
