"""The list as the page draws it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from weian.foundation.people.api import May, Viewer
from weian.ground.hazards import turns
from weian.ground.hazards.apart import words_apart
from weian.ground.hazards.filters import MOST_UNITS, VIEWS, Choices, Filters
from weian.ground.hazards.kinds import Mark, Mode
from weian.ground.hazards.presenters.progress import ring_of
from weian.ground.hazards.queries import Page, Wanted, as_lines, capped, counts_for, open_to, page_for, part
from weian.ground.hazards.states import STOPPED, Status
from weian.ground.hazards.supervising.limits import Term, terms_of
from weian.ui import api as ui
from weian.ui.words import spaced

MENU, APART = "menu", "apart"
_QUIET = {Mark.JUDGED}  # the grade says it
_NARROWED = {one.key: one for one in VIEWS}


def context(filters: Filters, viewer: Viewer) -> dict[str, Any]:
    """All that `hazards/list.html` needs, in a fixed number of queries."""
    totals = counts_for(viewer, "hazards.tabs", [*_NARROWED, MENU], partial(_counted, filters), *filters.shape)
    page = page_for(
        viewer, "hazards.page", filters.narrowed, lambda me, found: as_lines(found).annotate(is_mine=_is_mine(me)),
        *filters.shape, after=filters.query.get("after", ""), before=filters.query.get("before", ""),
        wide=filters.walked(totals[filters.view.key]),
    )  # fmt: skip
    total, more = capped(totals[filters.view.key])
    terms = terms_of(page.rows)
    return {
        "filters_state": filters,
        "views": [_tab(one, filters, totals[one.key]) for one in VIEWS if one.key != APART or totals[APART]],
        "filters": _conditions(filters),
        "rows": [_row(one, terms[one.pk]) for one in page.rows],
        "foot": _foot(page, filters, total, more),
        "total": total,
        "menu_count": capped(totals["menu"])[0],
        "open_total": capped(totals["open"])[0],
        "overdue_total": capped(totals["overdue"])[0],
        "major_total": capped(totals["major"])[0],
        "overdue_url": filters.address(view="overdue"),
        "major_url": filters.address(view="major"),
        "export_url": ui.address("hazards-export") + filters.address(),
        "export_refusal": "" if viewer.may(May.EXPORT) else "您的岗位没有“导出”的职责。请安全管理人员导出。",
        "may_report": viewer.may(May.REPORT_HAZARD),
        "clear_url": "?view=" + filters.view.key,
    }


def _counted(filters: Filters, me: Viewer, name: str) -> Wanted:
    if name == MENU:
        return part(open_to(me), Q(), many=filters.wide)
    view = _NARROWED[name]
    if view.among:
        return part(filters.conditioned(me).open(), view.among(), many=filters.wide)
    return filters.seen_in(view, me)


def _tab(view: Any, filters: Filters, total: int) -> dict[str, Any]:
    label = words_apart() if view.key == APART else view.title
    return {
        "label": label, "url": filters.address(view=view.key), "is_here": view is filters.view,
        "count": capped(total)[0],
    }  # fmt: skip


def _conditions(filters: Filters) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    for key, word, choices in filters.options():
        if key in filters.set:
            value = filters.in_words(key)
            drawn.append({"label": word, "value": value, "clear_url": filters.address(**{key: ""})})
        elif key == "unit":
            drawn.append({"label": word, "find_url": ui.address("hazards-units") + filters.address()})
        elif choices:
            drawn.append({"label": word, "options": _options(filters, key, choices)})
    return drawn


def units(filters: Filters, words: str) -> dict[str, Any]:
    """What the condition of a unit offers for these words."""
    found = filters.units_named(words)
    return {"options": _options(filters, "unit", found, back=ui.address("hazards")), "more": len(found) == MOST_UNITS}


def _options(filters: Filters, key: str, choices: Choices, *, back: str = "") -> list[dict[str, str]]:
    addresses = filters.addresses(key, choices)
    return [{"label": label, "url": back + url} for label, url in zip(choices.values(), addresses, strict=True)]


def _is_mine(viewer: Viewer) -> Any:
    return ExpressionWrapper(turns.mine(viewer), output_field=BooleanField())


def _row(hazard: Any, term: Term) -> dict[str, Any]:
    """All that a line shows by its own name: a template looks up a dotted path step by step."""
    progress, kind = ring_of(hazard)
    stopped = hazard.status in STOPPED
    where = (hazard.department.title if hazard.department else "", hazard.place)
    return {
        "url": ui.address("hazard", hazard.uid),
        "title": spaced(hazard.title),
        "where": spaced(" ".join(filter(None, where))),
        "grade": hazard.grade,
        "marks": [Mark(one).label for one in hazard.marks if one not in _QUIET],
        "unit": hazard.unit.title,
        "status": Status(hazard.status).label,
        "progress": progress,
        "kind": kind,
        "is_mine": hazard.is_mine,
        "who": turns.whose(hazard),
        "due": term.day,
        "due_note": term.note if term.day else "",
        "late_days": hazard.overdue_days() if stopped else 0,
        "was_due": hazard.due,
        "mode": Mode(hazard.found_mode).label,
        "found_on": hazard.found_on,
    }


def _foot(page: Page, filters: Filters, total: int, more: bool) -> dict[str, Any]:
    dues = [one.due for one in page.rows if one.due]
    return {
        "previous_url": filters.address(before=page.previous) if page.previous else "",
        "next_url": filters.address(after=page.next) if page.next else "",
        "total": total,
        "total_is_floor": more,
        "shown": len(page.rows),
        "range": f"期限 {dues[0]:%m-%d} 到 {dues[-1]:%m-%d}" if dues else "",
    }
