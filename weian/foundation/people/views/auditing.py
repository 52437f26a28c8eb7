"""The audit administrator's day: what happened, by unit, day, person and act; and whether the chain still holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weian.foundation.audit import api as audit
from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.packs import api as packs
from weian.foundation.people.models import Person, Post
from weian.foundation.people.queries import names_of, who
from weian.foundation.people.roles import May, PostClass
from weian.foundation.people.viewer import Viewer
from weian.foundation.people.views.units import node
from weian.kernel import clock, keyset

PAGE, NAMED = 50, 50
EXPORTED = ".exported"


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """One chain, newest first; `check` goes over the whole chain and says whether it holds."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(May.READ_AUDIT):
        raise Http404
    here = node(viewer, request.GET.get("unit"))
    found = audit.Event.objects.filter(chain=here.pk)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("day", "who", "verb", "seq")}
    day = _day(asked["day"])
    if day:
        start = clock.morning(day)
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if asked["who"]:
        named = Person.objects.filter(name__contains=asked["who"]).values_list("pk", flat=True)[:NAMED]
        found = found.filter(actor__in=list(named))
    if asked["verb"]:
        found = found.filter(audit.meant_by(asked["verb"]))
    if (before := keyset.number(asked["seq"])) is not None:
        found = found.filter(seq__lt=before)
    rows = list(found.order_by("-seq")[: PAGE + 1])
    shown = rows[:PAGE]
    people, names = who((one.actor, one.post) for one in shown), _names(shown, viewer)
    below = Unit.objects.current().under(viewer.unit).exclude(kind=Kind.DEPARTMENT)
    context: dict[str, Any] = {
        "here": here, "asked": asked, "exported": EXPORTED,
        "units": list(below.filter(parent=here).order_by("sort_key")[:PAGE]),
        "above": here.parent if here.pk != viewer.unit.pk else None,
        "rows": [
            {
                "event": one, "what": audit.in_words(one.verb), "who": people[one.actor, one.post],
                "facts": audit.facts_in_words(one, names), "stored": _stored(one),
            }
            for one in shown
        ],
        "next_url": "?" + urlencode({**asked, "unit": here.pk, "seq": shown[-1].seq}) if len(rows) > PAGE else "",
        "checked": "check" in request.GET,
        "faults": list(audit.faults(chain=here.pk)) if "check" in request.GET else [],
        "length": audit.Event.objects.filter(chain=here.pk).count() if "check" in request.GET else 0,
    }  # fmt: skip
    return render(request, "people/audit.html", context)


def _names(events: list[audit.Event], viewer: Viewer) -> dict[str, str]:
    """What keys and codes in the facts stand for: people, posts and units in sight, what the chains that the viewer may
    read have named themselves, and what the content has titles for."""
    uids = audit.uids_in(events)
    found = packs.titles(audit.codes_in(events)) | {str(code): str(label) for code, label in PostClass.choices}
    found |= audit.told_of(uids, Unit.objects.under(viewer.unit).values("pk"))
    for uid, name in Unit.objects.filter(pk__in=uids).values_list("pk", "name"):
        found[str(uid)] = name
    for uid, title in Post.objects.filter(pk__in=uids).values_list("pk", "title"):
        found[str(uid)] = title
    return found | {str(uid): name for uid, name in names_of(uids).items()}


def _stored(event: audit.Event) -> str:
    return "；".join(f"{name} {value}" for name, value in event.facts.items())


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
