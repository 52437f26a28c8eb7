"""Signing in, in the demo by one click; changing the post in which one acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from weian.foundation.org import api as org
from weian.foundation.people import sitting
from weian.foundation.people.forms_devices import PinSignInForm
from weian.foundation.people.middleware import POST_KEY, SMALL_KEY
from weian.foundation.people.models import Account
from weian.foundation.people.qr import drawn
from weian.foundation.people.queries import demo_roles, has_pin


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):  # type: ignore[misc]
    """The sign-in page; in an instance marked 演示 it offers the demo's roles."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        demo = org.is_demo()
        address = self.request.build_absolute_uri("/") if demo and settings.LAN else ""
        code = drawn(address, "这个演示的地址") if address else ""
        return context | {"roles": demo_roles() if demo else [], "address": address, "code": code}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A known device comes to its short way in; `full` asks for the long one."""
        device = None if "full" in request.GET else sitting.known_device(request)
        if device is not None and device.unit is not None:
            return redirect("ward-sign-in")
        if device is not None and device.person is not None and has_pin(device.person):
            return render(request, "people/pin.html", {"form": PinSignInForm(), "person": device.person})
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        note_size(self.request)
        return super().form_valid(form)  # type: ignore[no-any-return]


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """One click into a demo role. Anywhere but in a demo this address does not exist."""
    account = Account.objects.filter(username=username, demo__isnull=False, is_active=True).first()
    if not org.is_demo() or account is None:
        raise Http404
    sitting.arrive(request, account)
    note_size(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


def note_size(request: HttpRequest) -> None:
    """Keep whether the form of a sign-in said that the screen is small (signing.js fills it in)."""
    if request.POST.get("small") == "1":
        request.session[SMALL_KEY] = True
    else:
        request.session.pop(SMALL_KEY, None)


@require_POST
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    try:
        wanted = UUID(request.POST.get("post", ""))
    except ValueError as error:
        raise Http404 from error
    if wanted not in {held.uid for held in request.viewer.posts}:  # type: ignore[attr-defined]
        raise Http404
    request.session[POST_KEY] = str(wanted)
    return redirect(settings.LOGIN_REDIRECT_URL)
