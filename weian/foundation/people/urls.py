from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from weian.foundation.people.views import (
    auditing,
    bringing,
    claims,
    deputies,
    devices,
    proofs,
    security,
    signing,
    staff,
    units,
    welcome,
)


@login_not_required
def closed(request: HttpRequest, **kept: str) -> HttpResponse:
    """Nobody signs up, and there are no e-mails: who forgot the password gets a one-time link from a person."""
    raise Http404


urlpatterns = [
    path("login/", signing.SignInView.as_view(), name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("demo/<slug:username>/", signing.demo_sign_in, name="demo-sign-in"),
    path("post/", signing.switch_post, name="switch-post"),
    path("first-run/<str:token>/", welcome.first_run, name="first-run"),
    path("welcome/<str:token>/", welcome.first_sign_in, name="first-sign-in"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/<uuid:uid>/ending/", deputies.ending, name="deputy-ending"),
    path("units/", units.units, name="units"),
    path("units/new/", units.add, name="unit-add"),
    path("units/<uuid:uid>/type/", units.classify, name="unit-type"),
    path("units/<uuid:uid>/short-name/", units.short_name, name="unit-short-name"),
    path("units/import/", units.bring, name="units-import"),
    path("units/template/", units.template, name="units-template"),
    path("pin/", devices.pin_sign_in, name="pin-sign-in"),
    path("ward/", devices.ward, name="ward-sign-in"),
    path("wall/<str:token>/", claims.poster, name="poster"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<uuid:uid>/decision/", claims.decision, name="claim-decision"),
    path("proof/", proofs.proof, name="proof"),
    path("proof/passkey/", proofs.passkey, name="proof-passkey"),
    path("devices/", devices.devices, name="devices"),
    path("devices/pin/", devices.pin, name="device-pin"),
    path("devices/shared/", devices.share, name="device-share"),
    path("devices/<uuid:uid>/ending/", devices.ending, name="device-ending"),
    path("security/", security.security, name="security"),
    path("security/<uuid:uid>/<slug:deed>/", security.act, name="security-act"),
    path("audit/", auditing.events, name="audit-events"),
    path("staff/import/", bringing.bring, name="staff-import"),
    path("staff/template/", bringing.template, name="staff-template"),
    path("staff/codes/", bringing.codes, name="staff-codes"),
    path("staff/poster/", bringing.poster, name="staff-poster"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.add, name="staff-add"),
    path("staff/<uuid:uid>/link/", staff.link, name="staff-link"),
    re_path(r"^(?:signup|email|confirm-email|password/reset)/", closed),
    path("", include("allauth.account.urls")),
    path("2fa/recovery-codes/", proofs.recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/", include("allauth.mfa.urls")),
]
