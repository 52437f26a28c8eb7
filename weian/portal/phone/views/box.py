"""交上待发送文件: on any computer, by the person whose phone saved it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from weian.foundation.people.api import Refused, Viewer
from weian.portal.phone.actions import boxes, syncing
from weian.portal.phone.models import Outcome
from weian.portal.phone.views.sync import own_transactions

MOST_MB = 200
_DECIDED = (Outcome.DONE, Outcome.PAIR, Outcome.WAITING)


@own_transactions
@require_http_methods(["GET", "POST"])
def box(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "phone/box.html", {"tab_key": "phone-mine"})
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    error, carried = "", None
    upload = request.FILES.get("box")
    if upload is None:
        error = "请选手机上存出来的文件（卫安待发送-….jsonl）。"
    elif (upload.size or 0) > MOST_MB * 2**20:
        error = f"文件太大，最多 {MOST_MB} MB。请在手机上分几次存。"
    else:
        try:
            carried = boxes.take(viewer, iter(upload.readline, b""))
        except boxes.BadBox as bad:
            error = str(bad)
        except syncing.Stranger:
            error = "这个文件是另一个人存的，只有本人登录后才能交上。"
        except Refused as refused:
            error = str(refused)
    with syncing.acting(viewer) as by:
        request.viewer = by  # type: ignore[attr-defined]
        outcomes = carried.outcomes if carried else []
        context = {
            "error": error, "carried": carried, "tab_key": "phone-mine",
            "taken": [one for one in outcomes if one["outcome"] in _DECIDED],
            "refused": [one for one in outcomes if one["outcome"] not in _DECIDED],
        }  # fmt: skip
        return render(request, "phone/box.html", context, status=422 if error else 200)
