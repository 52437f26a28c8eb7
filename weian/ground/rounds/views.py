"""巡查: my points, a unit's day and month, what was missed, units and sites side by side, by which source how often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.roles import WHOLE_UNIT
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.ground.registry.models import Subject
from weian.ground.rounds import access, boards, presenters
from weian.ground.rounds.actions.setting import ask_for, stop_asking
from weian.ground.rounds.actions.visiting import note_visit, write_later
from weian.ground.rounds.book import Book
from weian.ground.rounds.forms import LaterForm, RuleForm
from weian.ground.rounds.models import OwnRule
from weian.ground.rounds.queries import asked_of, judged, rounds_for
from weian.kernel import clock, keyset
from weian.ui import api as ui

UNITS, SITES, POINTS = 25, 30, 40
HAVING = (Kind.COMMISSION, Kind.INSTITUTION)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Where each begins: a commission at its units, a desk at its day, everybody else at the own points."""
    viewer = _viewer(request)
    if viewer.is_commission:
        return redirect("rounds-units")
    return redirect("rounds-day" if viewer.post.post_class in WHOLE_UNIT else "rounds-mine")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My points that are open now."""
    found = rounds_for(_viewer(request))
    lines = [presenters.line(one) for one in found]
    left = sum(not one["is_done"] for one in lines)
    return _page(request, "rounds/mine.html", {"lines": lines, "left": left}, here="mine")


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """All rounds of a unit on a day."""
    unit, on = _unit(request), _day(request)
    book = Book([unit])
    subjects = list(asked_of(book, [unit], on).select_related("post", "department", "contractor", "unit__parent"))
    found = judged(book, subjects, on, on)
    start = keyset.number(request.GET.get("after")) or 0
    page = found[start : start + 100]
    context = {
        "unit": unit, "day": on, "lines": [presenters.line(one) for one in page], "tally": boards.tally(found),
        "before": on - timedelta(days=1), "next": on + timedelta(days=1) if on < clock.today() else None,
        "foot": _foot(request, start, len(page), len(found)),
    }  # fmt: skip
    return _page(request, "rounds/day.html", context, here="day", unit=unit)


@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """Points × days."""
    unit, on = _unit(request), _day(request)
    first = on.replace(day=1)
    subjects = asked_of(Book([unit]), [unit], first).filter(valid_from__lte=clock.today()).select_related("unit")
    total, start = subjects.count(), keyset.number(request.GET.get("after")) or 0
    rows = list(subjects[start : start + POINTS])
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    context = {
        "unit": unit, "first": first, "days": range(1, last.day + 1), "lines": boards.month_of(unit, first, rows),
        "before": first - timedelta(days=1), "next": last + timedelta(days=1) if last < clock.today() else None,
        "foot": _foot(request, start, len(rows), total), "signs": presenters.LEGEND,
    }  # fmt: skip
    return _page(request, "rounds/month.html", context, here="month", unit=unit)


@require_GET
def missed(request: HttpRequest) -> HttpResponse:
    """The morning list: what was not made on a day, where, whose, by which source."""
    unit, on = _unit(request), _day(request, clock.today() - timedelta(days=1))
    book = Book([unit])
    subjects = list(asked_of(book, [unit], on).select_related("post__unit", "department", "unit__parent"))
    found = [one for one in judged(book, subjects, on, on) if one.is_missed and one.due.window.last_day == on]
    context = {
        "unit": unit, "day": on, "lines": presenters.with_keepers(found), "before": on - timedelta(days=1),
        "next": on + timedelta(days=1) if on < clock.today() else None,
    }  # fmt: skip
    return _page(request, "rounds/missed.html", context, here="missed", unit=unit)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Completion of each unit below on a day; a page of units at a time."""
    viewer, on = _viewer(request), _day(request)
    if not viewer.is_commission:
        raise Http404
    below = Unit.objects.current().filter(kind=Kind.INSTITUTION, pos__gte=viewer.unit.pos, pos__lt=viewer.unit.end)
    rows, after = keyset.by_place(below.select_related("parent"), request.GET.get("after", ""), UNITS)
    query = {"day": on.isoformat()}
    foot = {
        "shown": len(rows), "total": below.count(),
        "next_url": f"?{urlencode({**query, 'after': after})}" if after else "",
        "previous_url": f"?{urlencode(query)}" if request.GET.get("after") else "",
    }  # fmt: skip
    context = {
        "day": on, "rows": boards.units_on(rows, on), "foot": foot, "before": on - timedelta(days=1),
        "next": on + timedelta(days=1) if on < clock.today() else None,
    }  # fmt: skip
    return _page(request, "rounds/units.html", context, here="units")


