"""Drawing the working page, as it stands or with a form that was refused."""

from __future__ import annotations

from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from weian.programs.campaigns import api, queries
from weian.programs.campaigns.forms import BulkForm, DropForm, ProposalForm, SplitForm
from weian.programs.campaigns.models import Campaign, Proposal
from weian.programs.campaigns.presenters import notice_text
from weian.programs.campaigns.presenters import proposals as shown
from weian.programs.campaigns.presenters.proposals import Names
from weian.programs.campaigns.views import pages


def working_page(
    request: HttpRequest, campaign: Campaign, *, wanted: str = "", after: Proposal | None = None, sentence: str = "",
    refusal: str = "", edit: Form | None = None, split: Form | None = None, drop: Form | None = None,
    bulk: Form | None = None,
) -> HttpResponse:  # fmt: skip
    """The page with one line open: the wanted one, the next after a decided one, or the first that waits.

    One template for reload and for htmx, which takes its four regions out of the same page.
    """
    lines, names = queries.lines_of(campaign), Names.in_force()
    open_line = shown.next_after(lines, after) if after else shown.chosen(lines, wanted)
    only = wants_only(request)
    refused = bool(refusal or any(form is not None and form.errors for form in (edit, split, drop, bulk)))
    context = pages.shared(request, campaign, "confirm", lines)
    context |= {
        "rows": shown.rows([one for one in lines if not only or one.waits or one == open_line], names),
        "only": only, "open_line": open_line, "sentence": sentence, "said": refusal,
        "paragraphs": notice_text.shown_text(campaign, lines, open_line),
        "accounted": notice_text.accounted(campaign), "bulk": bulk or BulkForm([one.pk for one in lines], names),
        "focus": bool(request.headers.get("HX-Request")) and not refused,
        "dropping": bool(drop), "splitting": bool(split), "bulk_open": bool(bulk),
    }  # fmt: skip
    if open_line:
        pieces = "\n".join(api.pieces_of(open_line.text))
        context |= {
            "edit": edit or ProposalForm(open_line, names),
            "split": split or SplitForm(initial={"pieces": pieces}, auto_id=f"split{open_line.number}-%s"),
            "drop": drop or DropForm(auto_id=f"drop{open_line.number}-%s"),
        }
    response = render(request, "campaigns/proposals.html", context, status=422 if refused else 200)
    # The address bar must never keep the address of a POST: a reload would fail.
    here = str(open_line.pk) if open_line else ""
    response["HX-Push-Url"] = "false" if refused else address_of(request, campaign, wanted=here)
    return response


def wants_only(request: HttpRequest) -> bool:
    """Whether only lines that wait are listed."""
    return bool(request.GET.get("only") or request.POST.get("only"))


def address_of(request: HttpRequest, campaign: Campaign, *, wanted: str = "", after: Proposal | None = None) -> str:
    """Address of the page with a certain line open."""
    if after:
        upcoming = shown.next_after(queries.lines_of(campaign), after)
        wanted = str(upcoming.pk) if upcoming else ""
    query = {name: value for name, value in (("open", wanted), ("only", "1" if wants_only(request) else "")) if value}
    return reverse("proposals", args=[campaign.pk]) + (f"?{urlencode(query)}" if query else "")
