"""Signing in by PIN on a known device; people of a ward taking turns at one computer; which devices are known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weian.foundation.org.kinds import Kind
from weian.foundation.org.models import Unit
from weian.foundation.people import sitting, throttle
from weian.foundation.people.actions.devices import (
    bind_own,
    bind_shared,
    check_can_end,
    check_can_share,
    end_device,
    pin_fits,
    set_pin,
)
from weian.foundation.people.forms_devices import PinForm, PinSignInForm, SharedForm, WardForm
from weian.foundation.people.middleware import KIND_KEY, POST_KEY
from weian.foundation.people.models import Account, Device
from weian.foundation.people.pack_schema import session_rules
from weian.foundation.people.proving import proved
from weian.foundation.people.queries import is_shared_role, people_at
from weian.foundation.people.viewer import Refused, Viewer, appointments_of
from weian.foundation.people.views.signing import note_size
from weian.ui import api as ui

MOST = 200


@require_POST
@login_not_required
def pin_sign_in(request: HttpRequest) -> HttpResponse:
    """The PIN of whose device it is."""
    device = sitting.known_device(request)
    if device is None or device.person is None or not hasattr(device.person, "account"):
        return redirect("account_login")
    form = PinSignInForm(request.POST)
    if form.is_valid() and _fits(request, form, device.person.account):
        sitting.enter(request, device.person.account, kind=Device.Kind.OWN, method="pin")
        note_size(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/pin.html", {"form": form, "person": device.person}, status=422)


@require_http_methods(["GET", "POST"])
@login_not_required
def ward(request: HttpRequest) -> HttpResponse:
    """The people of the ward whose computer this is: choose a name, type the PIN; who was there before is out."""
    device = sitting.known_device(request)
    if device is None or device.unit is None:
        return redirect("account_login")
    people = people_at(device.unit)
    form = WardForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if _fits(request, form, person.account):
            sitting.enter(request, person.account, kind=Device.Kind.SHARED, method="pin")
            here = [one for one in appointments_of(person) if one.post.unit_id == device.unit_id]
            if here:
                request.session[POST_KEY] = str(here[0].uid)
            return redirect(settings.LOGIN_REDIRECT_URL)
    rule = session_rules().get(Device.Kind.SHARED)
    context = {"form": form, "device": device, "people": people, "idle": rule.idle_minutes if rule else 0}
    answer = render(request, "people/ward.html", context, status=422 if form.errors else 200)
    if not request.user.is_authenticated:
        sitting.leave_nothing(answer)
    return answer


def _fits(request: HttpRequest, form: Any, account: Account) -> bool:
    """Whether the PIN is right; what is wrong is told at its field, and counted."""
    try:
        give_back = throttle.take_try(request, throttle.PIN, str(account.pk))
    except Refused as refused:
        form.add_error("pin", str(refused))
        return False
    if not pin_fits(account, form.cleaned_data["pin"]):
        form.add_error("pin", "PIN 不对。忘了的，请用账号口令登录，或向系统管理员要新的链接。")
        return False
    give_back()
    return True


@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """The own devices, and for who may set them up the shared computers of the unit."""
    return _page(request, PinForm(), None)


@require_POST
def pin(request: HttpRequest) -> HttpResponse:
    """Set the own PIN, and let this browser be known as the own one if it was asked for."""
    form, token = PinForm(request.POST), ""
    if form.is_valid():
        try:
            viewer = proved(request)
            set_pin(viewer.person.account, form.cleaned_data["pin"], by=viewer)
            if form.cleaned_data["bind"]:
                check_not_shared(request)
                _, token = bind_own(viewer.person, form.cleaned_data["label"] or "本人的设备", by=viewer)
        except Refused as refused:
            form.add_error("pin", str(refused))
    if form.errors:
        return _page(request, form, None, status=422)
    ui.say_done(request, "PIN 已设好。")
    answer = redirect("devices")
    if token:
        sitting.remember(answer, token)
    return answer


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """This computer is the ward's from now on; who sets it up is signed out, and the ward's list stands there."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = SharedForm(request.POST, wards=_wards(viewer))
    if not form.is_valid():
        return _page(request, PinForm(), form, status=422)
    try:
        _, token = bind_shared(form.cleaned_data["unit"], form.cleaned_data["label"], by=viewer)
    except Refused as refused:
        form.add_error("unit", str(refused))
        return _page(request, PinForm(), form, status=422)
    logout(request)
    answer = redirect("ward-sign-in")
    sitting.remember(answer, token)
    return answer


@require_POST
def ending(request: HttpRequest, uid: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    device = get_object_or_404(Device.objects.select_related("unit__parent__parent", "person__unit"), pk=uid)
    try:
        check_can_end(viewer, device)
    except Refused as refused:
        raise Http404 from refused
    end_device(device, by=viewer)
    ui.say_done(request, "已解除，那台设备上的 PIN 不再有用。")
    return redirect("devices")


def check_not_shared(request: HttpRequest) -> None:
    if request.session.get(KIND_KEY) == Device.Kind.SHARED or sitting.is_shared(request):
        raise Refused("这是科室共用电脑，不能绑定成本人的设备。请去掉绑定这一项。")


def _wards(viewer: Viewer) -> QuerySet[Unit]:
    """The departments whose shared computers the viewer may set up."""
    inside = Unit.objects.current().filter(kind=Kind.DEPARTMENT).under(viewer.reach)
    mine = inside.filter(Q(parent=viewer.unit) | Q(parent__parent=viewer.unit) | Q(pk=viewer.reach.pk))
    first = mine.first()
    try:
        if first is not None:
            check_can_share(viewer, first)
    except Refused:
        return Unit.objects.none()
    return mine.order_by("sort_key")


def _page(request: HttpRequest, form: PinForm, sharing: SharedForm | None, status: int = 200) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    wards = _wards(viewer)
    shared = Device.objects.filter(unit__in=wards, ended_at=None).select_related("unit").order_by("unit__sort_key")
    context = {
        "form": form, "sharing": sharing or (SharedForm(wards=wards) if wards else None), "shared": shared[:MOST],
        "own": Device.objects.filter(person=viewer.person, ended_at=None).order_by("-bound_at")[:MOST],
        "this": sitting.known_device(request), "has_pin": bool(viewer.person.account.pin),
        "is_everybodys": is_shared_role(viewer.person.account),
    }  # fmt: skip
    return render(request, "people/devices.html", context, status=status)
