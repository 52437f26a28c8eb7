from django.urls import path

from weian.portal.desk.views import search, today

urlpatterns = [
    path("", today.today, name="home"),
    path("search/", search.search, name="search"),
]
