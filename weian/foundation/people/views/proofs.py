"""Who acts is asked by itself: before a page that cannot ask, and for the challenge of a passkey (people.proving)."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from weian.foundation.people import proving
from weian.foundation.people.viewer import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Ask, then go on to where one was going."""
    going = (request.POST if request.method == "POST" else request.GET).get("next", "")
    if not url_has_allowed_host_and_scheme(going, allowed_hosts=None):
        going = settings.LOGIN_REDIRECT_URL
    if request.method == "GET":
        return render(request, "people/proof.html", {"next": going})
    try:
        proving.proved(request)
    except Refused as refused:
        return render(request, "people/proof.html", {"next": going, "said": str(refused)}, status=422)
    return redirect(going)


@never_cache
@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """The challenge for a passkey of whoever is signed in."""
    if not proving.takes_passkey(request):
        raise Http404
    return JsonResponse(proving.begin_passkey(request))


@never_cache
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The library's page; but its view notes on GET that they were seen, and no GET may write here."""
    kept = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None:
        raise Http404
    raise_if_reauthentication_required(request, app="allauth.mfa")
    left = kept.wrap().get_unused_codes()
    context = {
        "unused_codes": left, "can_view_codes": True, "can_download_codes": bool(left), "can_generate_codes": True,
        "total_count": len(kept.wrap().generate_codes()),
    }  # fmt: skip
    return render(request, "mfa/recovery_codes/index.html", context)
