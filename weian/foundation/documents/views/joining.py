from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.documents import access
from weian.foundation.documents.actions import joining
from weian.foundation.documents.forms import JointForm
from weian.foundation.documents.views.common import done, found, viewer_of
from weian.foundation.people.api import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def joint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who else issued the document, each with its own number."""
    viewer, document = viewer_of(request), found(request, uid)
    form = JointForm(request.POST or None, initial={"others": JointForm.as_text(document.joint)})
    if request.method == "POST" and form.is_valid():
        try:
            joining.set_joint(document, form.cleaned_data["others"], by=viewer)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, "已写明联合印发的机关和文号。")
            return redirect(document)
    _, why_not = access.can_join(viewer, document)
    context = {"document": document, "form": form, "refusal": why_not, "menu_key": "documents"}
    return render(request, "documents/joint.html", context, status=422 if form.errors else 200)
