from django.urls import path

from weian.foundation.inbox import views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("reading/", views.read_all, name="messages-read"),
    path("<uuid:uid>/opening/", views.open_one, name="message-open"),
]
