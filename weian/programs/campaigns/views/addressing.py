"""Whom the notice goes to: groups with their units, and units by name."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.kernel import keyset
from weian.programs.campaigns import api, queries
from weian.programs.campaigns.models import Addressee
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def addressees(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET ?q= finds units to be named; POST with `find` searches without losing what is ticked, else saves."""
    campaign = pages.draft_or_404(request, uid)
    if not campaign.is_draft:
        return redirect("campaign", uid)
    chosen = queries.addressees_of(campaign)
    groups = [one.group for one in chosen if one.via == Addressee.Via.GROUP]
    named = [one.unit for one in chosen if one.via == Addressee.Via.NAME]
    said = ""
    if request.method == "POST":
        groups = request.POST.getlist("group")
        named = _units(request.POST.getlist("unit"))
        if "find" not in request.POST:
            try:
                count = api.set_addressees(
                    campaign, groups=groups, named=[unit.pk for unit in named], by=pages.viewer_of(request)
                )
            except Refused as refusal:
                said = str(refusal)
            else:
                ui.say_done(request, f"发送对象已定，共 {count} 家。")
                return redirect("proposals" if campaign.proposals.waiting().exists() else "issuing", uid)
    words = (request.POST.get("q", "") or request.GET.get("q", "")).replace("\x00", "")
    taken = {unit.pk for unit in named} | {campaign.issuer_id}
    found = [unit for unit in _found(words, campaign.issuer) if unit.pk not in taken]
    shown = taken | {unit.pk for unit in found}
    meant = queries.unmatched(campaign).candidates
    context = pages.shared(request, campaign, "address", queries.lines_of(campaign))
    context |= {
        "chosen_groups": set(groups), "named": named, "q": words, "found": found, "said": said,
        "searched": bool(words.strip()),
        "candidates": {word: [u for u in units if u.pk not in shown] for word, units in meant.items()},
    }  # fmt: skip
    return render(request, "campaigns/addressees.html", context, status=422 if said else 200)


def _found(words: str, issuer: Unit) -> list[Unit]:
    """A notice may also name units outside the issuer's own branch (S0-0.1): the search covers the whole system."""
    top = org.path_of(issuer)[0]
    return org.search_units(words, [top.span]) if words.strip() else []


def _units(uids: list[str]) -> list[Unit]:
    wanted = [uid for uid in map(keyset.uid, uids) if uid]
    return list(Unit.objects.filter(pk__in=wanted).order_by("pos"))