@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    """Sites that two levels look at: the last week day by day, and who was there last."""
    viewer = _viewer(request)
    lines, days, more = boards.sites_of(viewer.unit, _after(request.GET.get("after", "")), SITES)
    next_url = f"?after={lines[-1].subject.org_pos}_{lines[-1].subject.pk}" if more else ""
    foot = {
        "shown": len(lines), "total": len(lines), "total_is_floor": more, "next_url": next_url,
        "previous_url": "?" if request.GET.get("after") else "",
    }  # fmt: skip
    return _page(request, "rounds/sites.html", {"lines": lines, "days": days, "foot": foot}, here="sites")


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """How often, by which source; and what this unit asks for beyond that."""
    viewer = _viewer(request)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_for(by=viewer, unit=viewer.unit, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, "已定，和别的来源比从严。")
            return redirect("rounds-rules")
    book = Book([viewer.unit])
    own = OwnRule.objects.filter(unit=viewer.unit).select_related("unit", "subject").order_by("-since", "uid")[:100]
    context = {
        "form": form, "rules": presenters.rules(book), "own": presenters.own_rules(own),
        "may": access.can_set(viewer, viewer.unit),
    }  # fmt: skip
    return _page(request, "rounds/rules.html", context, here="rules", status=422 if form.errors else 200)


@require_POST
def rule_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer = _viewer(request)
    rule = get_object_or_404(OwnRule.objects.filter(unit=viewer.unit).select_related("unit"), pk=uid)
    try:
        stop_asking(rule, by=viewer)
    except Refused as refused:
        raise Http404 from refused
    ui.say_done(request, "今天过后不再按这一条要求。")
    return redirect("rounds-rules")


@require_POST
def visit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """到了: somebody scanned the label of a point and found nothing wrong."""
    viewer, subject = _viewer(request), _subject(request, uid)
    token = request.POST.get("scan", "")[:20]
    key = ui.sent_key(request)
    if key is None or not registry.is_label_of(token, subject):
        raise Http404
    try:
        whole = not checklists.wants_readings(subject)  # pressed on a page from before a list asked for them
        made = note_visit(uid=key, subject=subject, at=clock.now(), by=viewer, scanned=True, whole=whole)
    except Refused as refused:
        context = {"form": LaterForm(), "subject": subject, "refusal": str(refused)}
        return _page(request, "rounds/later.html", context, status=422)
    more = "" if made.whole else "这里的检查表有数要读，请按表再查一次，才算巡查。"
    ui.say_done(request, f"已记：{subject.name}，{clock.now():%H:%M} 到场。{more}")
    return redirect("subject", subject.pk)


@require_http_methods(["GET", "POST"])
def later(request: HttpRequest, uid: UUID) -> HttpResponse:
    """补录."""
    viewer, subject = _viewer(request), _subject(request, uid)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write_later(subject=subject, by=viewer, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ui.say_done(request, "已补录。缺查的仍记缺查。")
            return redirect("subject", subject.pk)
    return _page(request, "rounds/later.html", {"form": form, "subject": subject}, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str = "", unit: Unit | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    viewer = _viewer(request)
    shared = {"menu_key": "rounds", "views": presenters.views(viewer, here, unit), "own": unit == viewer.unit}
    return render(request, template, {**shared, **context}, status=status)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.scope.ranges:
        raise Http404
    return viewer


def _subject(request: HttpRequest, uid: UUID) -> Subject:
    seen = Subject.objects.visible_to(_viewer(request)).select_related("unit__parent")
    found: Subject = get_object_or_404(seen, pk=uid)
    return found


def _unit(request: HttpRequest) -> Unit:
    """The unit that is looked at: by a desk of the unit, or by a commission above it."""
    viewer = _viewer(request)
    if viewer.post.post_class not in WHOLE_UNIT:
        raise Http404
    try:
        named = UUID(request.GET["unit"]) if request.GET.get("unit") else viewer.unit.pk
    except ValueError:
        raise Http404 from None
    found = Unit.objects.filter(kind__in=HAVING).within(viewer.scope.ranges).select_related("parent")
    return get_object_or_404(found, pk=named)


def _day(request: HttpRequest, default: date | None = None) -> date:
    """The day of the address, never after today; what is no day is left out."""
    try:
        said = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return default or clock.today()
    return min(max(said, date(2000, 1, 1)), clock.today())


def _after(key: str) -> tuple[int, UUID] | None:
    place, _, uid = key.partition("_")
    number = keyset.number(place)
    try:
        return (number, UUID(uid)) if number is not None else None
    except ValueError:
        return None


def _foot(request: HttpRequest, start: int, shown: int, total: int) -> dict[str, Any]:
    size = 100 if "day/" in request.path else POINTS
    kept = {key: request.GET[key] for key in ("unit", "day") if request.GET.get(key)}

    def url(after: int) -> str:
        return "?" + urlencode({**kept, **({"after": after} if after else {})})

    return {
        "shown": shown, "total": total, "previous_url": url(max(0, start - size)) if start else "",
        "next_url": url(start + size) if start + size < total else "",
    }  # fmt: skip
