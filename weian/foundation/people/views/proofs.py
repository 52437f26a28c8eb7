"""What a page asks for while it confirms who acts (people.proving)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weian.foundation.people import proving


@never_cache
@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """The challenge for a passkey of whoever is signed in."""
    if not proving.takes_passkey(request):
        raise Http404
    return JsonResponse(proving.begin_passkey(request))
