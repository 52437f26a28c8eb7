"""Empty registries and a tiny address table, so that these tests see only the interface itself."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from weian.ui import links, menu


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("页")


urlpatterns = [
    path("", _page, name="home"),
    path("tasks/", _page, name="tasks"),
    path("tasks/late/", _page, name="late"),
    path("config/", _page, name="config"),
    path("_parts/", include("weian.ui.urls")),
]


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch: pytest.MonkeyPatch, settings) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = "tests.ui.conftest"
    for registry in ("_menu", "_tabs", "_doors"):
        monkeypatch.setattr(menu, registry, {})
    monkeypatch.setattr(links, "_kinds", {})
