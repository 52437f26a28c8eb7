"""One-time links: the first run of a clean instance, and a person's first sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from weian.foundation.people import sitting
from weian.foundation.people.actions.accounts import open_invitation, set_first_password
from weian.foundation.people.actions.devices import bind_own, check_pin, set_first_pin
from weian.foundation.people.actions.first_run import open_house
from weian.foundation.people.forms import FirstPasswordForm, FirstRunForm
from weian.foundation.people.forms_devices import TwicePin
from weian.foundation.people.models import Device, Invitation, Person
from weian.foundation.people.viewer import Refused
from weian.foundation.people.views.signing import note_size
from weian.kernel.actor import System


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
            sitting.arrive(request, account, method="password")
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
        by_pin = "pin" in request.POST
        on_shared = sitting.is_shared(request)
        form = FirstPasswordForm(
            request.POST if request.POST and not by_pin else None, account=invitation.person.account
        )
        pin_form = TwicePin(request.POST if by_pin else None)
        if by_pin and pin_form.is_valid():
            return _with_pin(request, token, pin_form, invitation.person, on_shared=on_shared)
        if request.method == "POST" and form.is_valid():
            account = set_first_password(token, form.cleaned_data["password"])
            sitting.arrive(request, account, method="password")
            note_size(request)
            return redirect(settings.LOGIN_REDIRECT_URL)
    except Refused as refusal:
        return render(request, "people/link_refused.html", {"reason": refusal}, status=410)
    return _first_page(request, form, pin_form, invitation.person, on_shared)


def _with_pin(request: HttpRequest, token: str, form: TwicePin, person: Person, *, on_shared: bool) -> HttpResponse:
    """The PIN is set and, unless many people use it, the browser is this person's own from now on."""
    try:
        check_pin(form.cleaned_data["pin"], person)
    except Refused as refused:
        form.add_error("pin", str(refused))
        return _first_page(request, FirstPasswordForm(account=person.account), form, person, on_shared)
    account = set_first_pin(token, form.cleaned_data["pin"])
    secret = "" if on_shared else bind_own(person, "第一次登录的手机", by=System("凭一次性链接绑定"))[1]
    sitting.enter(request, account, kind=Device.Kind.SHARED if on_shared else Device.Kind.OWN, method="pin")
    note_size(request)
    answer = redirect(settings.LOGIN_REDIRECT_URL)
    if secret:
        sitting.remember(answer, secret)
    return answer


def _first_page(
    request: HttpRequest, form: FirstPasswordForm, pin_form: TwicePin, person: Person, on_shared: bool
) -> HttpResponse:
    context = {"form": form, "pin_form": pin_form, "person": person, "on_shared": on_shared}
    return render(request, "people/first_sign_in.html", context, status=422 if form.errors or pin_form.errors else 200)
