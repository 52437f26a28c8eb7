"""Every address of the product but three. A verb is a noun at a URL: POST hazards/<uid>/closure/.

/healthz, /readyz and /metrics are answered above all this, by weian.config.watching.
"""

from django.urls import include, path

PLACES = [
    ("", "weian.portal.desk.urls"),
    ("m/", "weian.portal.phone.urls"),
    ("accounts/", "weian.foundation.people.urls"),
    ("units/", "weian.foundation.tree.urls"),
    ("files/", "weian.foundation.evidence.urls"),
    ("documents/", "weian.foundation.documents.urls"),
    ("messages/", "weian.foundation.inbox.urls"),
    ("ladders/", "weian.foundation.ladder.urls"),
    ("places/", "weian.ground.registry.urls"),
    ("q/", "weian.ground.registry.label_urls"),
    ("checklists/", "weian.ground.checklists.urls"),
    ("rounds/", "weian.ground.rounds.urls"),
    ("draws/", "weian.ground.experts.urls"),
    ("tasks/", "weian.ground.duties.urls"),
    ("hazards/", "weian.ground.hazards.urls"),
    ("works/", "weian.ground.works.urls"),
    ("alerts/", "weian.programs.alerts.urls"),
    ("notices/", "weian.programs.campaigns.urls"),
    ("inspections/", "weian.programs.inspections.urls"),
    ("reports/", "weian.oversight.reports.urls"),
    ("watch/", "weian.oversight.watch.urls"),
    ("_parts/", "weian.ui.urls"),
]

urlpatterns = [path(at, include(module)) for at, module in PLACES]

handler400 = "weian.config.errors.bad_request"
handler403 = "weian.config.errors.not_found"
handler404 = "weian.config.errors.not_found"
handler500 = "weian.config.errors.server_error"
