"""Under /alerts/. A verb is a noun: POST …/answer/."""

from django.urls import path

from weian.programs.alerts.views import alert, sending

urlpatterns = [
    path("", alert.alerts, name="alerts"),
    path("new/", sending.new, name="alert-new"),
    path("<uuid:uid>/", alert.alert, name="alert"),
    path("<uuid:uid>/answer/", alert.answer, name="alert-answer"),
]
