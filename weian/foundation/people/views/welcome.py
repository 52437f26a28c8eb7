"""One-time links: the first run of a clean instance, and a person's first sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.people.actions.accounts import open_invitation, set_first_password
from weian.foundation.people.actions.first_run import open_house
from weian.foundation.people.forms import FirstPasswordForm, FirstRunForm
from weian.foundation.people.models import Invitation
from weian.foundation.people.viewer import Refused
from weian.foundation.people.views.signing import BACKEND, note_size


@login_not_required
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """Name the commission and the first administrator."""
    form = FirstRunForm(request.POST or None)
    try:
        if open_invitation(token).purpose != Invitation.Purpose.FIRST_RUN:
            raise Refused("这个链接不是用来首次启用的。")
        if request.method == "POST" and form.is_valid():
            account = open_house(token, **form.cleaned_data)
            login(request, account, backend=BACKEND)
            note_size(request)
            return redirect(settings.LOGIN_REDIRECT_URL)
    except Refused as refusal:
        return render(request, "people/link_refused.html", {"reason": refusal}, status=410)
    return render(request, "people/first_run.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def first_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Set one's password. GET only shows the form: link previews of chat tools must not spend the link."""
    try:
        invitation = open_invitation(token)
        if invitation.person is None:
            raise Refused("这个链接不是用来设置口令的。")
        form = FirstPasswordForm(request.POST or None, account=invitation.person.account)
        if request.method == "POST" and form.is_valid():
            account = set_first_password(token, form.cleaned_data["password"])
            login(request, account, backend=BACKEND)
            note_size(request)
            return redirect(settings.LOGIN_REDIRECT_URL)
    except Refused as refusal:
        return render(request, "people/link_refused.html", {"reason": refusal}, status=410)
    context = {"form": form, "person": invitation.person}
    return render(request, "people/first_sign_in.html", context, status=422 if form.errors else 200)
