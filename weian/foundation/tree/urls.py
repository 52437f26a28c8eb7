from django.urls import path

from weian.foundation.tree import views
from weian.foundation.tree.models import Act

urlpatterns = [
    path("named/", views.named, name="units-named"),
    path("<uuid:uid>/", views.unit, name="unit"),
    *(path(f"<uuid:uid>/{one.value}/", views.act, {"act": one}, name=f"unit-{one.value}") for one in Act),
    path("changes/<uuid:uid>/", views.change, name="unit-change"),
    path("changes/<uuid:uid>/withdrawal/", views.withdraw, name="unit-change-withdrawal"),
]
