"""Addresses of the parts page."""

from django.urls import path

from weian.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.parts, name="parts"),
    path("<slug:page>/", views.parts, name="parts-page"),
]
