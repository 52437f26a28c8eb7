"""Reading a notice in: a file, pasted text or the draft of a form becomes proposals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.documents.reading import Unreadable
from weian.foundation.evidence.api import Rejected
from weian.foundation.people.api import Refused, asks
from weian.programs.campaigns import access, api
from weian.programs.campaigns.forms import ReadForm
from weian.programs.campaigns.pack_schema import campaign_outlines
from weian.programs.campaigns.presenters.outlines import drafted
from weian.programs.campaigns.presenters.steps import steps
from weian.programs.campaigns.views import pages
from weian.ui import api as ui


@require_http_methods(["GET", "POST"])
def new_notice(request: HttpRequest) -> HttpResponse:
    may, refusal = asks(access.check_can_read_in, pages.viewer_of(request))
    outline = campaign_outlines().get(request.GET.get("form", "")) if may else None
    draft = drafted(outline, pages.viewer_of(request).unit).text if outline else ""
    form = ReadForm(request.POST or None, request.FILES or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        text, upload = form.chosen
        try:
            campaign = api.read_notice(
                by=pages.viewer_of(request), uid=form.cleaned_data["request_id"], text=text, upload=upload
            )
        except (Unreadable, Rejected) as reason:
            form.add_error("upload" if upload else "text", str(reason))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            ui.say_done(request, f"已读入，读出 {campaign.proposals.count()} 条要做的事。")
            return redirect("proposals", campaign.pk)
    shown = {"form": form, "may": may, "refusal": refusal, "outline": outline, "steps": steps("read")}
    return render(request, "campaigns/new.html", shown, status=422 if form.errors else 200)
