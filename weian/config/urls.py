"""Every address of the product. A verb is a noun at a URL: POST hazards/<uid>/closure/."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

PLACES = [
    ("", "weian.portal.desk.urls"),
    ("m/", "weian.portal.phone.urls"),
    ("accounts/", "weian.foundation.people.urls"),
    ("files/", "weian.foundation.evidence.urls"),
    ("documents/", "weian.foundation.documents.urls"),
    ("messages/", "weian.foundation.inbox.urls"),
    ("tasks/", "weian.ground.duties.urls"),
    ("hazards/", "weian.ground.hazards.urls"),
    ("notices/", "weian.programs.campaigns.urls"),
    ("reports/", "weian.oversight.reports.urls"),
    ("_parts/", "weian.ui.urls"),
]


def _built(module: str) -> bool:
    # While the house is being built: rooms that are not there yet are left out.
    return apps.is_installed(module.rsplit(".", 1)[0]) and find_spec(module) is not None


urlpatterns = [path(at, include(module)) for at, module in PLACES if _built(module)]

handler400 = "weian.config.errors.bad_request"
handler403 = "weian.config.errors.not_found"
handler404 = "weian.config.errors.not_found"
handler500 = "weian.config.errors.server_error"
