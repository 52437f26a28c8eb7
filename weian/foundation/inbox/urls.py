from django.urls import path

from weian.foundation.inbox import views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("reminding/", views.remind, name="messages-reminding"),
    path("reading/", views.read_all, name="messages-read"),
    path("urging/<uuid:document>/", views.urging, name="receipts-urging"),
    path("<uuid:uid>/opening/", views.open_one, name="message-open"),
]
