"""Under q/: what a label on a wall says."""

from django.urls import path

from weian.ground.registry.views import labels

urlpatterns = [path("<str:token>/", labels.landing, name="label")]
