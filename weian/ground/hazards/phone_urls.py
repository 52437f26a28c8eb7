"""The phone's way to report; portal may hang it under m/ as well."""

from django.urls import path

from weian.ground.hazards.views import reporting

urlpatterns = [path("new/", reporting.phone, name="phone-hazard-new")]
