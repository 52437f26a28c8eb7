"""Under rounds/."""

from django.urls import path

from weian.ground.rounds import views

urlpatterns = [
    path("", views.index, name="rounds"),
    path("mine/", views.mine, name="rounds-mine"),
    path("day/", views.day, name="rounds-day"),
    path("month/", views.month, name="rounds-month"),
    path("missed/", views.missed, name="rounds-missed"),
    path("units/", views.units, name="rounds-units"),
    path("sites/", views.sites, name="rounds-sites"),
    path("rules/", views.rules, name="rounds-rules"),
    path("rules/<uuid:uid>/end/", views.rule_end, name="rounds-rule-end"),
    path("at/<uuid:uid>/visit/", views.visit, name="rounds-visit"),
    path("at/<uuid:uid>/later/", views.later, name="rounds-later"),
]
