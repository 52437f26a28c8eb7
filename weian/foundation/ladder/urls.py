from django.urls import path

from weian.foundation.ladder.views import ladders

urlpatterns = [
    path("", ladders.ladders, name="ladders"),
    path("<slug:code>/setting/", ladders.setting, name="ladder-setting"),
]
