"""Under /watch/. A verb is a noun: POST …/explanation/."""

from django.urls import path

from weian.oversight.watch.views import signals

urlpatterns = [
    path("", signals.watch, name="watch"),
    path("unfound/", signals.unfound, name="watch-unfound"),
    path("<uuid:uid>/", signals.signal, name="watch-signal"),
    path("<uuid:uid>/explanation/", signals.explanation, name="watch-explanation"),
    path("<uuid:uid>/relook/", signals.relook, name="watch-relook"),
    path("<uuid:uid>/dropping/", signals.dropping, name="watch-dropping"),
    path("<uuid:uid>/settlement/", signals.settlement, name="watch-settlement"),
]
