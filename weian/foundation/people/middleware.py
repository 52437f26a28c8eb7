"""Who looks, must they sign in, whose secrets stay as they are, what they may see, and were they asked again where an
act asks: a class each."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from weian.foundation.org.models import Instance
from weian.foundation.people.queries import is_shared_role
from weian.foundation.people.viewer import viewer_for
from weian.kernel import clock, scope, treelock

Handler = Callable[[HttpRequest], HttpResponse]

POST_KEY = "appointment"
SEEN_KEY = "seen"
SMALL_KEY = "small"  # the screen that signed in was a phone's
KIND_KEY, IDLE_KEY, UNTIL_KEY = "sits_at", "idle", "until"  # what one sits at, and how long that lasts, in seconds
BEGAN_KEY = "began"
SAFE = {"GET", "HEAD", "OPTIONS"}


class ViewerMiddleware:
    """Ends idle sessions. Who looks is read further in (ScopeMiddleware)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        request.instance = SimpleLazyObject(Instance.objects.first)  # type: ignore[attr-defined]
        if request.user.is_authenticated and _idle_too_long(request):
            logout(request)
        return self.get_response(request)


class ScopeMiddleware:
    """Sets request.viewer: the signed-in person in the chosen post, or None; and opens one transaction around view and
    rendering, in the viewer's scope.

    Any exception and any answer of 400 or above rolls back. GET cannot write: PostgreSQL itself refuses.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        read_only = request.method in SAFE
        if not read_only and not _has_own_transactions(request):
            return self._within(request, lambda: _standing_still(request))
        found = _seen_by(request)
        return self._within(request, found, read_only=True) if read_only else self.get_response(request)

    def _within(
        self, request: HttpRequest, seen: scope.Scope | Callable[[], scope.Scope], *, read_only: bool = False
    ) -> HttpResponse:
        with scope.applied(seen, read_only=read_only):
            response = self.get_response(request)
            if response.status_code >= 400 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        # The handler turns exceptions into responses before they get here: remember that there was one.
        request.failed = True  # type: ignore[attr-defined]


def _seen_by(request: HttpRequest) -> scope.Scope:
    """Reads who looks, and tells what they see."""
    viewer = None
    if request.user.is_authenticated:
        chosen = request.session.get(POST_KEY)
        viewer = viewer_for(request.user.person_id, UUID(chosen) if chosen else None)
    request.viewer = viewer  # type: ignore[attr-defined]
    return viewer.scope if viewer else scope.NOBODY


def _standing_still(request: HttpRequest) -> scope.Scope:
    """Who writes first makes the tree stand still, then reads where the post reaches: a unit that is being moved is
    waited for, and what was read of the tree holds until the act is done."""
    treelock.hold_still()
    return _seen_by(request)


class AskedAgainMiddleware:
    """An act that is to ask again who acts (settings.ASKED_AGAIN) and did not take the answer takes no effect."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        who = request.viewer  # type: ignore[attr-defined]
        done = who is not None and request.method not in SAFE and response.status_code < 400
        if done and name in settings.ASKED_AGAIN and not getattr(request, "asked_again", False):
            raise RuntimeError(f"{name} is to ask again who acts, and its view does not (people.proved)")
        return response


class _Before:
    """Looks at a request when its view is known, and lets the answer pass as it is."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class AskedBeforeMiddleware(_Before):
    """Before a way in is changed on a page of the library: it asks for passwords only, and lets others pass unasked."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        from weian.foundation.people import proving  # which reads the keys above

        name = request.resolver_match.url_name if request.resolver_match else None
        if name not in settings.ASKED_BEFORE or request.viewer is None:  # type: ignore[attr-defined]
            return None
        if getattr(request.user, "has_usable_password", bool)() or proving.standing(request) is not None:
            return None
        return redirect(f"{reverse('proof')}?{urlencode({'next': request.path})}")


class SignInRequiredMiddleware(_Before):
    """Signing in is the default; a view that needs none says so with @login_not_required."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.viewer is None:  # type: ignore[attr-defined]
            return render(request, "people/no_post.html", status=403)
        return None


class SharedRoleMiddleware(_Before):
    """A role that everybody may take keeps its way in: nobody changes its password or second factor.

    Whatever is not known to be harmless is refused, so that a new page of the library is too.
    """

    HARMLESS = frozenset({"mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_login_webauthn"})
    SECRETS = frozenset({"account_change_password", "account_set_password", "device-pin"})

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        secret = name in self.SECRETS or (name.startswith("mfa_") and name not in self.HARMLESS)
        if not secret or not is_shared_role(request.user):
            return None
        return render(request, "people/shared_role.html", status=403)


def _has_own_transactions(request: HttpRequest) -> bool:
    """Whether the view opens a transaction in the viewer's scope for each of several acts."""
    try:
        return getattr(resolve(request.path_info).func, "own_transactions", False)
    except Resolver404:
        return False


def _idle_too_long(request: HttpRequest) -> bool:
    """Not touched for as long as the device allows, or signed in for longer than it ever does (sitting)."""
    now = int(clock.now().timestamp())
    last = request.session.get(SEEN_KEY, now)
    if now - last > request.session.get(IDLE_KEY, settings.IDLE_SECONDS):
        return True
    if now >= request.session.get(UNTIL_KEY, now + 1):
        return True
    if now - last >= 60 or SEEN_KEY not in request.session:
        request.session[SEEN_KEY] = now
    return False
