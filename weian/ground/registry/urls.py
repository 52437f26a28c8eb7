from __future__ import annotations

from django.urls import path

from weian.ground.registry import views

urlpatterns = [path("<uuid:uid>/", views.subject, name="subject")]
